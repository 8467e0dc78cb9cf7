"""Draws a video of the library as a card: a picture, how it is doing, and its name."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.arranging import Key, key_of
from videobert_desktop.ui.library.card_painting import (
    Badge,
    badge_size,
    draw_badge,
    draw_button,
    draw_length,
    draw_picture,
    draw_scrub,
    draw_watched,
)
from videobert_desktop.ui.library.card_shape import CardShape, cell_size, lines_of
from videobert_desktop.ui.library.video_model import Role
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.texts import clock, shown
from videobert_desktop.ui.theme import RADIUS, Tone, colour_of
from videobert_desktop.ui.widgets.painting import draw_line, smaller

Index = QModelIndex | QPersistentModelIndex

_MARGIN = 6
_WATCHED_ENOUGH = 0.005  # less cannot be seen


@dataclass(slots=True)
class Hover:
    """Where the pointer is.

    Attributes:
        key: On which video's card.
        part: How far across it, in [0, 1].
        picture: What is to be seen there; None while that is not known.
    """

    key: Key
    part: float
    picture: QImage | None = None


class VideoDelegate(QStyledItemDelegate):
    """Cards of one size, which `set_width` chooses.

    Attributes:
        hover: Where the pointer is; None while it is on no card.
    """

    def __init__(self, pictures: Pictures, lines: int, parent: QObject | None = None) -> None:
        """Make one that draws.

        Args:
            pictures: Has the videos' pictures.
            lines: How many lines a name may take, 1 or 2.
            parent: Its owner.
        """
        super().__init__(parent)
        self.hover: Hover | None = None
        self._pictures = pictures
        self._lines = lines
        self._size = QSize()

    def set_width(self, width: int, option: QStyleOptionViewItem) -> QSize:
        """Make all cards so wide, and give the size that they have with that."""
        self._size = cell_size(width, option.font, self._lines)
        return self._size

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, D102, ARG002 - Qt's name
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        video: LibraryVideo = index.data(Role.VIDEO)
        shape = CardShape.within(option.rect)
        hover = self.hover if self.hover is not None and self.hover.key == key_of(video) else None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_card(painter, option, hovered=hover is not None)
        offline = video.state is VideoState.OFFLINE
        draw_picture(painter, shape.picture, self._image(video, hover), option.palette, faded=offline)
        self._draw_state(painter, shape, option, video, index.data(Role.PART))
        if hover is not None and video.state is VideoState.FAILED:
            draw_button(painter, shape.again, self.tr("Try again"), smaller(option.font), option.palette)
        else:
            self._draw_times(painter, shape, option, video, hover)
        self._draw_name(painter, shape.name, option, video)
        painter.restore()

    def _image(self, video: LibraryVideo, hover: Hover | None) -> QImage | None:
        if hover is not None and hover.picture is not None:
            return hover.picture
        return self._pictures.thumbnail(video.id) if video.id is not None else None

    def _draw_times(
        self,
        painter: QPainter,
        shape: CardShape,
        option: QStyleOptionViewItem,
        video: LibraryVideo,
        hover: Hover | None,
    ) -> None:
        """How long it is, what was watched of it, and where in it the pointer is."""
        part = _watched(video)
        if part > _WATCHED_ENOUGH:
            draw_watched(painter, shape.picture, part, option.palette)
        if not video.duration:
            return
        second = video.duration
        if hover is not None and video.id is not None:
            draw_scrub(painter, shape.picture, hover.part, option.palette)
            second *= hover.part
        draw_length(painter, shape.picture, clock(second), smaller(option.font), option.palette)

    def _draw_state(
        self, painter: QPainter, shape: CardShape, option: QStyleOptionViewItem, video: LibraryVideo, part: float | None
    ) -> None:
        badge = self._badge(video, part)
        if badge is None:
            return
        font = smaller(option.font)
        if badge_size(badge, font).width() > shape.picture.width() - 2 * _MARGIN:
            badge = Badge("", badge.sign, badge.tone, badge.part)
        draw_badge(painter, shape.picture.topLeft() + QPoint(_MARGIN, _MARGIN), badge, font, option.palette)

    def _badge(self, video: LibraryVideo, part: float | None) -> Badge | None:
        if part is not None:
            return Badge(self.tr("{percent} %").format(percent=int(part * 100)), tone=None, part=part)
        match video.state:
            case VideoState.FAILED:
                return Badge(self.tr("Failed"), "error", Tone.BAD)
            case VideoState.OFFLINE:
                return Badge(self.tr("Offline"), "offline")
            case VideoState.WAITING:
                return Badge(self.tr("Next"), "up-first", None) if video.first else Badge("", "clock")
            case VideoState.INDEXED:
                return Badge("", "info", Tone.CAUTION) if video.note else None

    def _draw_name(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, video: LibraryVideo) -> None:
        name = shown(video.path.name)
        quiet = video.state is VideoState.OFFLINE
        colour = colour_of(Tone.QUIET, option.palette) if quiet else option.palette.color(QPalette.ColorRole.Text)
        line = QRect(area.topLeft(), QSize(area.width(), QFontMetrics(option.font).height()))
        if self._lines == 1:
            draw_line(painter, line, name, colour, option.font)
            return
        for text in lines_of(name, option.font, area.width()):
            draw_line(painter, line, text, colour, option.font)
            line.translate(0, line.height())


def _draw_card(painter: QPainter, option: QStyleOptionViewItem, *, hovered: bool) -> None:
    """The ground of a card: marked where it is selected, or under the pointer, and framed where the keyboard is."""
    area = QRectF(option.rect).adjusted(2, 2, -2, -2)
    painter.setPen(Qt.PenStyle.NoPen)
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected or hovered:
        role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.AlternateBase
        painter.setBrush(option.palette.color(role))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Accent), 2.0))
        painter.drawRoundedRect(area, RADIUS, RADIUS)


def _watched(video: LibraryVideo) -> float:
    """How far along a video is: where it was left, or else how much of it was watched."""
    if video.position is not None and video.duration:
        return video.position / video.duration
    return video.watched
