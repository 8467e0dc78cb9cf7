"""Transcripts as the window sees them: the latest question wins, and what is put right is looked up again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.transcribing.video_texts import VideoTexts


class TranscriptServices(Protocol):
    """What is called in the lane; may raise a `UserError`."""

    def texts(self, video_id: int, track: int | None) -> VideoTexts:
        """What is said in a video."""

    def edit_line(self, line_id: int, text: str | None) -> None:
        """Have a line say something else; None for what it said at first."""

    def export_transcript(self, track: int, path: Path) -> Path:
        """Write a transcript to a file, whose path it gives."""


class Transcripts(QObject):
    """Looks up, changes and exports transcripts.

    Signals:
        found: (VideoTexts) the answer to the latest question.
        exported: (Path) a transcript lies there now.
        failed: (Exception) something of it could not be done.
    """

    found = Signal(object)
    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, services: TranscriptServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._latest: int | None = None
        self._exports: set[int] = set()
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    def ask(self, video_id: int, track: int | None = None) -> None:
        """Look up what is said in a video, and in no other any more."""
        if self._lane.accepting:
            self._latest = self._lane.submit(partial(self._look_up, video_id, track))

    def edit(self, video_id: int, track: int | None, line_id: int, text: str | None) -> None:
        """Have a line say something else (None: what it said at first), and look the transcript up again."""
        if self._lane.accepting:
            self._latest = self._lane.submit(partial(self._edit, video_id, track, line_id, text), lasting=True)

    def export(self, track: int, path: Path) -> None:
        """Write a transcript to a file."""
        if self._lane.accepting:
            self._exports.add(self._lane.submit(partial(self._export, track, path), lasting=True))

    @Slot()
    def forget(self) -> None:
        """Want to know nothing any more."""
        self._latest = None

    def _look_up(self, video_id: int, track: int | None, cancel: CancelToken, report: Report) -> VideoTexts:  # noqa: ARG002 - too short to tell
        return self._services.texts(video_id, track)

    def _edit(
        self,
        video_id: int,
        track: int | None,
        line_id: int,
        text: str | None,
        cancel: CancelToken,  # noqa: ARG002 - too short to tell
        report: Report,  # noqa: ARG002 - as above
    ) -> VideoTexts:
        self._services.edit_line(line_id, text)
        return self._services.texts(video_id, track)

    def _export(self, track: int, path: Path, cancel: CancelToken, report: Report) -> Path:  # noqa: ARG002 - too short to tell
        return self._services.export_transcript(track, path)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: object) -> None:
        if job_id == self._latest:
            self._latest = None
            self.found.emit(result)
        elif job_id in self._exports:
            self._exports.discard(job_id)
            self.exported.emit(result)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._latest or job_id in self._exports:
            self._latest = None if job_id == self._latest else self._latest
            self._exports.discard(job_id)
            self.failed.emit(error)
