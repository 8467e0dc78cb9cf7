"""Draws what was found as cards: the picture of a moment, where it is, how sure the search is, and why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.fonts import tabular
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.search.heat import Heat
from videobert_desktop.ui.search.likelihood import is_likely
from videobert_desktop.ui.search.moment_model import MomentModel, place_of
from videobert_desktop.ui.search.moment_painting import draw_confidence, draw_divider, draw_picture, faded
from videobert_desktop.ui.search.moment_rows import Section
from videobert_desktop.ui.search.moment_texts import count_of_moments, reason, when
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import bold, draw_ground, draw_line, smaller

Index = QModelIndex | QPersistentModelIndex

MARGIN = SPACE + SPACE // 2
"""Between the edge of the list and what its cards show, in points."""
_GAP = 3
_INDENT = SPACE
_NARROWEST_PICTURE, _WIDEST_PICTURE = 84, 128
_SECTION_PICTURE = 56
_BUTTON, _SIGN = 28, 18
_SMALL_BUTTON, _SMALL_SIGN = 22, 14

_RIGHT_ELISION = Qt.TextElideMode.ElideRight
_NOTICED = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver


class MomentDelegate(QStyledItemDelegate):
    """A card for each moment, a lower one for a video above its moments, and a line above what is less likely.

    What is less likely is faded, but for the card that is selected or under the pointer.

    Attributes:
        faded: Whether all cards are, because something else is being searched for.
        explains: Whether the cards offer to say why they were found.
        heat: A moment, and what a word looked at in it; its card shows that instead of the peak.
    """

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.faded = False
        self.explains = False
        self.heat: tuple[Moment, Heat] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102 - Qt's name
        line, small = option.fontMetrics.height(), QFontMetrics(smaller(option.font)).height()
        if index.data(MomentModel.DIVIDER) is not None:
            return QSize(0, small + 3 * SPACE)
        if index.data(MomentModel.SECTION) is not None:
            return QSize(0, max(_SECTION_PICTURE * 9 // 16, line + small + _GAP) + 2 * SPACE)
        lines = _height_of_words(option, grouped=_is_grouped(index))
        picture = self._picture_width(option.widget, index) * 9 // 16
        return QSize(0, max(lines, picture) + 2 * (SPACE + 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        divider, section = index.data(MomentModel.DIVIDER), index.data(MomentModel.SECTION)
        if divider is not None:
            draw_divider(painter, _enabled(option), option.rect.adjusted(MARGIN, SPACE, -MARGIN, 0), divider)
        elif section is not None:
            self._draw_section(painter, _enabled(option), section)
        else:
            draw_ground(painter, option)
            self._draw_card(painter, option, index)
        painter.restore()

    def button_rect(self, row: QRect) -> QRect:
        """Where "more like this" is in a row."""
        right = row.right() - MARGIN
        return QRect(right - _BUTTON + 1, row.center().y() - _BUTTON // 2, _BUTTON, _BUTTON)

    def why_rect(self, view: QWidget | None, index: Index, row: QRect) -> QRect:
        """Where "why this?" is in a row: at the lower right of its picture."""
        picture = self._picture_rect(view, index, row)
        side = _SMALL_BUTTON
        return QRect(picture.right() - side - 2, picture.bottom() - side - 2, side, side)

    def _picture_rect(self, view: QWidget | None, index: Index, row: QRect) -> QRect:
        width = self._picture_width(view, index)
        height = width * 9 // 16
        left = row.left() + MARGIN + (_INDENT if _is_grouped(index) else 0)
        area = row.adjusted(0, SPACE + 2, 0, -SPACE - 2)
        return QRect(left, area.center().y() - height // 2, width, height)

    def _picture_width(self, view: QWidget | None, index: Index) -> int:
        width = 320 if view is None else view.width()
        widest = min(_WIDEST_PICTURE, max(_NARROWEST_PICTURE, round(width * 0.3)))
        return round(widest * 0.72) if _is_grouped(index) else widest

    def _draw_section(self, painter: QPainter, option: QStyleOptionViewItem, section: Section) -> None:
        pale = self.faded or not is_likely(section.best)
        if pale:
            option = faded(option)
        area = option.rect.adjusted(MARGIN, SPACE + SPACE // 2, -MARGIN, -SPACE // 2)
        height = _SECTION_PICTURE * 9 // 16
        picture = QRect(area.left(), area.center().y() - height // 2, _SECTION_PICTURE, height)
        self._draw_picture(painter, option, picture, section.best, pale=pale)
        left = picture.right() + MARGIN
        upper = QRect(left, area.top(), area.right() - left + 1, option.fontMetrics.height())
        small = smaller(option.font)
        lower = QRect(left, upper.bottom() + _GAP, upper.width(), QFontMetrics(small).height())
        text = option.palette.color(QPalette.ColorRole.Text)
        draw_line(painter, upper, shown(section.best.path.name), text, bold(option.font))
        quiet = colour_of(Tone.QUIET, option.palette)
        draw_line(painter, lower, count_of_moments(section.count), quiet, small, elide=_RIGHT_ELISION)

    def _draw_card(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        moment: Moment = index.data(MomentModel.MOMENT)
        noticed, grouped = bool(option.state & _NOTICED), _is_grouped(index)
        pale = not noticed and (self.faded or not is_likely(moment))
        if pale:
            option = faded(option)
        area = option.rect.adjusted(MARGIN + (_INDENT if grouped else 0), SPACE + 2, -MARGIN, -SPACE - 2)
        picture = self._picture_rect(option.widget, index, option.rect)
        heat = self.heat[1] if self.heat is not None and place_of(self.heat[0]) == place_of(moment) else None
        self._draw_picture(painter, option, picture, moment, pale=pale, heat=heat)
        self._draw_words(painter, option, area.adjusted(picture.width() + MARGIN, 0, 0, 0), moment, grouped=grouped)
        if noticed:
            _draw_button(painter, option.palette, self.button_rect(option.rect), "sparkle", _SIGN)
        if noticed and self.explains and heat is None:
            place = self.why_rect(option.widget, index, option.rect)
            ground = option.palette.color(QPalette.ColorRole.AlternateBase)  # it stands on a picture
            _draw_button(painter, option.palette, place, "help", _SMALL_SIGN, ground)

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, moment: Moment, *, grouped: bool
    ) -> None:
        """The lines of a card, one below the other, in the middle of its height."""
        small, palette = smaller(option.font), option.palette
        line, small_line = option.fontMetrics.height(), QFontMetrics(small).height()
        beside_button = area.adjusted(0, 0, -_BUTTON - SPACE // 2, 0)
        top = area.center().y() - _height_of_words(option, grouped=grouped) // 2 + 1
        if not grouped:
            text = palette.color(QPalette.ColorRole.Text)
            draw_line(painter, _line(area, top, line), shown(moment.path.name), text, bold(option.font))
            top += line + _GAP
        accent, time = palette.color(QPalette.ColorRole.Accent), _line(beside_button, top, small_line)
        draw_line(painter, time, when(moment), accent, tabular(small), elide=_RIGHT_ELISION)
        top += small_line + _GAP
        self._draw_reason(painter, option, _line(beside_button, top, small_line), moment)
        top += small_line + _GAP
        draw_confidence(painter, option, _line(area, top, small_line), moment.confidence)

    def _draw_reason(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, moment: Moment) -> None:
        small = smaller(option.font)
        if not moment.online:
            offline = self.tr("offline")
            draw_line(painter, area, offline, colour_of(Tone.CAUTION, option.palette), small, elide=_RIGHT_ELISION)
            area = area.adjusted(QFontMetrics(small).horizontalAdvance(offline) + SPACE, 0, 0, 0)
        if area.width() > 0:
            quiet = colour_of(Tone.QUIET, option.palette)
            draw_line(painter, area, reason(moment), quiet, small, elide=_RIGHT_ELISION)

    def _draw_picture(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        moment: Moment,
        *,
        pale: bool,
        heat: Heat | None = None,
    ) -> None:
        """The picture of the peak, or of what a word looked at; until it is there, the video's thumbnail or a sign."""
        image = self._pictures.at(moment.video_id, moment.peak if heat is None else heat.second)
        if image is None:
            heat, image = None, self._pictures.thumbnail(moment.video_id)
        draw_picture(painter, option, area, image, pale=pale, heat=heat)


