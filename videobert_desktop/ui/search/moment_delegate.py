"""Draws what was found as cards: the picture of a moment, where it is, how sure the search is, and why."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.search.moment_model import MomentModel, Section
from videobert_desktop.ui.search.moment_texts import certainty, count_of_moments, percentage, reason, when
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icons import sign
from videobert_desktop.ui.widgets.painting import bold, draw_ground, draw_line, smaller

Index = QModelIndex | QPersistentModelIndex

_MARGIN = SPACE + SPACE // 2
_GAP = 3
_INDENT = SPACE
_NARROWEST_PICTURE, _WIDEST_PICTURE = 84, 128
_SECTION_PICTURE = 56
_BAR_HEIGHT, _WIDEST_BAR = 5, 72
_BUTTON = 28
_FADED = 0.45

_RIGHT_ELISION = Qt.TextElideMode.ElideRight


class MomentDelegate(QStyledItemDelegate):
    """A card for each moment, and a lower one for a video above its moments.

    Attributes:
        faded: Whether the cards are of little account, because something else is being searched for or they are only
            the nearest there is.
    """

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.faded = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102 - Qt's name
        line, small = option.fontMetrics.height(), QFontMetrics(smaller(option.font)).height()
        if index.data(MomentModel.SECTION) is not None:
            return QSize(0, max(_SECTION_PICTURE * 9 // 16, line + small + _GAP) + 2 * SPACE)
        lines = _height_of_words(option, grouped=self._is_grouped(index))
        picture = self._picture_width(option.widget, index) * 9 // 16
        return QSize(0, max(lines, picture) + 2 * (SPACE + 2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        section = index.data(MomentModel.SECTION)
        if section is not None:
            # Its row cannot be entered, but it is not greyed.
            option.palette.setCurrentColorGroup(QPalette.ColorGroup.Active)
            self._draw_section(painter, option, section)
        else:
            draw_ground(painter, option)
            if self.faded and not option.state & QStyle.StateFlag.State_Selected:
                painter.setOpacity(_FADED)
            self._draw_card(painter, option, index)
        painter.restore()

    def button_rect(self, row: QRect) -> QRect:
        """Where "more like this" is in a row."""
        right = row.right() - _MARGIN
        return QRect(right - _BUTTON + 1, row.center().y() - _BUTTON // 2, _BUTTON, _BUTTON)

    def _is_grouped(self, index: Index) -> bool:
        model = index.model()
        return isinstance(model, MomentModel) and model.grouped

    def _picture_width(self, view: QWidget | None, index: Index) -> int:
        width = 320 if view is None else view.width()
        widest = min(_WIDEST_PICTURE, max(_NARROWEST_PICTURE, round(width * 0.3)))
        return round(widest * 0.72) if self._is_grouped(index) else widest

    def _draw_section(self, painter: QPainter, option: QStyleOptionViewItem, section: Section) -> None:
        area = option.rect.adjusted(_MARGIN, SPACE, -_MARGIN, -SPACE)
        height = _SECTION_PICTURE * 9 // 16
        picture = QRect(area.left(), area.center().y() - height // 2, _SECTION_PICTURE, height)
        self._draw_picture(painter, option, picture, section.best)
        left = picture.right() + _MARGIN
        upper = QRect(left, area.top(), area.right() - left + 1, option.fontMetrics.height())
        small = smaller(option.font)
        lower = QRect(left, upper.bottom() + _GAP, upper.width(), QFontMetrics(small).height())
        text = option.palette.color(QPalette.ColorRole.Text)
        draw_line(painter, upper, shown(section.best.path.name), text, bold(option.font))
        quiet = colour_of(Tone.QUIET, option.palette)
        draw_line(painter, lower, count_of_moments(section.count), quiet, small, elide=_RIGHT_ELISION)

    def _draw_card(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        moment: Moment = index.data(MomentModel.MOMENT)
        grouped = self._is_grouped(index)
        area = option.rect.adjusted(_MARGIN + (_INDENT if grouped else 0), SPACE + 2, -_MARGIN, -SPACE - 2)
        width = self._picture_width(option.widget, index)
        height = width * 9 // 16
        picture = QRect(area.left(), area.center().y() - height // 2, width, height)
        self._draw_picture(painter, option, picture, moment)
        words = area.adjusted(width + _MARGIN, 0, 0, 0)
        self._draw_words(painter, option, words, moment, grouped=grouped)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            self._draw_button(painter, option)

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
        accent = palette.color(QPalette.ColorRole.Accent)
        draw_line(painter, _line(beside_button, top, small_line), when(moment), accent, small, elide=_RIGHT_ELISION)
        top += small_line + _GAP
        self._draw_reason(painter, option, _line(beside_button, top, small_line), moment)
        top += small_line + _GAP
        self._draw_confidence(painter, option, _line(area, top, small_line), moment.confidence)

    def _draw_reason(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, moment: Moment) -> None:
        small = smaller(option.font)
        if not moment.online:
            offline = self.tr("offline")
            draw_line(painter, area, offline, colour_of(Tone.CAUTION, option.palette), small, elide=_RIGHT_ELISION)
            area = area.adjusted(QFontMetrics(small).horizontalAdvance(offline) + SPACE, 0, 0, 0)
        if area.width() > 0:
            quiet = colour_of(Tone.QUIET, option.palette)
            draw_line(painter, area, reason(moment), quiet, small, elide=_RIGHT_ELISION)

    def _draw_confidence(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, confidence: float) -> None:
        """A bar, and beside it the same in percent and in words."""
        small, palette = smaller(option.font), option.palette
        words = self.tr("{percent} · {words}").format(percent=percentage(confidence), words=certainty(confidence))
        room = area.width() - QFontMetrics(small).horizontalAdvance(words) - SPACE
        width = min(_WIDEST_BAR, room)
        if width > 2 * _BAR_HEIGHT:
            top = area.center().y() + 1 - _BAR_HEIGHT / 2
            track = QRectF(area.left(), top, width, _BAR_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Mid))
            painter.drawRoundedRect(track, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
            # Never narrower than it is high: the least confidence is a dot.
            track.setWidth(max(_BAR_HEIGHT, width * min(1.0, max(0.0, confidence))))
            painter.setBrush(palette.color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(track, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
            area = area.adjusted(width + SPACE, 0, 0, 0)
        draw_line(painter, area, words, colour_of(Tone.QUIET, palette), small, elide=_RIGHT_ELISION)

    def _draw_picture(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, moment: Moment) -> None:
        """The picture of the peak, as large as fits; the video's thumbnail or a sign until it is there."""
        image = self._pictures.at(moment.video_id, moment.peak) or self._pictures.thumbnail(moment.video_id)
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(area), SPACE / 2, SPACE / 2)
        painter.setClipPath(shape)
        painter.fillRect(area, option.palette.color(QPalette.ColorRole.AlternateBase))
        if image is not None and not image.isNull():
            painter.drawImage(QRectF(_fitting(image, area)), image)
        else:
            drawing = sign("film", option.palette.color(QPalette.ColorRole.Dark), 20)
            painter.drawPixmap(area.center() - QPoint(9, 9), drawing)
        painter.restore()

    def _draw_button(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        area = self.button_rect(option.rect)
        painter.setOpacity(1.0)
        painter.setPen(option.palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(option.palette.color(QPalette.ColorRole.Button))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), SPACE, SPACE)
        drawing = sign("sparkle", option.palette.color(QPalette.ColorRole.Accent), 18)
        painter.drawPixmap(area.topLeft() + QPoint((_BUTTON - 18) // 2, (_BUTTON - 18) // 2), drawing)


def _height_of_words(option: QStyleOptionViewItem, *, grouped: bool) -> int:
    """Of the lines of a card; a grouped one has no name, for that is above the group."""
    lines = 3 * QFontMetrics(smaller(option.font)).height() + 2 * _GAP
    return lines if grouped else lines + option.fontMetrics.height() + _GAP


def _line(area: QRect, top: int, height: int) -> QRect:
    return QRect(area.left(), top, area.width(), height)


def _fitting(image: QImage, area: QRect) -> QRect:
    """Where an image lies in an area that it fills in one direction; nothing of it is cut off."""
    size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(area.center())
    return place
