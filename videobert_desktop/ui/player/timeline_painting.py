"""Draws what lies on the timeline's track: results, the chosen stretch, what was watched, and where the player is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.player.scale import Scale
from videobert_desktop.ui.player.stretch import Stretch
from videobert_desktop.ui.theme import Tone, colour_of

HANDLE = 5.0
"""Radius of the playhead's handle, in points."""
_BAR = 5.0  # height of a result's bar
_NARROWEST = 4.0  # width of a result's bar at the least, so that it can be seen
_BRACKET = 5.0
_OUTSIDE_OPACITY = 0.62
_BAND_OPACITY = 0.16
_OTHERS_OPACITY = 0.5


def faint(colour: QColor, opacity: float) -> QColor:
    """The same colour, through which so much less is covered."""
    less = QColor(colour)
    less.setAlphaF(opacity)
    return less


def draw_results(
    painter: QPainter, track: QRectF, scale: Scale, spans: Iterable[Span], current: Span | None, palette: QPalette
) -> None:
    """A bar at the track's top for every result; that of the current one is strong, and its stretch tinted."""
    accent = palette.accent().color()
    painter.setPen(Qt.PenStyle.NoPen)
    for span in spans:
        if span != current:
            _draw_bar(painter, _area(track, scale, span), faint(accent, _OTHERS_OPACITY))
    if current is not None:
        area = _area(track, scale, current)
        painter.fillRect(area, faint(accent, _BAND_OPACITY))
        _draw_bar(painter, area, accent)


def draw_stretch(painter: QPainter, track: QRectF, scale: Scale, stretch: Stretch, palette: QPalette) -> None:
    """Brackets at the in point and the out point; what lies outside of them is dimmed."""
    veil = faint(palette.color(QPalette.ColorRole.Window), _OUTSIDE_OPACITY)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 2.0))
    if stretch.in_point is not None:
        x = _within(track, scale.x_of(stretch.in_point))
        painter.fillRect(QRectF(track.topLeft(), QPointF(x, track.bottom())), veil)
        if scale.shows(stretch.in_point):
            _draw_bracket(painter, track, x, _BRACKET)
    if stretch.out_point is not None:
        x = _within(track, scale.x_of(stretch.out_point))
        painter.fillRect(QRectF(QPointF(x, track.top()), track.bottomRight()), veil)
        if scale.shows(stretch.out_point):
            _draw_bracket(painter, track, x, -_BRACKET)


def draw_watched(painter: QPainter, line: QRectF, scale: Scale, spans: Iterable[Span], palette: QPalette) -> None:
    """What was watched, as a thin line."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faint(colour_of(Tone.QUIET, palette), _OTHERS_OPACITY))
    for span in spans:
        left, right = _within(line, scale.x_of(span.start)), _within(line, scale.x_of(span.end))
        if right > left:
            painter.drawRoundedRect(QRectF(left, line.top(), max(1.0, right - left), line.height()), 1.5, 1.5)


def draw_window(painter: QPainter, line: QRectF, scale: Scale, palette: QPalette) -> None:
    """Which part of the video is shown, as a scroll bar would tell it; nothing while all of it is."""
    if scale.is_whole:
        return
    left = line.left() + line.width() * scale.start / scale.duration
    width = max(12.0, line.width() * scale.length / scale.duration)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Dark))
    painter.drawRoundedRect(QRectF(min(left, line.right() - width), line.top(), width, line.height()), 1.5, 1.5)


def draw_playhead(painter: QPainter, x: float, top: float, bottom: float, palette: QPalette) -> None:
    """A line with a handle at its top."""
    colour = palette.color(QPalette.ColorRole.Text)  # the hills have the accent
    painter.setPen(QPen(colour, 2.0))
    painter.drawLine(QLineF(x, top + 2 * HANDLE, x, bottom))
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 2.0))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, top + HANDLE + 1), HANDLE, HANDLE)


def _area(track: QRectF, scale: Scale, span: Span) -> QRectF:
    """Where a span lies on the track, wide enough to be seen; empty if it lies outside."""
    if span.end < scale.start or span.start > scale.end:
        return QRectF()
    left, right = _within(track, scale.x_of(span.start)), _within(track, scale.x_of(span.end))
    left = min(left, track.right() - _NARROWEST)
    return QRectF(left, track.top(), max(_NARROWEST, right - left), track.height())


def _within(area: QRectF, x: float) -> float:
    return min(max(area.left(), x), area.right())


def _draw_bar(painter: QPainter, area: QRectF, colour: QColor) -> None:
    if not area.isEmpty():
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(area.left(), area.top(), area.width(), _BAR), 2, 2)


def _draw_bracket(painter: QPainter, track: QRectF, x: float, inwards: float) -> None:
    top, bottom = track.top() + 1, track.bottom() - 1
    painter.drawPolyline([QPointF(x + inwards, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + inwards, bottom)])
