"""The signs of the window: drawings of one colour, which is that of the text beside them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from videobert_desktop.settings.resources import resource_path

_SHARPNESS = 3  # pixels a point, enough for any screen
_INK = b"currentColor"


def icon(name: str, colour: QColor, size: int = 20) -> QIcon:
    """The drawing `resources/icons/<name>.svg` as an icon."""
    return QIcon(sign(name, colour, size))


def sign(name: str, colour: QColor, size: int = 56) -> QPixmap:
    """The drawing `resources/icons/<name>.svg`, `size` points wide and high.

    Raises:
        FileNotFoundError: There is no such drawing.
    """
    drawing = QSvgRenderer(QByteArray(_drawing(name).replace(_INK, colour.name().encode())))
    pixmap = QPixmap(QSize(size, size) * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@cache
def _drawing(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()
