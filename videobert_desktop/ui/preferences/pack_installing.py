"""Installing a speech pack, in a lane: nothing is downloaded unless somebody has asked for it."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.runner import Runner


class InstallingServices(Protocol):
    """What it asks of the services."""

    def install_speech_pack(self, name: str, *, cancel: CancelToken, report: Report) -> None:
        """Download a speech pack and install it."""


class PackInstalling(QObject):
    """Installs one speech pack at a time.

    Signals:
        progressed: (str, float) this pack is installed so far, as a fraction.
        installed: (str) this pack is there now.
        failed: (Exception) it could not be installed.
        ended: Nothing is being installed any more, for better or worse.
    """

    progressed = Signal(str, float)
    installed = Signal(str)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, services: InstallingServices, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._job: int | None = None
        self._name = ""
        lane.progressed.connect(self._on_progressed)
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether a pack is being installed."""
        return self._job is not None

    @Slot(str)
    def install(self, name: str) -> None:
        """Install a pack, unless another one is being installed."""
        if not self.running and self._lane.accepting:
            self._name = name
            self._job = self._lane.submit(partial(self._install, name))
            self.progressed.emit(name, 0.0)

    @Slot()
    def stop(self) -> None:
        """Stop installing; what has arrived is kept for the next time."""
        if self._job is not None:
            self._lane.cancel(self._job)

    def _install(self, name: str, cancel: CancelToken, report: Report) -> None:
        self._services.install_speech_pack(name, cancel=cancel, report=report)

    @Slot(int, object)
    def _on_progressed(self, job_id: int, progress: Progress) -> None:
        if job_id == self._job and progress.total:
            self.progressed.emit(self._name, progress.done / progress.total)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: object) -> None:  # noqa: ARG002 - there is none
        if job_id == self._job:
            self._job = None
            self.ended.emit()
            self.installed.emit(self._name)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._job:
            self._job = None
            self.ended.emit()
            self.failed.emit(error)

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        if job_id == self._job:
            self._job = None
            self.ended.emit()
