"""Doing something that may be asked for very often no more often than makes sense."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Throttle(QObject):
    """Grants what it is asked for: at once, or, for all who ask within a pause after that, once when it is over.

    Signals:
        granted: Now is the time; what was asked for before that is no longer owed.
    """

    granted = Signal()

    def __init__(self, milliseconds: int, parent: QObject | None = None) -> None:
        """Choose how long a pause is, in milliseconds."""
        super().__init__(parent)
        self._asked = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(milliseconds)
        self._pause.timeout.connect(self._on_pause_over)

    @Slot()
    def ask(self) -> None:
        """Have it granted now, or when the pause is over."""
        if self._pause.isActive():
            self._asked = True
        else:
            self.insist()

    @Slot()
    def insist(self) -> None:
        """Have it granted now, pause or not."""
        self._asked = False
        self._pause.start()
        self.granted.emit()

    @Slot()
    def _on_pause_over(self) -> None:
        if self._asked:
            self.insist()
