"""Changes in folders as the operating system tells of them."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from videobert_desktop.media.files import VIDEO_EXTENSIONS
from videobert_desktop.media.subtitles.parsing import EXTENSIONS as SUBTITLE_EXTENSIONS

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_TELLING = VIDEO_EXTENSIONS | SUBTITLE_EXTENSIONS
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})
_SECONDS_TO_END = 5.0


class FolderEvents(Protocol):
    """Tells what has changed in the folders that it follows."""

    def follow(self, folder: Path) -> None:
        """Tell of changes in a folder, and in all below it, from now on.

        Raises:
            OSError: The system cannot, or can only in part.
        """

    def leave(self, folder: Path) -> None:
        """Tell no more of a folder; nothing is done if it is not followed."""

    def take(self) -> set[Path]:
        """What has changed since the last time: files that may be videos, folders, and what is gone."""

    def close(self) -> None:
        """Leave all folders."""


class SystemEvents:
    """The operating system's own events; their threads end with `close`."""

    def __init__(self) -> None:
        logging.getLogger("watchdog.observers.inotify").addFilter(_is_news)
        self._observers: dict[Path, BaseObserver] = {}
        self._changed: set[Path] = set()
        self._lock = threading.Lock()

    def follow(self, folder: Path) -> None:
        """Tell of changes in a folder, and in all below it, from now on.

        Raises:
            OSError: The folder is not there, or the system's limit of watched folders is reached.
        """
        from watchdog.observers import Observer

        observer = Observer()
        observer.schedule(self, str(folder), recursive=True)  # type: ignore[arg-type]
        observer.start()
        self._observers[folder] = observer
        try:
            self._require_room(observer)
        except OSError:
            self.leave(folder)
            raise

    def leave(self, folder: Path) -> None:
        """Tell no more of a folder; nothing is done if it is not followed."""
        observer = self._observers.pop(folder, None)
        if observer is not None:
            observer.stop()
            observer.join(_SECONDS_TO_END)  # a thread that hangs on a dead drive is left to itself

    def take(self) -> set[Path]:
        """What has changed since the last time."""
        with self._lock:
            changed, self._changed = self._changed, set()
        return changed

    def close(self) -> None:
        """Leave all folders."""
        for folder in list(self._observers):
            self.leave(folder)

    def dispatch(self, event: FileSystemEvent) -> None:
        """Keep what an event is about; called by the observers' threads."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        # What is gone may have been anything, and a name is all that is left of it.
        whole = event.is_directory or event.event_type in ("moved", "deleted")
        with self._lock:
            self._changed.update(path for path in paths if whole or path.suffix.lower() in _TELLING)

    def _require_room(self, observer: BaseObserver) -> None:
        """Check that the limit of watched folders is not reached: folders beyond it are left out without a word.

        Raises:
            OSError: It is reached.
        """
        with tempfile.TemporaryDirectory() as one_more:
            watch = observer.schedule(self, one_more)  # type: ignore[arg-type]
            with contextlib.suppress(KeyError):
                observer.unschedule(watch)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a log record tells more than that a folder was left while something happened in it.

    watchdog takes that for an error of whoever stops it.
    """
    return "when the thread is inactive" not in record.getMessage()