def _draw_button(
    painter: QPainter, palette: QPalette, area: QRect, name: str, size: int, ground: QColor | None = None
) -> None:
    painter.setPen(palette.color(QPalette.ColorRole.Mid))
    painter.setBrush(ground or palette.color(QPalette.ColorRole.Button))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), SPACE, SPACE)
    inset = (area.width() - size) // 2
    drawing = sign(name, palette.color(QPalette.ColorRole.Accent), size)
    painter.drawPixmap(area.topLeft() + QPoint(inset, inset), drawing)


def _enabled(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    """The same option for a row that cannot be entered, but is not greyed."""
    lively = QStyleOptionViewItem(option)
    lively.palette.setCurrentColorGroup(QPalette.ColorGroup.Active)
    return lively


def _is_grouped(index: Index) -> bool:
    model = index.model()
    return isinstance(model, MomentModel) and model.grouped


def _height_of_words(option: QStyleOptionViewItem, *, grouped: bool) -> int:
    """Of the lines of a card; a grouped one has no name, for that is above the group."""
    lines = 3 * QFontMetrics(smaller(option.font)).height() + 2 * _GAP
    return lines if grouped else lines + option.fontMetrics.height() + _GAP


def _line(area: QRect, top: int, height: int) -> QRect:
    return QRect(area.left(), top, area.width(), height)
