"""Why a moment was found, as the window sees it: the latest question wins."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner


class ExplanationServices(Protocol):
    """What is called in the lane."""

    def explain(self, text: str, moment: Moment) -> MatchExplanation:
        """Why a moment was found for a sentence; may raise a `UserError`."""


class Explaining(QObject):
    """Asks why a moment was found; what an older question brings is dropped.

    Signals:
        explained: (MatchExplanation) the answer to the latest question.
        failed: (Exception) there is none.
    """

    explained = Signal(object)
    failed = Signal(object)

    def __init__(self, services: ExplanationServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._latest: int | None = None
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether an explanation is still to come."""
        return self._latest is not None

    @Slot(str, object)
    def ask(self, text: str, moment: Moment) -> None:
        """Ask why that moment was found for that sentence, and for no other any more."""
        self.forget()
        if self._lane.accepting:
            self._latest = self._lane.submit(partial(self._explain, text, moment))

    @Slot()
    def forget(self) -> None:
        """Want no explanation any more."""
        if self._latest is not None:
            self._lane.cancel(self._latest)
        self._latest = None

    def _explain(self, text: str, moment: Moment, cancel: CancelToken, report: Report) -> MatchExplanation:  # noqa: ARG002 - too short to tell
        return self._services.explain(text, moment)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, explanation: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.explained.emit(explanation)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.failed.emit(error)
