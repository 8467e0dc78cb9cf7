"""Saving a frame as a picture, in a lane."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QImage, QImageWriter

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner


class FrameSaving(QObject):
    """Writes pictures where a person wants to have them.

    Signals:
        saved: (Path) a picture lies there now.
        failed: (Exception) it could not be written.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._jobs: set[int] = set()
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    def save(self, image: QImage, path: Path) -> None:
        """Write a picture; how it is written is told by the end of the file's name, PNG where it says nothing."""
        if self._lane.accepting:
            self._jobs.add(self._lane.submit(partial(_save, QImage(image), path)))

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, path: object) -> None:
        if job_id in self._jobs:
            self._jobs.discard(job_id)
            self.saved.emit(path)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id in self._jobs:
            self._jobs.discard(job_id)
            self.failed.emit(error)


def _save(image: QImage, path: Path, cancel: CancelToken, report: Report) -> Path:  # noqa: ARG001 - too short to tell
    target = path if path.suffix else path.with_suffix(".png")
    writer = QImageWriter(str(target))
    if not writer.write(image):
        reason = QCoreApplication.translate("FrameSaving", "The picture could not be saved: {error}.")
        hint = QCoreApplication.translate("FrameSaving", "Choose another folder or another kind of picture.")
        raise UserError(reason.format(error=writer.errorString()), path=target, hint=hint)
    return target
