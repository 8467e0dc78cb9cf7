"""Draws a video of the library: its name, and beneath it its length and how it is doing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.video_model import VideoModel, details
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.painting import PADDING, draw_ground, draw_line, smaller

Index = QModelIndex | QPersistentModelIndex

_DOT = 8
_GAP = 2
_TONES = {
    VideoState.INDEXED: Tone.GOOD,
    VideoState.WAITING: Tone.CAUTION,
    VideoState.FAILED: Tone.BAD,
    VideoState.OFFLINE: Tone.QUIET,
}


class VideoDelegate(QStyledItemDelegate):
    """Two lines a row, with a dot in the colour of the video's state; a damaged video's is that of caution."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102, ARG002 - Qt's name
        lines = option.fontMetrics.height() + QFontMetrics(smaller(option.font)).height()
        return QSize(0, lines + _GAP + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        video = index.data(VideoModel.VIDEO)
        painter.save()
        draw_ground(painter, option)
        self._draw_dot(painter, option, video)
        self._draw_lines(painter, option, video)
        painter.restore()

    def _draw_dot(self, painter: QPainter, option: QStyleOptionViewItem, video: LibraryVideo) -> None:
        damaged = video.state is VideoState.INDEXED and video.note
        colour = colour_of(Tone.CAUTION if damaged else _TONES[video.state], option.palette)
        middle = option.rect.top() + PADDING + option.fontMetrics.height() / 2
        centre = QPointF(option.rect.left() + 14 + _DOT / 2, middle)
        # Colour is not for everyone: what can be searched is a disc, everything else a ring.
        painter.setPen(colour)
        painter.setBrush(colour if video.state is VideoState.INDEXED else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, _DOT / 2, _DOT / 2)

    def _draw_lines(self, painter: QPainter, option: QStyleOptionViewItem, video: LibraryVideo) -> None:
        area = option.rect.adjusted(14 + _DOT + 8, PADDING, -14, -PADDING)
        upper = QRect(area.topLeft(), QSize(area.width(), option.fontMetrics.height()))
        lower = QRect(upper.left(), upper.bottom() + 1 + _GAP, area.width(), area.bottom() - upper.bottom() - _GAP)
        draw_line(painter, upper, shown(video.path.name), option.palette.color(QPalette.ColorRole.Text), option.font)
        tone = Tone.BAD if video.state is VideoState.FAILED else Tone.QUIET
        elide = Qt.TextElideMode.ElideRight
        draw_line(painter, lower, details(video), colour_of(tone, option.palette), smaller(option.font), elide=elide)
