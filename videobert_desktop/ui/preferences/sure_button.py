"""A button for what cannot be undone: it asks back, in its own place."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton

_PATIENCE = 5000  # milliseconds


class SureButton(QPushButton):
    """Wants to be pressed twice; whoever waits or goes elsewhere has not meant it.

    Signals:
        confirmed: It was pressed, and pressed again.
    """

    confirmed = Signal()

    def __init__(self, text: str, question: str) -> None:
        """Make a button that says `text`, and `question` when it has been pressed once."""
        super().__init__(text)
        self._text = text
        self._question = question
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self.calm_down)
        self.clicked.connect(self._on_clicked)

    @property
    def asking(self) -> bool:
        """Whether it was pressed once."""
        return self._patience.isActive()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().focusOutEvent(event)
        self.calm_down()

    @Slot()
    def calm_down(self) -> None:
        """Ask no more."""
        self._patience.stop()
        self._say(self._text, sure=False)

    @Slot()
    def _on_clicked(self) -> None:
        if self.asking:
            self.calm_down()
            self.confirmed.emit()
        else:
            self._patience.start()
            self._say(self._question, sure=True)

    def _say(self, text: str, *, sure: bool) -> None:
        self.setText(text)
        self.setProperty("sure", sure)
        self.style().polish(self)  # a style sheet looks at properties only then
