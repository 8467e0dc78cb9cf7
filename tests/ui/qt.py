"""What tests of Qt code need: a record of a runner's signals, and a guard against what they might leave behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, Slot
from PySide6.QtWidgets import QApplication, QWidget

from videobert_desktop.domain.progress import Progress
from videobert_desktop.jobs.runner import Runner


class Record(QObject):
    """Writes down what a runner tells, and in which thread it is told."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.events: list[tuple[str, int, object]] = []
        self.threads: set[QThread] = set()
        runner.progressed.connect(self.progressed)
        runner.succeeded.connect(self.succeeded)
        runner.failed.connect(self.failed)
        runner.cancelled.connect(self.cancelled)

    @property
    def endings(self) -> list[tuple[str, int, object]]:
        """The events that are no progress."""
        return [event for event in self.events if event[0] != "progressed"]

    @property
    def progress(self) -> list[Progress]:
        """What was told of progress."""
        return [value for name, _, value in self.events if name == "progressed" and isinstance(value, Progress)]

    @Slot(int, object)
    def progressed(self, job_id: int, progress: object) -> None:
        self._note("progressed", job_id, progress)

    @Slot(int, object)
    def succeeded(self, job_id: int, result: object) -> None:
        self._note("succeeded", job_id, result)

    @Slot(int, object)
    def failed(self, job_id: int, error: object) -> None:
        self._note("failed", job_id, error)

    @Slot(int)
    def cancelled(self, job_id: int) -> None:
        self._note("cancelled", job_id, None)

    def _note(self, name: str, job_id: int, value: object) -> None:
        self.events.append((name, job_id, value))
        self.threads.add(QThread.currentThread())


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Fail if a top-level widget or a running QThread is there afterwards that was not there before."""
    widgets = set(_widgets())
    gc.freeze()  # what was there before need not be looked at
    gc.disable()
    try:
        with threads_noted() as started:
            yield
    finally:
        gc.enable()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # What only a circle of references holds is not left behind; it is collected here because in a lane's thread, where
    # Python might otherwise do so, Qt would not survive it.
    gc.collect()
    left = [f"{type(widget).__name__} {widget.objectName()}" for widget in _widgets() if widget not in widgets]
    left += [f"QThread {thread.objectName()}" for thread in started if _runs(thread)]
    assert not left, f"left behind: {left}"


@contextmanager
def threads_noted() -> Iterator[list[QThread]]:
    """Gives the threads that are started meanwhile."""
    started: list[QThread] = []
    start = QThread.start

    def noted(thread: QThread, *arguments: QThread.Priority) -> None:
        started.append(thread)
        start(thread, *arguments)

    QThread.start = noted  # type: ignore[method-assign]
    try:
        yield started
    finally:
        QThread.start = start  # type: ignore[method-assign]


def _widgets() -> list[QObject]:
    return [widget for widget in QApplication.topLevelWidgets() if shiboken6.isValid(widget)]


def _runs(thread: QThread) -> bool:
    return shiboken6.isValid(thread) and thread.isRunning()


def tab_stops(first: QWidget) -> list[QWidget]:
    """What the Tab key leads to, one after the other, from a widget on and back to it."""
    stops, widget = [first], first.nextInFocusChain()
    while widget is not first:
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops
