"""What the delegates of the lists share: the ground of a row, and lines of text that fit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

PADDING = 10
_RADIUS = 8.0


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a row: marked where it is selected, or under the pointer, and framed where the keyboard is."""
    area = QRectF(option.rect).adjusted(4.5, 1.5, -4.5, -1.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setBrush(option.palette.color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)


def draw_line(
    painter: QPainter,
    area: QRect,
    text: str,
    colour: QColor,
    font: QFont,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
) -> None:
    """One line of text in `area`, shortened where it does not fit."""
    painter.setPen(colour)
    painter.setFont(font)
    fitting = QFontMetrics(font).elidedText(text, elide, area.width())
    painter.drawText(area, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), fitting)


def bold(font: QFont) -> QFont:
    """The same font, heavier."""
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier


def smaller(font: QFont) -> QFont:
    """The same font, a little smaller."""
    less = QFont(font)
    if font.pointSizeF() > 0:
        less.setPointSizeF(font.pointSizeF() * 0.9)
    return less
