"""The curve of the match strip as the window sees it: the latest question wins."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.query import Query
from videobert_desktop.jobs.runner import Runner


class CurveServices(Protocol):
    """What is called in the lane."""

    def curve(self, video_id: int, query: Query) -> MatchCurve:
        """How well a video answers `query` all along."""


class Curves(QObject):
    """Asks how well a video answers a query all along; what an older question brings is dropped.

    Signals:
        found: (MatchCurve) the answer to the latest question.
        failed: (Exception) there is none.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, services: CurveServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._latest: int | None = None
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether a curve is still to come."""
        return self._latest is not None

    def ask(self, video_id: int, query: Query) -> None:
        """Ask for the curve of that video, and for no other any more."""
        self.forget()
        if self._lane.accepting:
            self._latest = self._lane.submit(partial(self._curve, video_id, query))

    @Slot()
    def forget(self) -> None:
        """Want no curve any more."""
        if self._latest is not None:
            self._lane.cancel(self._latest)
        self._latest = None

    def _curve(self, video_id: int, query: Query, cancel: CancelToken, report: Report) -> MatchCurve:  # noqa: ARG002 - too short to tell
        return self._services.curve(video_id, query)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, curve: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.found.emit(curve)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.failed.emit(error)
