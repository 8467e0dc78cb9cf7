"""Making pictures again that were lost, or had to make room for others."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner

_MOST_WANTED = 100


class PictureRestorer(Protocol):
    """Makes pictures; called in the lane."""

    def restore_pictures(self, video_id: int, cancel: CancelToken) -> None:
        """Make a video's thumbnail and filmstrip again; may raise a `UserError`."""


class Restoring(QObject):
    """Goes through the videos whose pictures are missing, those first that were asked for last.

    What cannot be restored is left alone until the window is opened again: its card says what is wrong with the video.

    Signals:
        restored: (video id) it has pictures again.
        failed: (Exception) a fault of the program itself.
    """

    restored = Signal(int)
    failed = Signal(object)

    def __init__(self, services: PictureRestorer, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._tried: set[int] = set()
        self._job: int | None = None
        self._video = 0
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    def restore(self, video_id: int) -> None:
        """Make the pictures of a video again, once."""
        if video_id in self._tried:
            return
        self._waiting[video_id] = None
        self._waiting.move_to_end(video_id)
        if len(self._waiting) > _MOST_WANTED:
            self._waiting.popitem(last=False)
        self._restore_next()

    def begin_anew(self) -> None:
        """Pictures were removed: those that were made again may be missing once more."""
        self._tried.clear()

    def _restore_next(self) -> None:
        if self._job is not None or not self._waiting or not self._lane.accepting:
            return
        self._video, _ = self._waiting.popitem()
        self._tried.add(self._video)
        self._job = self._lane.submit(partial(self._restore, self._video))
        self._lane.be_gentle(self._job, gentle=True)

    def _restore(self, video_id: int, cancel: CancelToken, report: Report) -> None:  # noqa: ARG002 - nobody waits
        self._services.restore_pictures(video_id, cancel)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: object) -> None:  # noqa: ARG002 - there is none
        if job_id == self._job:
            self._job = None
            self.restored.emit(self._video)
            self._restore_next()

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._job:
            self._job = None
            if not isinstance(error, UserError):
                self.failed.emit(error)
            self._restore_next()

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        if job_id == self._job:
            self._job = None
