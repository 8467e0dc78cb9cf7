"""Remembering where videos were left and what was watched of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.jobs.runner import Runner


class ViewingServices(Protocol):
    """What is called in the lane."""

    def note_viewing(self, video_id: int, position: float, watched: Sequence[Span]) -> None:
        """Remember where a video is left, and what was watched of it."""

    def viewing(self, video_id: int) -> Viewing | None:
        """Where a video was left, and what was watched of it."""


class Remembering(QObject):
    """Has viewings noted, one after the other, and recalls them, unless it is switched off.

    Signals:
        recalled: (Viewing) what was watched of the video that was asked for last.
        noted: Something is remembered that was not before.
        failed: (Exception) a viewing could not be noted; told once, until one can be noted again.
    """

    recalled = Signal(object)
    noted = Signal()
    failed = Signal(object)

    def __init__(self, services: ViewingServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._jobs: set[int] = set()
        self._recalling: int | None = None
        self._told = False
        self._on = True
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    def switch(self, *, on: bool) -> None:
        """Whether anything is to be remembered from now on."""
        self._on = on

    @Slot(int, float, object)
    def note(self, video_id: int, position: float, watched: Sequence[Span]) -> None:
        """Remember that a video is at `position`, and which stretches of it were watched meanwhile."""
        if self._on and self._lane.accepting:
            job = partial(self._note, video_id, position, tuple(watched))
            # The last one comes when the window is being closed.
            self._jobs.add(self._lane.submit(job, lasting=True))

    def recall(self, video_id: int) -> None:
        """Look up what was watched of a video; of no other any more."""
        self._recalling = None
        if self._on and self._lane.accepting:
            self._recalling = self._lane.submit(partial(self._recall, video_id))

    def _recall(self, video_id: int, cancel: CancelToken, report: Report) -> Viewing | None:  # noqa: ARG002 - as below
        return self._services.viewing(video_id)

    def _note(
        self,
        video_id: int,
        position: float,
        watched: Sequence[Span],
        cancel: CancelToken,  # noqa: ARG002 - too short to stop
        report: Report,  # noqa: ARG002 - too short to tell
    ) -> None:
        self._services.note_viewing(video_id, position, watched)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, viewing: object) -> None:
        if job_id == self._recalling:
            self._recalling = None
            if viewing is not None:
                self.recalled.emit(viewing)
        elif job_id in self._jobs:
            self._jobs.remove(job_id)
            self._told = False
            self.noted.emit()

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._recalling:
            self._recalling = None
            self.failed.emit(error)
        elif job_id in self._jobs:
            self._jobs.remove(job_id)
            if not self._told:
                self._told = True
                self.failed.emit(error)

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        self._jobs.discard(job_id)
