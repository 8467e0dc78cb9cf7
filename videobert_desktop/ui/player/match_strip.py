"""Draws how well a video matches what is searched for, all along: a hill for every channel that finds something."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen

from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.ui.player.scale import Scale
from videobert_desktop.ui.theme import Tone, colour_of

_PICTURE = "picture"
_GAP = 3.0  # points between two lanes
_AREA_OPACITY = 0.28
_LINE_WIDTH = 1.4


def lanes_of(curve: MatchCurve | None) -> list[str]:
    """The channels that are to be drawn: the picture's first, and of the others those that find something anywhere."""
    if curve is None:
        return []
    found = [name for name, values in curve.channels.items() if any(values)]
    return sorted(found, key=lambda name: name != _PICTURE)


def confidence_at(curve: MatchCurve, second: float) -> float | None:
    """The best that any channel says of that second, in [0, 1]; None if none says anything."""
    step = int(second / curve.step)
    values = [curve.channels[name] for name in lanes_of(curve)]
    return max((lane[min(step, len(lane) - 1)] for lane in values), default=None)


def heights(values: Sequence[float], step: float, scale: Scale) -> list[float]:
    """The curve's height at every point of the line, (n_points,) in [0, 1].

    Where several values fall on one point, the highest counts, so that no peak is lost; where there are fewer values
    than points, the line leads from the middle of one step to the middle of the next.
    """
    points = int(scale.width)
    per_point = scale.length / scale.width / step
    first = scale.start / step
    if per_point >= 1:
        edges = [int(first + number * per_point) for number in range(points + 1)]
        return [max(values[start : max(end, start + 1)], default=0.0) for start, end in pairwise(edges)]
    return [_between(values, first + (number + 0.5) * per_point - 0.5) for number in range(points)]


def draw_strip(painter: QPainter, area: QRectF, curve: MatchCurve, scale: Scale, palette: QPalette) -> None:
    """Draw the lanes of a curve one above the other, each with its channel's name if there are several."""
    names = lanes_of(curve)
    height = (area.height() - _GAP * (len(names) - 1)) / max(1, len(names))
    for number, name in enumerate(names):
        lane = QRectF(area.left(), area.top() + number * (height + _GAP), area.width(), height)
        _draw_hill(painter, lane, heights(curve.channels[name], curve.step, scale), palette.accent().color())
        if len(names) > 1:
            _draw_name(painter, lane, _channel_name(name), palette)


def _between(values: Sequence[float], place: float) -> float:
    """The value at a place between two of them; beyond the ends, that of the end."""
    place = min(max(0.0, place), len(values) - 1.0)
    number = min(int(place), max(0, len(values) - 2))
    part = place - number
    following = values[min(number + 1, len(values) - 1)]
    return values[number] * (1 - part) + following * part


def _draw_hill(painter: QPainter, lane: QRectF, hill: Sequence[float], colour: QColor) -> None:
    room = lane.height() - _LINE_WIDTH
    points = [QPointF(lane.left() + x + 0.5, lane.bottom() - height * room) for x, height in enumerate(hill)]
    ends = QPointF(lane.right(), lane.bottom()), QPointF(lane.left(), lane.bottom())
    area = QPainterPath()
    area.addPolygon([*points, *ends])
    ground = QColor(colour)
    ground.setAlphaF(_AREA_OPACITY)
    painter.fillPath(area, ground)
    painter.setPen(QPen(colour, _LINE_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(points)


def _draw_name(painter: QPainter, lane: QRectF, name: str, palette: QPalette) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(8, min(11, int(lane.height()) - 1)))
    area = QRectF(lane.left() + 6, lane.top(), QFontMetricsF(font).horizontalAdvance(name) + 2, lane.height())
    painter.setFont(font)
    painter.setPen(colour_of(Tone.QUIET, palette))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)


def _channel_name(channel: str) -> str:
    names = {
        _PICTURE: QCoreApplication.translate("MatchStrip", "Picture"),
        "speech": QCoreApplication.translate("MatchStrip", "Speech"),
        "screen": QCoreApplication.translate("MatchStrip", "Text on screen"),
        "tags": QCoreApplication.translate("MatchStrip", "Tags"),
    }
    return names.get(channel, channel)
