"""The parts that cards of moments are put together from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from videobert_desktop.ui.fonts import tabular
from videobert_desktop.ui.search.heat import Heat, draw_heat
from videobert_desktop.ui.search.moment_rows import Divider, title
from videobert_desktop.ui.search.moment_texts import CERTAIN, certainties, certainty, percentage
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import bold, draw_line, smaller

_BAR_HEIGHT, _WIDEST_BAR = 5, 72
_GAP = SPACE // 2
_FADED = 0.5
_SIGN = 20
_RIGHT = Qt.AlignmentFlag.AlignRight
_RIGHT_ELISION = Qt.TextElideMode.ElideRight


def faded(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    """The same option with quiet words and bars, which can still be read; pictures fade by themselves."""
    paler = QStyleOptionViewItem(option)
    quiet = colour_of(Tone.QUIET, option.palette)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Accent):
        paler.palette.setColor(role, quiet)
    return paler


def draw_picture(
    painter: QPainter,
    option: QStyleOptionViewItem,
    area: QRect,
    image: QImage | None,
    *,
    pale: bool,
    heat: Heat | None = None,
) -> None:
    """A picture as large as fits, not cut off, with what was looked at in it; a sign if there is none."""
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(area), SPACE / 2, SPACE / 2)
    painter.setClipPath(shape)
    painter.fillRect(area, option.palette.color(QPalette.ColorRole.AlternateBase))
    painter.setOpacity(_FADED if pale else 1.0)
    if image is not None and not image.isNull():
        place = QRectF(_centred(image.size(), area))
        painter.drawImage(place, image)
        if heat is not None:
            draw_heat(painter, option.palette, place, heat)
    else:
        drawing = sign("film", option.palette.color(QPalette.ColorRole.Dark), _SIGN)
        painter.drawPixmap(_centred(QSize(_SIGN, _SIGN), area, grow=False).topLeft(), drawing)
    painter.restore()


def draw_confidence(painter: QPainter, option: QStyleOptionViewItem, area: QRect, confidence: float) -> None:
    """A bar, the same in percent and the same in a word: three columns that are as wide on every card."""
    font, quiet = tabular(smaller(option.font)), colour_of(Tone.QUIET, option.palette)
    metrics = QFontMetrics(font)
    percents = metrics.horizontalAdvance(percentage(CERTAIN)) + 2
    words = max(map(metrics.horizontalAdvance, certainties()))
    bar = min(_WIDEST_BAR, area.width() - percents - words - SPACE - _GAP)
    if bar > 2 * _BAR_HEIGHT:
        _draw_bar(painter, option.palette, QRect(area.left(), area.top(), bar, area.height()), confidence)
        area = area.adjusted(bar + _GAP, 0, 0, 0)
    percent = QRect(area.left(), area.top(), percents, area.height())
    draw_line(painter, percent, percentage(confidence), quiet, font, align=_RIGHT)
    draw_line(painter, area.adjusted(percents + SPACE, 0, 0, 0), certainty(confidence), quiet, font)


def draw_divider(painter: QPainter, option: QStyleOptionViewItem, area: QRect, divider: Divider) -> None:
    """What stands above less likely moments: what they are, a line, and how many."""
    small, quiet = smaller(option.font), colour_of(Tone.QUIET, option.palette)
    text, count = title(divider), str(divider.count)
    draw_line(painter, area, text, quiet, bold(small), elide=_RIGHT_ELISION)
    draw_line(painter, area, count, quiet, tabular(small), align=_RIGHT)
    left = area.left() + QFontMetrics(bold(small)).horizontalAdvance(text) + SPACE
    right = area.right() - QFontMetrics(tabular(small)).horizontalAdvance(count) - SPACE
    painter.fillRect(left, area.center().y() + 1, max(0, right - left), 1, option.palette.color(QPalette.ColorRole.Mid))


def _draw_bar(painter: QPainter, palette: QPalette, area: QRect, confidence: float) -> None:
    track = QRectF(area.left(), area.center().y() + 1 - _BAR_HEIGHT / 2, area.width(), _BAR_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Mid))
    painter.drawRoundedRect(track, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
    # Never narrower than it is high: the least confidence is a dot.
    track.setWidth(max(_BAR_HEIGHT, track.width() * min(1.0, max(0.0, confidence))))
    painter.setBrush(palette.color(QPalette.ColorRole.Accent))
    painter.drawRoundedRect(track, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)


def _centred(size: QSize, area: QRect, *, grow: bool = True) -> QRect:
    """Where something of a size lies in the middle of an area, which it fills in one direction if it may grow."""
    scaled = size.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio) if grow else size
    place = QRect(QPoint(0, 0), scaled)
    place.moveCenter(area.center())
    return place
