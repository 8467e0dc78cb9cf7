"""Keeps a library up to date with its folders, for as long as it is let."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from videobert_desktop.catalogue import BusyCatalogueError
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.clock import SYSTEM_CLOCK, Clock
from videobert_desktop.services.importing.forgotten_files import not_forgotten
from videobert_desktop.services.importing.note_absences import note_absences
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport, index_videos
from videobert_desktop.services.indexing.reencode_videos import needs_renewal
from videobert_desktop.services.library import Library, LibraryInUseError
from videobert_desktop.services.presence import is_folder, is_there
from videobert_desktop.services.watching.beside import is_subtitle_file, videos_beside
from videobert_desktop.services.watching.folder_events import FolderEvents, SystemEvents
from videobert_desktop.services.watching.settling import Settling
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind
from videobert_desktop.services.watching.watched_roots import Told, WatchedRoots

__all__ = ["FolderWatcher", "Index", "Told", "WatchEvent", "WatchEventKind", "WatchReport", "watch_folders"]

TICK_SECONDS = 0.2
# How often it is looked whether folders and drives have come or gone.
LOOK_SECONDS = 3.0
POLL_SECONDS = 30.0
# Events get lost, when thousands come at once; so everything is looked through now and then.
RESCAN_SECONDS = 15 * 60.0
RETRY_SECONDS = 5.0
# What failed so shortly after it was written may have been written to still, with no event to follow.
_FRESH_SECONDS = 10.0


class Index(Protocol):
    """What makes videos searchable: `index_videos`, or what stands in for it."""

    def __call__(
        self,
        library: Library,
        paths: Sequence[Path],
        options: IndexOptions,
        /,
        *,
        cancel: CancelToken,
        report: Report,
        failed: Callable[[Failure], None],
    ) -> IndexReport:
        """Index the files and folders at `paths`.

        Raises:
            Cancelled: The watcher was asked to stop; or somebody has stopped this and only this, and what it was about
                shall be left alone until something changes.
            UserError: It cannot be done now.
        """


@dataclass
class WatchReport:
    """What came of watching.

    Attributes:
        watched: The folders that were watched at the end.
        indexed: How many videos were indexed.
        failed: What failed, each file once, with its latest reason.
        seconds: How long it was watched.
    """

    watched: list[Path] = field(default_factory=list)
    indexed: int = 0
    failed: dict[Path, Failure] = field(default_factory=dict)
    seconds: float = 0.0


def watch_folders(
    library: Library,
    options: IndexOptions,
    *,
    cancel: CancelToken,
    report: Report,
    failed: Callable[[Failure], None],
    told: Told,
    index: Index = index_videos,
) -> WatchReport:
    """Index a library's folders, and whatever changes in them from then on, until asked to stop.

    The library is locked only while something is being indexed, so that others can work on it in between.

    Args:
        library: Says which folders are its own: those that were given to index, also while this goes on.
        options: How to index.
        cancel: Ends the watching; looked at several times a second.
        report: Told the progress of indexing.
        failed: Told each failure as it happens.
        told: Told of folders that come and go, of what was indexed, and of what has to wait.
        index: Does the indexing.

    Returns:
        What came of it.

    Raises:
        UserError: The first indexing cannot even begin: the pack is not there, say.
    """
    events = SystemEvents()
    return FolderWatcher(
        library, options, events, cancel=cancel, report=report, failed=failed, told=told, index=index
    ).run()


class FolderWatcher:
    """Watches until it is cancelled; events, clock and indexing are handed in, so that tests are in no hurry."""

    def __init__(
        self,
        library: Library,
        options: IndexOptions,
        events: FolderEvents,
        *,
        cancel: CancelToken,
        report: Report,
        failed: Callable[[Failure], None],
        told: Told,
        index: Index = index_videos,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._library = library
        self._options = options
        self._events = events
        self._cancel = cancel
        self._report = report
        self._failed = failed
        self._told = told
        self._index = index
        self._clock = clock
        self._roots = WatchedRoots(events, told, cancel=cancel)
        self._settling = Settling()
        self._next: dict[float, float] = {}
        self._files: set[Path] = set()
        self._rescan: set[Path] = set()
        self._gone: set[Path] = set()
        self._left_alone: set[Path] = set()
        self._renewal: bool | None = None  # not looked at yet
        self._retry_at = 0.0
        self._trouble = ""
        self._has_worked = False
        self._outcome = WatchReport()

    def run(self) -> WatchReport:
        """Watch until cancelled.

        Raises:
            UserError: The first indexing cannot even begin.
        """
        began = self._clock.seconds()
        self._next = {every: began + every for every in (POLL_SECONDS, RESCAN_SECONDS)}
        try:
            with suppress(Cancelled):  # which is how it ends
                while True:
                    self._look()
                    self._gather()
                    self._work()
                    self._clock.wait_until(self._clock.seconds() + TICK_SECONDS, self._cancel)
        finally:
            self._roots.close()
        self._outcome.watched = self._roots.folders
        self._outcome.seconds = self._clock.seconds() - began
        return self._outcome

    def _look(self) -> None:
        """See to the folders and their drives, and to those that no system tells of."""
        if self._is_time(LOOK_SECONDS):
            arrivals = self._roots.look(self._folders())
            self._rescan |= arrivals.here
            self._left_alone -= arrivals.here
            self._gone |= arrivals.gone
        if self._is_time(POLL_SECONDS):
            self._note(self._roots.poll())
        if self._is_time(RESCAN_SECONDS):
            self._rescan.update(set(self._roots.present) - self._left_alone)

    def _is_time(self, every: float) -> bool:
        """Whether so many seconds have passed since the last time that they had."""
        now = self._clock.seconds()
        if now < self._next.get(every, now):
            return False
        self._next[every] = now + every
        return True

    def _folders(self) -> list[Path]:
        try:
            with self._library.catalogue() as catalogue:
                folders = catalogue.folders.all()
        except BusyCatalogueError:
            return self._roots.folders  # the next look will tell
        except UserError:
            if not self._roots.folders or not is_there(self._library.catalogue_path):
                raise
            return self._roots.folders
        if not folders and not self._roots.folders:
            words = "There is no folder to watch yet: `videobert index FOLDER` enters one."
            self._tell_once(WatchEventKind.NO_FOLDER, words)
        return folders

    def _note(self, paths: Iterable[Path]) -> None:
        now = self._clock.seconds()
        for path in paths:
            # The library's own files come and go with all that is done here.
            if self._roots.holding(path) is not None and not _is_within(path, [self._library.root]):
                self._settling.note(path, now)

    def _gather(self) -> None:
        """Take in what has changed, and sort out what has come to rest."""
        self._note(self._events.take())
        for path in self._settling.take_settled(self._clock.seconds()):
            root = self._roots.holding(path)
            self._left_alone -= {root}
            if root is not None and is_folder(path):
                self._rescan.add(root)
            elif is_subtitle_file(path):
                self._files.update(videos_beside(path))
            elif is_there(path):
                self._files.add(path)
            else:
                self._gone.add(path)

    def _work(self) -> None:
        """Do what there is to do; what cannot be done now is kept for later."""
        if self._clock.seconds() < self._retry_at:
            return
        try:
            self._index_what_waits()
            if self._gone:
                note_absences(self._library, sorted(self._gone))
                self._gone.clear()
        except UserError as error:
            self._put_off(error)

    def _index_what_waits(self) -> None:
        vanished = {path for path in self._files if not is_there(path)}
        self._gone |= vanished
        self._files -= vanished
        self._files = set(not_forgotten(self._library, self._files))
        paths = [*sorted(self._files), *sorted(self._rescan.intersection(self._roots.present))]
        if self._renewal is None:
            self._renewal = needs_renewal(self._library)
        if not paths and not self._renewal:
            return
        # Drives may come and go meanwhile, so that the next thing to do is to look at them.
        self._next.pop(LOOK_SECONDS, None)
        try:
            done = self._index(  # which begins with the renewal
                self._library, paths, self._options, cancel=self._cancel, report=self._report, failed=self._fail
            )
        except Cancelled:
            self._cancel.raise_if_cancelled()
            self._leave_alone(paths)
            return
        self._files.clear()
        self._rescan.clear()
        self._renewal = False
        self._has_worked = True
        self._trouble = ""
        self._sum_up(paths, done)
        self._note(failure.path for failure in done.failed if self._is_fresh(failure.path))

    def _leave_alone(self, paths: Iterable[Path]) -> None:
        """Do nothing about what somebody does not want indexed now, until something changes there."""
        self._left_alone.update(root for path in paths if (root := self._roots.holding(path)) is not None)
        self._renewal = False
        self._files.clear()
        self._rescan.clear()

    def _sum_up(self, paths: Sequence[Path], done: IndexReport) -> None:
        failed = {failure.path: failure for failure in done.failed}
        mended = [path for path in self._outcome.failed if path not in failed and _is_within(path, paths)]
        for path in mended:
            del self._outcome.failed[path]
        self._outcome.failed |= failed
        self._outcome.indexed += done.indexed
        if done.indexed or done.moved:
            words = f"{done.indexed} indexed, {done.moved} moved, {len(done.failed)} failed."
            self._told(WatchEvent(WatchEventKind.INDEXED, words))

    def _fail(self, failure: Failure) -> None:
        """Tell of a failure, unless it is an old one that a look through its folder has come across again."""
        if self._outcome.failed.get(failure.path) != failure:
            self._outcome.failed[failure.path] = failure
            self._failed(failure)

    def _is_fresh(self, path: Path) -> bool:
        """Whether a file was written to a moment ago; it may have been while it was looked at."""
        try:
            age = self._clock.now_ns() - os.stat(path).st_mtime_ns  # noqa: PTH116 - one of many looks at the system
        except OSError:
            return False
        return 0 <= age < _FRESH_SECONDS * 1e9 and not is_folder(path)

    def _put_off(self, error: UserError) -> None:
        """Try again in a while, and say so once.

        Raises:
            UserError: It is nothing that waiting would help, and nothing has ever been indexed here.
        """
        if not self._has_worked and not isinstance(error, LibraryInUseError | BusyCatalogueError):
            raise error
        self._retry_at = self._clock.seconds() + RETRY_SECONDS
        self._tell_once(WatchEventKind.WAITING, f"{error.reason} It is tried again every now and then.")

    def _tell_once(self, kind: WatchEventKind, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._told(WatchEvent(kind, trouble))


def _is_within(path: Path, places: Sequence[Path]) -> bool:
    return any(path == place or place in path.parents for place in places)
