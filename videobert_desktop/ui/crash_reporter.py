"""Takes the faults of the program itself, writes them down, and has them shown."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from videobert_desktop.ui.crash_dialog import CrashDialog

_MOST_LOGS = 50


def open_directory(directory: Path) -> bool:
    """Open a directory in the file manager; whether that could be begun."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(directory)))


class CrashReporter(QObject):
    """Writes faults down, whichever thread they come from, and shows a dialog that names the log.

    While a dialog is open, further faults are counted. One that was written down is not written down again.
    """

    _happened = Signal(str, str, object, str)

    def __init__(
        self,
        write_log: Callable[[BaseException], Path],
        parent: QObject | None = None,
        *,
        show_directory: Callable[[Path], object] = open_directory,
    ) -> None:
        """Make a reporter in the window's thread.

        Args:
            write_log: Writes an error into a file and gives back where that is; may raise an `OSError`.
            parent: Its owner.
            show_directory: Opens a directory in the file manager.
        """
        super().__init__(parent)
        self._write_log = write_log
        self._show_directory = show_directory
        self._logs: dict[str, Path] = {}
        self._dialog: CrashDialog | None = None
        self._fails = False
        self._happened.connect(self._show)

    @property
    def dialog(self) -> CrashDialog | None:
        """The dialog, while it is open."""
        return self._dialog

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Take every error that nobody catches, as long as the context lasts."""
        hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = hooks

    def report(self, error: BaseException) -> None:
        """Write a fault down and show it."""
        traceback.print_exception(error)  # nowhere, in a program without a console
        trace = "".join(traceback.format_exception(error))
        log, problem = self._written(error, trace)
        self._happened.emit(f"{type(error).__name__}: {error}", trace, log, problem)

    def _written(self, error: BaseException, trace: str) -> tuple[Path | None, str]:
        """Where the error is written down; or why it is not."""
        if trace in self._logs:
            return self._logs[trace], ""
        if len(self._logs) >= _MOST_LOGS:  # faults without end shall not fill the disk
            return next(reversed(self._logs.values())), ""
        try:
            log = self._logs[trace] = self._write_log(error)
        except OSError as second:
            return None, second.strerror or str(second)
        return log, ""

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:  # noqa: ARG002
        self.report(error)

    def _on_uncaught_in_thread(self, uncaught: threading.ExceptHookArgs) -> None:
        self.report(uncaught.exc_value or uncaught.exc_type())

    @Slot(str, str, object, str)
    def _show(self, what: str, trace: str, log: Path | None, problem: str) -> None:
        if self._dialog is not None:
            self._dialog.count()
        elif not self._fails:
            self._fails = True  # until it has opened: a fault of the dialog must not open another
            self._open(what, trace, log, problem)
            self._fails = False

    def _open(self, what: str, trace: str, log: Path | None, problem: str) -> None:
        if log is not None:
            where = self.tr("What happened is written down in {file}").format(file=log)
        else:
            where = self.tr("What happened could not be written down: {reason}.").format(reason=problem)
        self._dialog = CrashDialog(what, trace, log, where, self._show_directory)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
