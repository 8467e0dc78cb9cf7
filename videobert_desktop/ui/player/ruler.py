"""The ruler of the timeline: ticks at round times, as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPalette

from videobert_desktop.ui.player.scale import Scale
from videobert_desktop.ui.player.times import HOUR
from videobert_desktop.ui.texts import clock
from videobert_desktop.ui.theme import Tone, colour_of

# Seconds from one label to the next, each with how many parts the ticks between them make.
_STEPS = (
    (0.1, 2), (0.2, 2), (0.5, 5), (1.0, 5), (2.0, 4), (5.0, 5), (10.0, 5), (15.0, 3), (30.0, 6), (60.0, 6),
    (120.0, 4), (300.0, 5), (600.0, 5), (900.0, 3), (1800.0, 6), (HOUR, 6), (2 * HOUR, 4), (4 * HOUR, 4),
    (12 * HOUR, 4), (24 * HOUR, 4),
)  # fmt: skip
_ROOM = 28.0  # points between two labels
_LONG, _SHORT = 6.0, 3.0


def tick_step(scale: Scale, label_width: float) -> tuple[float, int]:
    """Seconds between labels of that width, the fewest that have room; and into how many parts ticks divide them."""
    least = (label_width + _ROOM) * scale.length / scale.width
    return next((step for step in _STEPS if step[0] >= least), _STEPS[-1])


def ticks(scale: Scale, step: float) -> Iterator[float]:
    """The multiples of `step` seconds that are shown."""
    number = math.ceil(scale.start / step - 1e-6)
    while (second := number * step) <= scale.end + 1e-6 * step:
        yield second
        number += 1


def draw_ruler(painter: QPainter, area: QRectF, scale: Scale, palette: QPalette) -> None:
    """Draw the ruler into `area`, the ticks standing on its lower edge."""
    if not scale.length:
        return
    metrics = QFontMetricsF(painter.font())
    tenths = scale.length < 5  # seconds; above, labels stand on whole ones
    step, parts = tick_step(scale, metrics.horizontalAdvance(clock(scale.duration, tenths=tenths)))
    painter.setPen(palette.color(QPalette.ColorRole.Dark))
    for length, distance in ((_SHORT, step / parts), (_LONG, step)):
        for second in ticks(scale, distance):
            x = round(scale.x_of(second)) + 0.5
            painter.drawLine(QLineF(x, area.bottom() - length, x, area.bottom()))
    for second in ticks(scale, step):
        _draw_label(painter, area, scale.x_of(second), clock(second, tenths=step < 1), colour_of(Tone.QUIET, palette))


def _draw_label(painter: QPainter, area: QRectF, x: float, text: str, colour: QColor) -> None:
    """A label above its tick, moved inwards where it would not fit on the line."""
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 1
    left = min(max(area.left(), x - width / 2), area.right() - width)
    box = QRectF(QPointF(left, area.top()), QPointF(left + width, area.bottom() - _LONG))
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
