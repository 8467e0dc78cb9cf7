"""A part of the library pane that can be folded away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from videobert_desktop.ui.theme import RADIUS, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import bold, draw_line

_SIGN = 16
_HEIGHT = 30


class SectionTitle(QAbstractButton):
    """The title of a section, shortened where there is no room; pressing it folds the section away, or back."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFont(bold(self.font()))
        self.say(text)

    def say(self, text: str) -> None:
        """Have another title."""
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(0, max(_HEIGHT, self.fontMetrics().height() + 8))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2.0))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        quiet = colour_of(Tone.QUIET, self.palette())
        mark = QRect(6, (self.height() - _SIGN) // 2, _SIGN, _SIGN)
        painter.drawPixmap(mark, sign("chevron-down" if self.isChecked() else "chevron-right", quiet, _SIGN))
        elide = Qt.TextElideMode.ElideRight
        words = self.rect().adjusted(mark.right() + 7, 0, -6, 0)
        draw_line(painter, words, self.text(), self.palette().color(QPalette.ColorRole.Text), self.font(), elide=elide)


class Section(QWidget):
    """A title with perhaps some buttons, and below it a body.

    Attributes:
        title: The title.
        body: What is folded away.
    """

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = SectionTitle(title)
        self.body = body
        self.title.toggled.connect(self._on_toggled)
        self._head = QHBoxLayout()
        self._head.setSpacing(0)
        self._head.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(body)

    def add_button(self, button: QWidget) -> None:
        """Have a button at the right of the title, for as long as the body is to be seen."""
        self._head.addWidget(button)
        self.title.toggled.connect(button.setVisible)

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.body.setVisible(checked)
