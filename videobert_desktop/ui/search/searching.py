"""Searching as the window sees it: the latest search wins."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.ui.services import WindowServices

LIMIT = 50
"""How many moments are shown at most."""


class Searching(QObject):
    """Searches the library; whatever an older search finds is dropped.

    Signals:
        found: (SearchResult) what the latest search found.
        failed: (Exception) the latest search broke off.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, services: WindowServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._latest: int | None = None
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether a result is still to come."""
        return self._latest is not None

    @property
    def possible(self) -> bool:
        """Whether searches are still accepted."""
        return self._lane.accepting

    def search(self, query: str) -> None:
        """Search for `query`, and for nothing else any more."""
        self.forget()
        self._latest = self._lane.submit(partial(self._search, query))

    def forget(self) -> None:
        """Want no result any more."""
        if self._latest is not None:
            self._lane.cancel(self._latest)
        self._latest = None

    def _search(self, query: str, cancel: CancelToken, report: Report) -> SearchResult:  # noqa: ARG002 - too short to tell
        return self._services.search(query, LIMIT)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.found.emit(result)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.failed.emit(error)
