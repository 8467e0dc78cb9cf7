"""The pieces that a video's card is painted from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
    QTransform,
)

from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign

_ROUND = 6.0
_MARGIN = 6
_SIGN = 14
_BLANK_SIGN = 28
_LINE = 3
_VEIL = 225  # how much of a badge's ground hides of the picture beneath it, of 255
_FADED = 0.45

_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class Badge:
    """What a corner of the picture says.

    Attributes:
        text: In a word; may be empty.
        sign: The name of a drawing; empty for none.
        tone: What colour it has; None for the one that says "here".
        part: How far something is, in [0, 1], shown as a ring in place of the drawing.
    """

    text: str = ""
    sign: str = ""
    tone: Tone | None = Tone.QUIET
    part: float | None = None


def draw_picture(painter: QPainter, area: QRect, image: QImage | None, palette: QPalette, *, faded: bool) -> None:
    """A picture with all of it to be seen, on a quiet ground with round corners; a film where there is none."""
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(area), _ROUND, _ROUND)
    painter.fillPath(frame, palette.color(_Role.Midlight))
    if image is None or image.isNull():
        film = QRect(0, 0, _BLANK_SIGN, _BLANK_SIGN)
        film.moveCenter(area.center())
        _draw_sign(painter, film, "film", palette.color(_Role.Dark))
        return
    size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(), size)
    place.moveCenter(area.center())
    painter.save()
    painter.setOpacity(_FADED if faded else 1.0)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipRect(place)
    painter.fillPath(frame, _brush(image, place))
    painter.restore()


def draw_badge(painter: QPainter, corner: QPoint, badge: Badge, font: QFont, palette: QPalette) -> None:
    """A badge whose top left is at `corner`."""
    ground = QRect(corner, badge_size(badge, font))
    _draw_ground(painter, ground, palette)
    colour = palette.color(_Role.Accent) if badge.tone is None else colour_of(badge.tone, palette)
    mark = QRect(ground.left() + _padding(badge), ground.top() + (ground.height() - _SIGN) // 2, _SIGN, _SIGN)
    if badge.part is not None:
        _draw_ring(painter, mark, badge.part, colour, palette)
    elif badge.sign:
        _draw_sign(painter, mark, badge.sign, colour)
    words = ground.adjusted(_padding(badge) + _width_of_mark(badge), 0, 0, 0)
    _draw_words(painter, words, badge.text, font, colour)


def badge_size(badge: Badge, font: QFont) -> QSize:
    """How large a badge is."""
    metrics = QFontMetrics(font)
    width = 2 * _padding(badge) + _width_of_mark(badge) + metrics.horizontalAdvance(badge.text)
    return QSize(width, max(metrics.height() + 2, _SIGN + 6))


def draw_length(painter: QPainter, picture: QRect, text: str, font: QFont, palette: QPalette) -> None:
    """A length, or a time, in the lower right corner of a picture."""
    ground = QRect(QPoint(), badge_size(Badge(text), font))
    ground.moveBottomRight(picture.bottomRight() - QPoint(_MARGIN, _MARGIN + _LINE))
    _draw_ground(painter, ground, palette)
    painter.setFont(font)
    painter.setPen(palette.color(_Role.Text))
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), text)


def draw_watched(painter: QPainter, picture: QRect, part: float, palette: QPalette) -> None:
    """A line along the lower edge that is as long as what was watched, of [0, 1]."""
    line = QRectF(picture).adjusted(_MARGIN, picture.height() - _LINE - 3, -_MARGIN, -3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_veiled(palette))
    painter.drawRoundedRect(line, _LINE / 2, _LINE / 2)
    line.setWidth(max(float(_LINE), line.width() * min(part, 1.0)))
    painter.setBrush(palette.color(_Role.Accent))
    painter.drawRoundedRect(line, _LINE / 2, _LINE / 2)


def draw_scrub(painter: QPainter, picture: QRect, part: float, palette: QPalette) -> None:
    """A thin line where the pointer is across a picture, at a part of its width in [0, 1]."""
    across = picture.left() + 1 + part * (picture.width() - 2)
    painter.setPen(QPen(_veiled(palette), 3.0))
    painter.drawLine(QPointF(across, picture.top()), QPointF(across, picture.bottom()))
    painter.setPen(QPen(palette.color(_Role.Accent), 1.0))
    painter.drawLine(QPointF(across, picture.top()), QPointF(across, picture.bottom()))


def draw_button(painter: QPainter, area: QRect, text: str, font: QFont, palette: QPalette) -> None:
    """A button with a sign of trying again."""
    painter.setPen(palette.color(_Role.Accent))
    painter.setBrush(palette.color(_Role.Base))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
    fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width() - _SIGN - 18)
    width = _SIGN + 6 + QFontMetrics(font).horizontalAdvance(fitting)
    mark = QRect(area.center().x() - width // 2, area.center().y() - _SIGN // 2 + 1, _SIGN, _SIGN)
    _draw_sign(painter, mark, "refresh", palette.color(_Role.Accent))
    _draw_words(
        painter, area.adjusted(mark.right() + 7 - area.left(), 0, 0, 0), fitting, font, palette.color(_Role.Text)
    )


def _padding(badge: Badge) -> int:
    return _MARGIN if badge.text else 3


def _width_of_mark(badge: Badge) -> int:
    """How wide the drawing or the ring is, with its distance to the words."""
    if not badge.sign and badge.part is None:
        return 0
    return _SIGN + 4 if badge.text else _SIGN


def _draw_ground(painter: QPainter, area: QRect, palette: QPalette) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_veiled(palette))
    painter.drawRoundedRect(QRectF(area), _ROUND - 1, _ROUND - 1)


def _draw_ring(painter: QPainter, area: QRect, part: float, colour: QColor, palette: QPalette) -> None:
    ring = QRectF(area).adjusted(2, 2, -2, -2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.color(_Role.Mid), 2.4))
    painter.drawEllipse(ring)
    painter.setPen(QPen(colour, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(ring, 90 * 16, round(-part * 360 * 16))


def _draw_words(painter: QPainter, area: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _draw_sign(painter: QPainter, area: QRect, name: str, colour: QColor) -> None:
    """A sign; what was drawn before is taken from Qt's own cache, for a grid has the same ones over and over."""
    key = f"sign {name} {colour.rgba()} {area.width()}"
    drawing = QPixmap()
    if not QPixmapCache.find(key, drawing):
        drawing = sign(name, colour, area.width())
        QPixmapCache.insert(key, drawing)
    painter.drawPixmap(area, drawing)


def _veiled(palette: QPalette) -> QColor:
    ground = palette.color(_Role.Base)
    ground.setAlpha(_VEIL)
    return ground


def _brush(image: QImage, place: QRect) -> QBrush:
    """Paints the image into its place, and so with the round corners of whatever is filled with it."""
    brush = QBrush(image)
    scale = QTransform.fromTranslate(place.left(), place.top())
    brush.setTransform(scale.scale(place.width() / image.width(), place.height() / image.height()))
    return brush
