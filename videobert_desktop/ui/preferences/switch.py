"""A switch: on or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox

_WIDTH, _HEIGHT, _GAP = 40, 22, 3


class Switch(QCheckBox):
    """A check box that looks like what it does."""

    def __init__(self, *, on: bool) -> None:
        super().__init__()
        self.setChecked(on)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(_WIDTH + 2 * _GAP, _HEIGHT + 2 * _GAP)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802, D102 - Qt's name
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, 0, _WIDTH, _HEIGHT)
        track.moveCenter(QRectF(self.rect()).center())
        palette = self.palette()
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Accent))
            ring = track.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        on = self.isChecked() and self.isEnabled()
        painter.setBrush(palette.color(QPalette.ColorRole.Accent if on else QPalette.ColorRole.Dark))
        painter.drawRoundedRect(track, _HEIGHT / 2, _HEIGHT / 2)
        knob = QRectF(0, 0, _HEIGHT - 2 * _GAP, _HEIGHT - 2 * _GAP)
        knob.moveCenter(track.center())
        knob.moveLeft(track.right() - _GAP - knob.width() if self.isChecked() else track.left() + _GAP)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawEllipse(knob)
