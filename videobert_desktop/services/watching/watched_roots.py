"""The folders that are watched: how each is followed, and the coming and going of their drives."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.media.files import FoundFile, find_videos
from videobert_desktop.services.watching.filesystems import FileSystem, file_system_of
from videobert_desktop.services.watching.folder_events import FolderEvents
from videobert_desktop.services.watching.mounts import Mount, mounts_of
from videobert_desktop.services.watching.settling import Stamp
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind

Told = Callable[[WatchEvent], None]
# What tells one drive mounted at a place from another, and from itself mounted anew, when nobody tells of it any more:
# its device, the number of the folder, and the mounts that make up the folder.
Identity = tuple[int, int, frozenset[Mount]]

_LIMITS = {errno.ENOSPC, errno.EMFILE}


@dataclass
class WatchedRoot:
    """A watched folder.

    Attributes:
        folder: Where it is.
        identity: What is there; None while nothing is.
        polled: Whether it is looked through now and then, because no system tells of changes in it.
        videos: What was there when it was last looked through.
    """

    folder: Path
    identity: Identity | None = None
    polled: bool = False
    videos: dict[Path, Stamp] = field(default_factory=dict)


@dataclass
class Arrivals:
    """What has become of the watched folders since they were last looked at.

    Attributes:
        here: Folders that are to be looked through, for they are new or came back.
        gone: Folders whose videos are not there any more.
    """

    here: set[Path] = field(default_factory=set)
    gone: set[Path] = field(default_factory=set)


class WatchedRoots:
    """All watched folders; `close` ends what follows them."""

    def __init__(
        self,
        events: FolderEvents,
        told: Told,
        *,
        cancel: CancelToken,
        file_system: Callable[[Path], FileSystem] = file_system_of,
        mounts: Callable[[Path], frozenset[Mount]] = mounts_of,
    ) -> None:
        self._events = events
        self._told = told
        self._cancel = cancel
        self._file_system = file_system
        self._mounts = mounts
        self._roots: dict[Path, WatchedRoot] = {}

    @property
    def folders(self) -> list[Path]:
        """All of them, by path."""
        return sorted(self._roots)

    @property
    def present(self) -> list[Path]:
        """Those that are there."""
        return [folder for folder, root in self._roots.items() if root.identity is not None]

    def holding(self, path: Path) -> Path | None:
        """The innermost watched folder that a path lies in, or None; hidden paths lie in none."""
        for folder in (path, *path.parents):
            if folder in self._roots:
                return folder
            if folder.name.startswith("."):
                return None
        return None

    def look(self, folders: Iterable[Path]) -> Arrivals:
        """See what has become of the folders, which from now on are the watched ones.

        Raises:
            Cancelled: It was asked to stop.
        """
        wanted, arrivals = dict.fromkeys(folders), Arrivals()
        for folder in [folder for folder in self._roots if folder not in wanted]:
            self._events.leave(folder)
            del self._roots[folder]
        for folder in wanted:
            self._cancel.raise_if_cancelled()
            self._look_at(folder, arrivals)
        return arrivals

    def poll(self) -> set[Path]:
        """Look through the folders that no system tells of.

        Returns:
            The videos that came, changed or went since the last time.

        Raises:
            Cancelled: It was asked to stop.
        """
        changed: set[Path] = set()
        for root in self._roots.values():
            if root.polled and root.identity is not None:
                before, root.videos = root.videos, self._videos(root.folder)
                changed |= {path for path, _ in before.items() ^ root.videos.items()}
        return changed

    def close(self) -> None:
        """Follow nothing any more."""
        self._events.close()

    def _look_at(self, folder: Path, arrivals: Arrivals) -> None:
        new = folder not in self._roots
        root = self._roots.setdefault(folder, WatchedRoot(folder))
        identity = self._identity(folder)
        if identity == root.identity and not new:
            return
        was_there, root.identity = root.identity is not None, identity
        self._events.leave(folder)
        if identity is None:
            arrivals.gone.add(folder)
            self._tell(root, WatchEventKind.AWAY, "is not there; its videos are offline until it is back")
            return
        kind, words = self._attach(root)
        if not _is_bare(folder):
            arrivals.here.add(folder)
        else:
            # The place of a drive that is not mounted looks like this.
            arrivals.gone.add(folder)
            if was_there:
                kind, words = WatchEventKind.AWAY, "is empty; its videos are offline until its drive is back"
        self._tell(root, kind, words)

    def _attach(self, root: WatchedRoot) -> tuple[WatchEventKind, str]:
        """Follow a folder as well as the system lets us; returns what there is to tell of it."""
        kind = self._file_system(root.folder)
        reason = f"it lies on a network drive ({kind.kind})" if kind.remote else ""
        if not reason:
            try:
                self._events.follow(root.folder)
            except OSError as error:
                limit = error.errno in _LIMITS
                reason = "the system's limit of watched folders is reached" if limit else f"{error.strerror or error}"
        root.polled = bool(reason)
        if not root.polled:
            return WatchEventKind.FOLLOWING, "is being watched"
        root.videos = self._videos(root.folder)
        return WatchEventKind.POLLING, f"is looked through now and then: {reason}"

    def _videos(self, folder: Path) -> dict[Path, Stamp]:
        videos = {}
        for found in find_videos(folder, known=lambda _: True):
            self._cancel.raise_if_cancelled()
            if isinstance(found, FoundFile):
                videos[found.path] = (found.size, found.mtime_ns)
        return videos

    def _identity(self, folder: Path) -> Identity | None:
        try:
            status = os.stat(folder)  # noqa: PTH116 - together with the others of its kind
        except OSError:
            return None
        if not stat.S_ISDIR(status.st_mode):
            return None
        # Some network drives number their folders anew each time.
        number = 0 if self._file_system(folder).remote else status.st_ino
        return status.st_dev, number, self._mounts(folder)

    def _tell(self, root: WatchedRoot, kind: WatchEventKind, words: str) -> None:
        self._told(WatchEvent(kind, f"{root.folder} {words}.", root.folder))


def _is_bare(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is None
    except OSError:
        return True
