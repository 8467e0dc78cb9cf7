"""A list of videos as cards that can be scrubbed: what the grid and the strips have in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.arranging import Key, key_of
from videobert_desktop.ui.library.card_shape import CardShape
from videobert_desktop.ui.library.keys import is_for_the_window
from videobert_desktop.ui.library.video_delegate import Hover, VideoDelegate
from videobert_desktop.ui.library.video_model import Role, VideoModel
from videobert_desktop.ui.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex

_MANY = 100  # more cards than are ever in view
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class CardView(QListView):
    """Cards of one size, side by side; the pointer runs through a video as it runs across its card.

    Signals:
        opened: (LibraryVideo) it was double-clicked, or Enter pressed on it.
        again_asked: (list of LibraryVideo) one that failed shall be tried again.
        menu_asked: (list of LibraryVideo, QPoint) a menu is wanted for these, at that place on the screen.
        forget_asked: (list of LibraryVideo) Delete was pressed on these.
    """

    opened = Signal(object)
    again_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    forget_asked = Signal(object)

    def __init__(self, pictures: Pictures, lines: int, parent: QWidget | None = None) -> None:
        """Make an empty one.

        Args:
            pictures: Has the videos' pictures.
            lines: How many lines a name may take.
            parent: Its owner.
        """
        super().__init__(parent)
        self._pictures = pictures
        self.setObjectName("cards")  # so that its style sheet gives it a ground: badges are painted in its colour
        self.cards = VideoModel(self)
        self.delegate = VideoDelegate(pictures, lines, self)
        self.setModel(self.cards)
        self.setItemDelegate(self.delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.activated.connect(self._open)
        pictures.arrived.connect(self._on_picture)

    @property
    def chosen(self) -> list[LibraryVideo]:
        """The videos that are selected, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.cards.videos[row] for row in rows]

    def set_card_width(self, width: int) -> None:
        """Make all cards so wide."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        size = self.delegate.set_width(width, option)
        if size != self.gridSize():
            self.setGridSize(size)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint what changed; Qt's own would lay out all cards again, whose size is always the same."""
        if last.row() - first.row() >= _MANY:
            self.viewport().update()
            return
        for row in range(first.row(), last.row() + 1):
            self.update(self.cards.index(row))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().mouseMoveEvent(event)
        self._hover_over(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._hover_over(event.position().toPoint())
            video = self._to_try_again(event.position().toPoint())
            if video is not None:
                self.again_asked.emit([video])
                return
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().leaveEvent(event)
        self._hover_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.key() == Qt.Key.Key_Delete and self.chosen:
            self.forget_asked.emit(self.chosen)
        elif is_for_the_window(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
            if event.key() in _ARROWS:
                event.accept()  # at the end of the cards it means nothing, and not that the player shall move

    def _hover_over(self, place: QPoint) -> None:
        index = self.indexAt(place)
        part = CardShape.within(self.visualRect(index)).part_at(place) if index.isValid() else None
        if part is None:
            self._hover_at(None)
            return
        video: LibraryVideo = index.data(Role.VIDEO)
        before = self.delegate.hover
        hover = Hover(key_of(video), part)
        if before is not None and before.key == hover.key:
            hover.picture = before.picture  # until that of the new place is there
        self._hover_at(hover)
        self._look_closer()

    def _hover_at(self, hover: Hover | None) -> None:
        before, self.delegate.hover = self.delegate.hover, hover
        for shown in (before, hover):
            if shown is not None:
                self._paint_again(shown.key)

    def _paint_again(self, key: Key) -> None:
        """Paint a video's card once more."""
        row = self.cards.row_of(key)
        if row is not None:
            self.update(self.cards.index(row))

    def _look_closer(self) -> None:
        """Have the card under the pointer show what is there in the video."""
        hover = self.delegate.hover
        row = self.cards.row_of(hover.key) if hover is not None else None
        if hover is None or row is None:
            return
        video = self.cards.videos[row]
        if video.id is not None and video.duration:
            picture = self._pictures.at(video.id, hover.part * video.duration)
            hover.picture = hover.picture if picture is None else picture

    def _to_try_again(self, place: QPoint) -> LibraryVideo | None:
        """The video whose button to try it again is at a place."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        video: LibraryVideo = index.data(Role.VIDEO)
        failed = video.state is VideoState.FAILED
        return video if failed and CardShape.within(self.visualRect(index)).again.contains(place) else None

    @Slot(int)
    def _on_picture(self, video_id: int) -> None:
        if self.delegate.hover is not None and self.delegate.hover.key == video_id:
            self._look_closer()
        self._paint_again(video_id)

    @Slot(QModelIndex)
    def _open(self, index: Index) -> None:
        self.opened.emit(index.data(Role.VIDEO))

    @Slot(QPoint)
    def _ask_for_menu(self, place: QPoint) -> None:
        if self.chosen:
            self.menu_asked.emit(self.chosen, self.viewport().mapToGlobal(place))
