"""The few signs of the window, drawn in the colours of its palette."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

_SHARPNESS = 3  # pixels a point, enough for any screen


def magnifier(colour: QColor, size: int = 16) -> QIcon:
    """What stands for searching."""
    pixmap = _canvas(QSize(size, size))
    painter = _painter(pixmap, colour, size / 10)
    painter.drawEllipse(QRectF(size * 0.12, size * 0.12, size * 0.52, size * 0.52))
    painter.drawLine(QPointF(size * 0.58, size * 0.58), QPointF(size * 0.88, size * 0.88))
    painter.end()
    return QIcon(pixmap)


def film(colour: QColor, size: int = 56) -> QPixmap:
    """What stands for a video."""
    pixmap = _canvas(QSize(size, size))
    painter = _painter(pixmap, colour, size / 22)
    painter.drawRoundedRect(QRectF(size * 0.06, size * 0.2, size * 0.88, size * 0.6), size * 0.1, size * 0.1)
    painter.setBrush(colour)
    corners = [(0.42, 0.37), (0.42, 0.63), (0.63, 0.5)]
    painter.drawPolygon(QPolygonF([QPointF(x * size, y * size) for x, y in corners]))
    painter.end()
    return pixmap


def _canvas(size: QSize) -> QPixmap:
    pixmap = QPixmap(size * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _painter(pixmap: QPixmap, colour: QColor, width: float) -> QPainter:
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    return painter
