"""Draws a moment: its rank, its file and folder, when it is, and how sure the search is of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.search.moment_model import MomentModel
from videobert_desktop.ui.texts import shown, stretch
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.painting import PADDING, bold, draw_ground, draw_line, smaller

Index = QModelIndex | QPersistentModelIndex

_GAP = 4
_MARGIN = 16
_BAR_HEIGHT = 6
_BAR_WIDTH = 84

_right = Qt.AlignmentFlag.AlignRight


class MomentDelegate(QStyledItemDelegate):
    """Two lines a row: rank, file and time above, folder and confidence below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102, ARG002 - Qt's name
        lines = option.fontMetrics.height() + QFontMetrics(smaller(option.font)).height()
        return QSize(0, lines + _GAP + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        moment = index.data(MomentModel.MOMENT)
        small = smaller(option.font)
        rank_width = QFontMetrics(option.font).horizontalAdvance("000")
        right_width = QFontMetrics(option.font).horizontalAdvance(stretch(3600, 3600)) + 2
        area = option.rect.adjusted(_MARGIN, PADDING, -_MARGIN, -PADDING)
        upper = QRect(area.left(), area.top(), area.width(), option.fontMetrics.height())
        lower = QRect(area.left(), upper.bottom() + 1 + _GAP, area.width(), QFontMetrics(small).height())
        painter.save()
        draw_ground(painter, option)
        self._draw_rank(painter, option, upper.adjusted(0, 0, rank_width - upper.width(), 0), index.row() + 1)
        left = (rank_width + PADDING, 0, -right_width - PADDING, 0)
        self._draw_place(painter, option, upper.adjusted(*left), lower.adjusted(*left), moment)
        self._draw_time(painter, option, upper.adjusted(upper.width() - right_width, 0, 0, 0), moment)
        self._draw_confidence(painter, option, lower.adjusted(lower.width() - right_width, 0, 0, 0), moment)
        painter.restore()

    def _draw_rank(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, rank: int) -> None:
        draw_line(painter, area, str(rank), colour_of(Tone.QUIET, option.palette), option.font, align=_right)

    def _draw_place(
        self, painter: QPainter, option: QStyleOptionViewItem, upper: QRect, lower: QRect, moment: Moment
    ) -> None:
        text = option.palette.color(QPalette.ColorRole.Text)
        draw_line(painter, upper, shown(moment.path.name), text, bold(option.font))
        folder = shown(moment.path.parent)
        quiet, small = colour_of(Tone.QUIET, option.palette), smaller(option.font)
        if not moment.online:
            label = "offline  "
            draw_line(painter, lower, label, colour_of(Tone.CAUTION, option.palette), small)
            lower = lower.adjusted(QFontMetrics(small).horizontalAdvance(label), 0, 0, 0)
        draw_line(painter, lower, folder, quiet, small)

    def _draw_time(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, moment: Moment) -> None:
        colour = option.palette.color(QPalette.ColorRole.Accent)
        draw_line(painter, area, stretch(moment.span.start, moment.span.end), colour, option.font, align=_right)

    def _draw_confidence(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, moment: Moment) -> None:
        small = smaller(option.font)
        percent_width = QFontMetrics(small).horizontalAdvance("100 %")
        colour = colour_of(Tone.QUIET, option.palette)
        draw_line(painter, area, f"{moment.confidence * 100:.0f} %", colour, small, align=_right)
        right = area.right() - percent_width - 8
        top = area.center().y() + 1 - _BAR_HEIGHT / 2
        track = QRectF(right - _BAR_WIDTH, top, _BAR_WIDTH, _BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(track, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        filled = QRectF(track)
        # Never narrower than it is high: the least confidence is a dot.
        filled.setWidth(max(_BAR_HEIGHT, _BAR_WIDTH * min(1.0, max(0.0, moment.confidence))))
        painter.setBrush(option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(filled, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
