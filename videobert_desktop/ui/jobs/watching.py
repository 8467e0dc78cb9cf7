"""The library's folders, looked after for as long as the window is open; what is new in them goes to the indexing."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind
from videobert_desktop.ui.jobs.indexing import Indexing

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport
    from videobert_desktop.services.watching.watch_folders import Index, Told

# How often a watcher that waits for its indexing looks whether it is to stop.
_LOOK_SECONDS = 0.1


class Watcher(Protocol):
    """What looks after folders."""

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        """Keep the library up to date with its folders until asked to stop; called in the lane.

        What is new in them is handed to `index`, and it is waited for.
        """


class Watching(QObject):
    """Runs the watcher as one endless job; all that it wants indexed is a quiet batch of the window's indexing.

    Signals:
        told: (WatchEvent) something has happened to the folders, or they cannot be worked on just now.
        failed: (Exception) the watcher broke off.
    """

    told = Signal(object)
    failed = Signal(object)

    # From the lane's thread to this object's own.
    _heard = Signal(object)
    _wanted = Signal(object, object)

    def __init__(self, services: Watcher, lane: Runner, indexing: Indexing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._indexing = indexing
        self._job: int | None = None
        self._heard.connect(self._on_heard)
        self._wanted.connect(self._on_wanted)
        lane.succeeded.connect(self._on_ended)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_ended)

    @property
    def running(self) -> bool:
        """Whether the folders are being looked after."""
        return self._job is not None

    @Slot()
    def start(self) -> None:
        """Look after the folders from now on."""
        if self._job is None and self._lane.accepting:
            self._job = self._lane.submit(self._watch)

    @Slot()
    def stop(self) -> None:
        """Look after them no longer; what is being indexed goes on."""
        if self._job is not None:
            self._lane.cancel(self._job)
            self._job = None

    def _watch(self, cancel: CancelToken, report: Report) -> None:  # noqa: ARG002 - it is the indexing that reports
        self._services.watch(self._index, cancel=cancel, told=self._heard.emit)

    def _index(
        self, _library: object, paths: Sequence[Path], _options: object, /, *, cancel: CancelToken, **_: object
    ) -> IndexReport:
        """Hand over to the indexing, and wait in the lane's thread for what comes of it.

        Raises:
            Cancelled: The watcher was asked to stop, or the indexing was.
            UserError: It cannot be done now.
        """
        promise: Future[IndexReport] = Future()
        self._wanted.emit(tuple(paths), promise)
        try:
            while not wait((promise,), _LOOK_SECONDS).done:
                cancel.raise_if_cancelled()
        except Cancelled:
            promise.cancel()  # so that it is not even begun if it has not been heard of yet
            raise
        try:
            return promise.result()
        finally:
            del promise  # which holds an error that holds this frame: a circle, to be collected in any thread

    @Slot(object, object)
    def _on_wanted(self, paths: tuple[Path, ...], promise: Future[IndexReport]) -> None:
        if promise.set_running_or_notify_cancel():
            self._indexing.add(paths, quiet=True, promise=promise)

    @Slot(object)
    def _on_heard(self, event: WatchEvent) -> None:
        # A library without folders is nothing to tell the window of, and neither is that its own indexing is at work.
        waits_for_us = event.kind is WatchEventKind.WAITING and self._indexing.running
        if self._job is not None and event.kind is not WatchEventKind.NO_FOLDER and not waits_for_us:
            self.told.emit(event)

    @Slot(int)
    def _on_ended(self, job_id: int) -> None:
        if job_id == self._job:
            self._job = None

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: Exception) -> None:
        if job_id == self._job:
            self._job = None
            self.failed.emit(error)
