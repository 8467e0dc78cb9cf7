"""A page with nothing on it but what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign

_WIDTH = 460


class BlankPage(QWidget):
    """A sign, a title, a sentence or two, and perhaps buttons, in the middle of the page."""

    def __init__(self, title: str, text: str, buttons: Sequence[QPushButton] = (), *, sign_name: str = "film") -> None:
        super().__init__()
        self._sign_name = sign_name
        self._sign = QLabel()
        self._title = QLabel(title)
        self._title.setObjectName("heading")
        self._text = QLabel(text)
        for label in (self._sign, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self._title.setFont(font)
        self._lay_out(buttons)
        self._colour()

    @property
    def title(self) -> str:
        """Its title."""
        return self._title.text()

    def say(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)

    def show_sign(self, name: str) -> None:
        """Show another sign."""
        self._sign_name = name
        self._colour()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _lay_out(self, buttons: Sequence[QPushButton]) -> None:
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        outer.addWidget(column, 1000)
        outer.addStretch(1)
        layout = QVBoxLayout(column)
        layout.setSpacing(12)
        layout.addStretch(2)
        for label in (self._sign, self._title, self._text):
            layout.addWidget(label)
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addStretch()
            for button in buttons:
                row.addWidget(button)
            row.addStretch()
            layout.addSpacing(8)
            layout.addLayout(row)
        layout.addStretch(3)

    def _colour(self) -> None:
        self._sign.setPixmap(sign(self._sign_name, colour_of(Tone.QUIET, self.palette())))
