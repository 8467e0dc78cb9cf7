"""Draws a line of a transcript: when it is said, and what; and lets it be put right in its place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from videobert_desktop.services.transcribing.find_transcript import TranscriptLine
from videobert_desktop.ui.fonts import tabular
from videobert_desktop.ui.texts import clock
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.transcript.line_model import LineModel
from videobert_desktop.ui.widgets.painting import bold, draw_ground, smaller

Index = QModelIndex | QPersistentModelIndex

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_BAR = 3


class LineDelegate(QStyledItemDelegate):
    """Two columns: the time, and the text as it wraps; a bar marks what is said now.

    Attributes:
        width: How wide a row is, in points; its height follows from that.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.width = 300

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102 - Qt's name
        area = self._text_area(QRect(0, 0, self.width, 10_000), option)
        text = QFontMetrics(bold(option.font)).boundingRect(area, _WRAPPED, str(index.data()))
        return QSize(0, max(text.height(), option.fontMetrics.height()) + SPACE + SPACE // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102 - Qt's name
        line, now = index.data(LineModel.LINE), bool(index.data(LineModel.SAID_NOW))
        painter.save()
        draw_ground(painter, option)
        if now:
            bar = QRect(option.rect.left() + _BAR, option.rect.top() + 5, _BAR, option.rect.height() - 10)
            painter.fillRect(bar, option.palette.color(QPalette.ColorRole.Accent))
        self._draw_time(painter, option, line)
        painter.setFont(bold(option.font) if now else option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(self._text_area(option.rect, option), _WRAPPED, str(index.data()))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802, D102 - Qt's name
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(self.tr("What the line says"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802, ARG002, D102 - Qt's name
        height = max(option.rect.height(), editor.sizeHint().height())
        editor.setGeometry(
            QRect(option.rect.left() + SPACE // 2, option.rect.top(), option.rect.width() - SPACE, height)
        )

    def _draw_time(self, painter: QPainter, option: QStyleOptionViewItem, line: TranscriptLine) -> None:
        painter.setFont(tabular(smaller(option.font)))
        painter.setPen(colour_of(Tone.QUIET, option.palette))
        area = self._time_area(option.rect, option)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), clock(line.span.start))
        if line.edited:
            below = area.translated(0, QFontMetrics(painter.font()).height())
            painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), "✎")

    def _time_area(self, row: QRect, option: QStyleOptionViewItem) -> QRect:
        width = QFontMetrics(tabular(smaller(option.font))).horizontalAdvance("0:00:00")
        # A smaller letter stands on the same line as the text beside it.
        lower = option.fontMetrics.ascent() - QFontMetrics(smaller(option.font)).ascent()
        return QRect(row.left() + SPACE, row.top() + SPACE // 2 + 2 + lower, width, row.height())

    def _text_area(self, row: QRect, option: QStyleOptionViewItem) -> QRect:
        left = self._time_area(row, option).right() + SPACE + SPACE // 2
        return QRect(left, row.top() + SPACE // 2 + 2, max(1, row.right() - left - SPACE), row.height())
