"""A background thread that lives as long as the window and does one job at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, QTimer, Signal, Slot

from videobert_desktop.domain.progress import Progress
from videobert_desktop.jobs.job import Ending, Task
from videobert_desktop.jobs.runner import Runner

PROGRESS_INTERVAL = 0.05
"""Seconds between two progresses that are told; only a job's last one may follow sooner."""


def nothing_to_close() -> None:
    """The `at_end` of a lane that keeps nothing open."""


class _Worker(QObject):
    """The part of a lane that lives in its thread.

    Signals:
        reported: (Task) its mailbox, which was empty, has a progress.
        ended: (Task, Ending) it will not be heard of again.
    """

    reported = Signal(object)
    ended = Signal(object, object)

    def __init__(self, at_end: Callable[[], None]) -> None:
        super().__init__()
        self._at_end = at_end

    @Slot(object)
    def run(self, task: Task) -> None:
        """Do a job."""

        def report(progress: Progress) -> None:
            if task.mailbox.put(progress):
                self.reported.emit(task)

        ending: Ending = task.run(report)
        self.ended.emit(task, ending)

    @Slot()
    def finish(self) -> None:
        """Close what the jobs kept open, and end the thread; an error on the way is the program's excepthook's."""
        try:
            self._at_end()
        finally:
            self.thread().quit()


class Lane(Runner):
    """Does jobs in a thread of its own.

    What its jobs keep between them (a database connection, a loaded model) is made by a job, so in the lane's
    thread, and closed there by `at_end`. Whoever makes a lane calls `stop` and `wait` before letting go of it.
    """

    _submitted = Signal(object)
    _stopping = Signal()

    def __init__(
        self, name: str, *, at_end: Callable[[], None] = nothing_to_close, parent: QObject | None = None
    ) -> None:
        """Start the thread.

        Args:
            name: What debuggers call the thread.
            at_end: Called in the lane's thread after its last job.
            parent: Its owner.
        """
        super().__init__(parent)
        self._reporting: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(round(PROGRESS_INTERVAL * 1000))
        self._pause.timeout.connect(self._tell_newest)
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker = _Worker(at_end)
        self._worker.moveToThread(self._thread)
        self._submitted.connect(self._worker.run)
        self._stopping.connect(self._worker.finish)
        self._worker.reported.connect(self._on_reported)
        self._worker.ended.connect(self._on_ended)
        self._thread.start()

    def stop(self) -> None:
        """Accept no more jobs, ask all that are there to stop, and end the thread after them."""
        if self.accepting:
            super().stop()
            self._stopping.emit()

    def wait(self, seconds: float) -> bool:
        """Wait, after `stop`, until the thread has ended and every ending was told; False if it took too long."""
        if not self._thread.wait(round(seconds * 1000)):
            return False
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)
        return True

    def _enqueue(self, task: Task) -> None:
        self._submitted.emit(task)

    @Slot(object)
    def _on_reported(self, task: Task) -> None:
        self._reporting = task
        if not self._pause.isActive():
            self._tell_newest()

    @Slot()
    def _tell_newest(self) -> None:
        if self._reporting is not None and self._tell_progress(self._reporting):
            self._pause.start()

    @Slot(object, object)
    def _on_ended(self, task: Task, ending: Ending) -> None:
        self._reporting = None
        self._tell_ending(task, ending)
