"""The timeline: the whole video on one line, with what is found in it, what was watched, and where the player is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.player.match_strip import draw_strip, lanes_of
from videobert_desktop.ui.player.ruler import draw_ruler
from videobert_desktop.ui.player.scale import Scale
from videobert_desktop.ui.player.stretch import Stretch
from videobert_desktop.ui.player.timeline_painting import (
    HANDLE,
    draw_playhead,
    draw_results,
    draw_stretch,
    draw_watched,
    draw_window,
    faint,
)
from videobert_desktop.ui.player.times import exact_time
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.painting import smaller

_HEIGHT = 84
_MARGIN = 16  # at both ends, for the playhead's handle and the outer labels
_RULER = 24
_TRACK_TOP, _TRACK_BOTTOM = 26, 75
_LINE_TOP, _LINE_HEIGHT = 78, 3
_LANES, _LANE = 2, 17
"""How many lanes of the match strip there is always room for, and how much higher it is for each more."""
_ROUND = 5.0
_MILLI = 1000
_NOTCH = 120  # what a wheel turns by from one notch to the next
_ZOOM = 1.3  # per notch
_SCROLL = 60  # points per notch
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Timeline(QAbstractSlider):
    """Shows where things are in a video, and is clicked or dragged to go there.

    The wheel zooms with Ctrl, around the pointer, and scrolls where it is zoomed; a double click on the ruler shows
    the whole video again. To those who cannot see it, it is a slider in milliseconds. Keys are left to the player.

    Signals:
        seek_asked: (float) the player shall go to that second; while dragging, for every move.
        hovered: (float | None) the pointer is at that second, or no longer anywhere.
    """

    seek_asked = Signal(float)
    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Timeline"))
        self._scale = Scale.whole(0.0, _MARGIN, 1.0)
        self._position = 0.0
        self._pointer: float | None = None
        self._framed = False  # the keyboard has come here
        self._curve: MatchCurve | None = None
        self._more = 0
        self._moments: tuple[Span, ...] = ()
        self._current: Span | None = None
        self._stretch = Stretch()
        self._watched: tuple[Span, ...] = ()
        self._ground: QPixmap | None = None  # what changes seldom: the ruler and the match strip
        self.valueChanged.connect(self._on_value_changed)

    @property
    def scale(self) -> Scale:
        """Which second is where."""
        return self._scale

    @property
    def curve(self) -> MatchCurve | None:
        """The curve of the match strip."""
        return self._curve

    @property
    def moments(self) -> tuple[Span, ...]:
        """The results that are marked."""
        return self._moments

    def show_duration(self, duration: float) -> None:
        """Lay out a video of so many seconds, all of it."""
        self._position = min(self._position, duration)
        self.setRange(0, round(duration * _MILLI))
        self._rescale(Scale.whole(duration, self._scale.left, self._scale.width))

    def show_position(self, second: float) -> None:
        """Move the playhead; where it leaves the part that is shown, that part follows."""
        followed = self._scale.shows(self._position) and not self._scale.shows(second)
        self._update_at(self._position)
        self._position = min(max(0.0, second), self._scale.duration)
        if followed and not self.isSliderDown():
            self._rescale(self._scale.from_second(self._position))
        self._update_at(self._position)
        self.setValue(round(self._position * _MILLI))
        self._describe()

    def show_curve(self, curve: MatchCurve | None) -> None:
        """Draw the match strip of that curve, or none."""
        self._curve = curve
        self._more = _LANE * max(0, len(lanes_of(curve)) - _LANES)
        self.updateGeometry()
        self._repaint_all()

    def show_moments(self, spans: Sequence[Span], current: Span | None) -> None:
        """Mark results, and the current one of them more strongly."""
        self._moments, self._current = tuple(spans), current
        self.update()

    def show_stretch(self, stretch: Stretch) -> None:
        """Mark the in point and the out point."""
        self._stretch = stretch
        self.update()

    def show_watched(self, spans: Sequence[Span]) -> None:
        """Mark what was watched."""
        self._watched = tuple(spans)
        self.update(self._line().toAlignedRect())

    @Slot()
    def show_whole(self) -> None:
        """Show all of the video."""
        self._rescale(Scale.whole(self._scale.duration, self._scale.left, self._scale.width))

    def sizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(600, _HEIGHT + self._more)

    def minimumSizeHint(self) -> QSize:  # noqa: N802, D102 - Qt's name
        return QSize(200, _HEIGHT + self._more)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        self._rescale(self._scale.on(_MARGIN, self.width() - 2 * _MARGIN))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._repaint_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        event.ignore()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:  # noqa: N802 - Qt's name
        """Nothing: what is to be painted again is known better here."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton and self._scale.duration:
            self.setSliderDown(True)
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        self._point_at(event.position().x())
        if self.isSliderDown():
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.position().y() < _RULER:
            self.show_whole()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802, D102 - Qt's name
        self._point_at(event.position().x())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102 - Qt's name
        self._framed = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        self._framed = False
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802, D102 - Qt's name
        turned = event.angleDelta()
        notches = (turned.y() or turned.x()) / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._rescale(self._scale.zoomed(_ZOOM**notches, event.position().x()))
        elif self._scale.is_whole:
            event.ignore()
            return
        else:
            self._rescale(self._scale.scrolled(-notches * _SCROLL))
        event.accept()
        self._point_at(event.position().x())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102, ARG002 - Qt's name
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._painted_ground())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, track, scale = self.palette(), self._track(), self._scale
        if scale.duration:
            draw_results(painter, track, scale, self._moments, self._current, palette)
            draw_stretch(painter, track, scale, self._stretch, palette)
            draw_watched(painter, self._line(), scale, self._watched, palette)
            self._draw_pointer(painter)
            if scale.shows(self._position):
                draw_playhead(painter, scale.x_of(self._position), _RULER - 2 * HANDLE, track.bottom() + 2, palette)
        if self._framed:
            painter.setPen(palette.accent().color())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2.5, -2.5, 2.5, 2.5), _ROUND + 2, _ROUND + 2)

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        if value != round(self._position * _MILLI):  # an aid for those who cannot see it has moved the slider
            self.seek_asked.emit(value / _MILLI)

    def _seek(self, x: float) -> None:
        second = self._scale.second_at(x)
        self.show_position(second)
        self.seek_asked.emit(second)

    def _point_at(self, x: float | None) -> None:
        for place in (self._pointer, x):
            if place is not None:
                self._update_around(place)
        self._pointer = x if self._scale.duration else None
        self.hovered.emit(None if self._pointer is None else self._scale.second_at(self._pointer))

    def _rescale(self, scale: Scale) -> None:
        if scale != self._scale:
            self._scale = scale
            self._repaint_all()

    def _repaint_all(self) -> None:
        self._ground = None
        self.update()

    def _update_at(self, second: float) -> None:
        self._update_around(self._scale.x_of(second))

    def _update_around(self, x: float) -> None:
        self.update(QRectF(x - HANDLE - 2, 0, 2 * HANDLE + 4, self.height()).toAlignedRect())

    def _describe(self) -> None:
        """Say the time in words, as often as a whole second has gone by."""
        duration = self._scale.duration
        text = self.tr("{time} of {duration}").format(
            time=exact_time(int(self._position), duration), duration=exact_time(duration)
        )
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def _track(self) -> QRectF:
        return QRectF(self._scale.left, _TRACK_TOP, self._scale.width, _TRACK_BOTTOM - _TRACK_TOP + self._more)

    def _line(self) -> QRectF:
        return QRectF(self._scale.left, _LINE_TOP + self._more, self._scale.width, _LINE_HEIGHT)

    def _draw_pointer(self, painter: QPainter) -> None:
        if self._pointer is not None:
            x = self._scale.x_of(self._scale.second_at(self._pointer))
            painter.setPen(faint(colour_of(Tone.QUIET, self.palette()), 0.8))
            painter.drawLine(QPointF(x, _TRACK_TOP), QPointF(x, _TRACK_BOTTOM + self._more))

    def _painted_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatioF() != ratio:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(smaller(self.font()))
            self._paint_ground(painter)
            painter.end()
        return self._ground

    def _paint_ground(self, painter: QPainter) -> None:
        palette, track = self.palette(), self._track()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(track, _ROUND, _ROUND)
        draw_window(painter, QRectF(track.left(), 0, track.width(), _LINE_HEIGHT), self._scale, palette)
        draw_ruler(painter, QRectF(track.left(), 2, track.width(), _RULER - 2), self._scale, palette)
        if self._curve is not None and self._scale.duration:
            draw_strip(painter, track.adjusted(0, 6, 0, 0), self._curve, self._scale, palette)
