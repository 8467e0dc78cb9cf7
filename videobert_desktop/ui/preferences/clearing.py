"""How much room the caches take, and emptying them, in a lane."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.caches import CacheSizes


class ClearingServices(Protocol):
    """What it asks of the services."""

    def cache_sizes(self) -> CacheSizes:
        """How much room the caches take."""

    def clear(self, what: str) -> None:
        """Empty or forget it."""


class Clearing(QObject):
    """Empties what can be made again, and forgets what was remembered.

    Signals:
        measured: (CacheSizes) how much room the caches take now.
        cleared: (str) what was emptied: "thumbnails", "index", "viewing" or "searches".
        failed: (Exception) something could not be done.
    """

    measured = Signal(object)
    cleared = Signal(str)
    failed = Signal(object)

    def __init__(self, services: ClearingServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._jobs: dict[int, str] = {}
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether something is still to be emptied or forgotten."""
        return any(self._jobs.values())

    @Slot()
    def measure(self) -> None:
        """Look how much room the caches take."""
        self._submit("")

    @Slot(str)
    def clear(self, what: str) -> None:
        """Empty the "thumbnails" or the "index", or forget the "viewing" or the "searches"."""
        self._submit(what)

    def _submit(self, what: str) -> None:
        if self._lane.accepting:
            self._jobs[self._lane.submit(partial(self._work, what))] = what

    def _work(self, what: str, cancel: CancelToken, report: Report) -> CacheSizes:  # noqa: ARG002 - it is over soon
        if what:
            self._services.clear(what)
        return self._services.cache_sizes()

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, sizes: object) -> None:
        what = self._jobs.pop(job_id, None)
        if what is not None:
            self.measured.emit(sizes)
            if what:
                self.cleared.emit(what)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if self._jobs.pop(job_id, None) is not None:
            self.failed.emit(error)
