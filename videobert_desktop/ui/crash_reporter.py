"""What a person sees when the program itself is wrong: where it is written down, and that they may go on."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox


class CrashReporter(QObject):
    """Writes bugs down, whichever thread they come from, and shows a dialog that names the log.

    While a dialog is open, further bugs are only written down.
    """

    _written = Signal(str, str)

    def __init__(self, write_log: Callable[[BaseException], Path], parent: QObject | None = None) -> None:
        """Make a reporter in the window's thread.

        Args:
            write_log: Writes an error into a file and gives back where that is; may raise an `OSError`.
            parent: Its owner.
        """
        super().__init__(parent)
        self._write_log = write_log
        self._dialog: QMessageBox | None = None
        self._written.connect(self._show)

    @property
    def dialog(self) -> QMessageBox | None:
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
        """Write a bug down and show it."""
        sys.stderr.write("".join(traceback.format_exception(error)))
        try:
            where = f"What happened is written down in\n{self._write_log(error)}"
        except OSError as second:
            where = f"What happened could not be written down: {second.strerror}."
        self._written.emit(f"{type(error).__name__}: {error}", where)

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:  # noqa: ARG002
        self.report(error)

    def _on_uncaught_in_thread(self, uncaught: threading.ExceptHookArgs) -> None:
        self.report(uncaught.exc_value or uncaught.exc_type())

    @Slot(str, str)
    def _show(self, what: str, where: str) -> None:
        if self._dialog is not None:
            return
        self._dialog = QMessageBox(
            QMessageBox.Icon.Warning, "VideoBERT Desktop", "This is a fault of the program itself."
        )
        self._dialog.setTextFormat(Qt.TextFormat.PlainText)
        self._dialog.setInformativeText(f"{what}\n\n{where}\n\nYou can go on, or close the window and start again.")
        self._dialog.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
