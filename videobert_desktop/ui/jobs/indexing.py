"""Indexing as the window sees it: work that is added, goes on in a lane, and may be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.ui.jobs.throttle import Throttle
from videobert_desktop.ui.services import WindowServices

ADVANCE_MILLISECONDS = 1500
"""How long it takes after an `advanced` for the next, while a batch goes on: each means looking at all videos."""


class Indexing(QObject):
    """Takes files and folders into the library, one batch after the other.

    Signals:
        begun: There is work, and there was none before.
        progressed: (Progress) how far the present batch is.
        advanced: The library is not as it was: other videos have been reached, or a batch has ended.
        finished: (IndexReport) a batch is done.
        failed: (Exception) a batch broke off.
        stopped: A batch was cancelled.
        idle: There is no work any more.
    """

    begun = Signal()
    progressed = Signal(object)
    advanced = Signal()
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    idle = Signal()

    def __init__(self, services: WindowServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._jobs: set[int] = set()
        self._item = ""
        self._throttle = Throttle(ADVANCE_MILLISECONDS, self)
        self._throttle.granted.connect(self.advanced)
        lane.progressed.connect(self._on_progressed)
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether there is work."""
        return bool(self._jobs)

    def add(self, paths: Sequence[Path]) -> None:
        """Take these in, after what is being taken in now."""
        was_idle = not self._jobs
        self._jobs.add(self._lane.submit(partial(self._index, tuple(paths))))
        if was_idle:
            self.begun.emit()

    @Slot()
    def cancel(self) -> None:
        """Stop, and forget what waits; what was finished is kept."""
        for job_id in self._jobs:
            self._lane.cancel(job_id)

    def _index(self, paths: Sequence[Path], cancel: CancelToken, report: Report) -> object:
        return self._services.index(paths, cancel=cancel, report=report)

    @Slot(int, object)
    def _on_progressed(self, job_id: int, progress: Progress) -> None:
        if job_id not in self._jobs:
            return
        self.progressed.emit(progress)
        if progress.total and progress.item != self._item:
            self._item = progress.item
            self._throttle.ask()

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, report: object) -> None:
        if self._ended(job_id):
            self.finished.emit(report)
            self._rest()

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if self._ended(job_id):
            self.failed.emit(error)
            self._rest()

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        if self._ended(job_id):
            self.stopped.emit()
            self._rest()

    def _ended(self, job_id: int) -> bool:
        ours = job_id in self._jobs
        self._jobs.discard(job_id)
        return ours

    def _rest(self) -> None:
        self._throttle.insist()
        if not self._jobs:
            self.idle.emit()
