"""What was searched for before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.query import Query
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.searching.parse_query import written

_STANDING = 2000  # milliseconds


class SearchHistory(Protocol):
    """Keeps what was searched for; called in the lane, and may raise a `UserError`."""

    def recent_searches(self) -> Sequence[str]:
        """What was searched for, the latest first."""

    def note_search(self, text: str) -> None:
        """Remember a search."""

    def clear(self, what: str) -> None:
        """Forget the "searches"."""


class History(QObject):
    """Remembers a search that a person meant: one that stood for a while, or of which a moment was played.

    Signals:
        changed: (sequence of str) what was searched for, the latest first.
        failed: (Exception) it cannot be remembered, which is told once, or cannot be looked at or forgotten.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, services: SearchHistory, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._considered = ""
        self._kept = ""
        self._told = False
        self._jobs: dict[int, bool] = {}  # whether each of them remembers something
        self._standing = QTimer(self)
        self._standing.setSingleShot(True)
        self._standing.setInterval(_STANDING)
        self._standing.timeout.connect(self.keep)
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    @Slot()
    def refresh(self) -> None:
        """Look at what is remembered."""
        self._submit()

    @Slot(object)
    def consider(self, query: Query | None) -> None:
        """Take note of what is asked now; it is remembered if it stands for two seconds."""
        text = "" if query is None or query.text is None else written(query.text, query.not_text)
        if text != self._considered:
            self._considered = text
            self._standing.stop()
            if text:
                self._standing.start()

    @Slot()
    def keep(self) -> None:
        """Remember at once what is asked now, for instance because a moment is played."""
        self._standing.stop()
        if self._considered not in ("", self._kept):
            self._kept = text = self._considered
            self._submit(lambda: self._services.note_search(text), remembers=True)

    @Slot()
    def forget(self) -> None:
        """Remember nothing of what was searched for."""
        self._kept = ""
        self._submit(lambda: self._services.clear("searches"))

    def _submit(self, first: Callable[[], None] | None = None, *, remembers: bool = False) -> None:
        """Have something done, if anything is to be, and look at what is remembered then."""
        if not self._lane.accepting:
            return

        def job(cancel: CancelToken, report: Report) -> Sequence[str]:  # noqa: ARG001 - too short to tell
            if first is not None:
                first()
            return self._services.recent_searches()

        self._jobs[self._lane.submit(job, lasting=remembers)] = remembers

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, searches: object) -> None:
        if self._jobs.pop(job_id, None) is not None:
            self.changed.emit(searches)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        remembers = self._jobs.pop(job_id, None)
        if remembers is None:
            return
        not_remembered = remembers and isinstance(error, UserError)
        if not (not_remembered and self._told):
            self.failed.emit(error)
        self._told = self._told or not_remembered

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        self._jobs.pop(job_id, None)
