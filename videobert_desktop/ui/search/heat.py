"""Where in a picture a word looked, drawn over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

_COVER = 0.72
_FRAME = 2.0
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Heat:
    """What a word looked at.

    Attributes:
        second: The instant whose picture it looked at.
        parts: (3, 3), row by row, how much it looked at each part; at least 0.
    """

    second: float
    parts: Sequence[Sequence[float]]


def draw_heat(painter: QPainter, palette: QPalette, area: QRectF, heat: Heat) -> None:
    """Over a picture that fills `area`: the less a word looked at a part, the more of it is covered.

    What it looked at stays as clear as it is, and is framed.
    """
    highest = max(map(max, heat.parts))
    if highest <= 0:
        return
    width, height = area.width() / _PARTS, area.height() / _PARTS
    shadow, accent = (palette.color(role) for role in (QPalette.ColorRole.Shadow, QPalette.ColorRole.Accent))
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, part in enumerate(part for row in heat.parts for part in row):
        row, column = divmod(number, _PARTS)
        cell = QRectF(area.left() + column * width, area.top() + row * height, width, height)
        shadow.setAlphaF(_COVER * (1 - part / highest))
        accent.setAlphaF((part / highest) ** 2)
        painter.fillRect(cell, shadow)
        painter.setPen(QPen(accent, _FRAME))
        painter.drawRect(cell.adjusted(_FRAME / 2, _FRAME / 2, -_FRAME / 2, -_FRAME / 2))
    painter.restore()
