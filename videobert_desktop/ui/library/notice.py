"""What the library pane says while there are no videos to show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import bold

_SIGN = 40


class Notice(QWidget):
    """A sign, a title, a sentence, and buttons one below the other: it has to do with little width."""

    def __init__(self, name: str, title: str, text: str, buttons: Sequence[QPushButton]) -> None:
        """Make one with the drawing `name`."""
        super().__init__()
        self._name = name
        self._sign = QLabel()
        heading, words = QLabel(title), QLabel(text)
        heading.setFont(bold(heading.font()))
        words.setObjectName("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 5 * SPACE, 2 * SPACE, 3 * SPACE)
        layout.setSpacing(SPACE)
        for label in (self._sign, heading, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(SPACE)
        for button in buttons:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self._sign.setPixmap(sign(self._name, colour_of(Tone.QUIET, self.palette()), _SIGN))
