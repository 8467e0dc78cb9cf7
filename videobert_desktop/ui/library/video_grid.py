"""The grid of all videos, and what stands above it and scrolls away with it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QListView, QStyle, QWidget

from videobert_desktop.ui.library.arranging import Key, key_of
from videobert_desktop.ui.library.card_view import CardView
from videobert_desktop.ui.library.video_model import Role, stretches
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.theme import SPACE

_NARROWEST_CARD = 140
_SCROLL_STEP = 30
_Flag = QItemSelectionModel.SelectionFlag


class _Place(NamedTuple):
    """What a person had before their eyes.

    Attributes:
        chosen: The videos that were selected.
        current: The one that the keyboard was on.
        seen: The videos that were to be seen, each with how far below the upper edge it was.
    """

    chosen: set[Key]
    current: Key | None
    seen: list[tuple[Key, int]]


class GridTop(QWidget):
    """What stands above the cards of a grid.

    Signals:
        outgrown: It needs more room now, or less.
    """

    outgrown = Signal()

    def event(self, event: QEvent) -> bool:  # noqa: D102 - Qt's name
        if event.type() == QEvent.Type.LayoutRequest:
            self.outgrown.emit()
        return super().event(event)


class VideoGrid(CardView):
    """Rows of cards as wide as the window allows, below a `top`.

    Ten thousand cards stand where they are because the view is told one size for all of them. The top is a child of
    the viewport, which moves its children when it scrolls; all else that is needed is that the cards begin below it.
    Whatever changes in the list, what was selected and what was to be seen stay where they are.
    """

    def __init__(self, pictures: Pictures, top: GridTop, parent: QWidget | None = None) -> None:
        """Make an empty grid.

        Args:
            pictures: Has the videos' pictures.
            top: What stands above the cards.
            parent: Its owner.
        """
        self._top = top  # Qt asks where the cards begin before there is all of a view
        super().__init__(pictures, 2, parent)
        self._place: _Place | None = None
        self._top.setParent(self.viewport())
        self._top.outgrown.connect(self._fit)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(_SCROLL_STEP)
        self.setViewportMargins(SPACE, 0, 0, 0)
        self.cards.about_to_change.connect(self._remember_place)
        self.cards.changed.connect(self._return_to_place)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def choose(self, keys: set[Key]) -> None:
        """Select these videos, as far as they are shown, and no others."""
        selection = QItemSelection()
        rows = [row for row, video in enumerate(self.cards.videos) if key_of(video) in keys] if keys else []
        for first, last in stretches(rows):
            selection.select(self.cards.index(first), self.cards.index(last))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def verticalOffset(self) -> int:  # noqa: N802, D102 - Qt's name
        return super().verticalOffset() - self._top.height()

    def updateGeometries(self) -> None:  # noqa: N802, D102 - Qt's name
        bar = self.verticalScrollBar()
        value = bar.value()
        super().updateGeometries()
        cards = self.contentsSize().height() if self.cards.rowCount() else 0
        bar.setRange(0, max(0, self._top.height() + cards - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setValue(value)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802, D102 - Qt's name
        super().scrollContentsBy(dx, dy)
        self._top.move(0, -self.verticalScrollBar().value())

    @Slot()
    def _fit(self) -> None:
        """Make the cards and the top as wide as there is room, whether or not there is a scroll bar now."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        width = max(_NARROWEST_CARD, self.width() - SPACE - bar - 1)
        self.set_card_width(width // max(1, width // _NARROWEST_CARD))
        height = self._top.heightForWidth(width) if self._top.hasHeightForWidth() else self._top.sizeHint().height()
        if self._top.size() != QSize(width, height):
            self._resize_top(width, height)

    def _resize_top(self, width: int, height: int) -> None:
        """Give the top another size; where it is out of sight, the cards in view stay where they are."""
        bar, before = self.verticalScrollBar(), self._top.height()
        out_of_sight = 0 < before <= bar.value()
        self._top.resize(width, height)
        self.updateGeometries()
        if out_of_sight:
            bar.setValue(bar.value() + height - before)
        self._top.move(0, -bar.value())
        self.viewport().update()

    @Slot()
    def _remember_place(self) -> None:
        current = self.currentIndex()
        key = key_of(current.data(Role.VIDEO)) if current.isValid() else None
        chosen = {key_of(video) for video in self.chosen}
        self._place = _Place(chosen, key, self._seen() if self.verticalScrollBar().value() else [])

    def _seen(self) -> list[tuple[Key, int]]:
        first = self.indexAt(QPoint(self.gridSize().width() // 2, max(0, self._top.geometry().bottom() + 1)))
        seen = []
        for row in range(first.row() if first.isValid() else 0, len(self.cards.videos)):
            above = self.visualRect(self.cards.index(row)).top()
            if above > self.viewport().height():
                break
            seen.append((key_of(self.cards.videos[row]), above))
        return seen

    @Slot()
    def _return_to_place(self) -> None:
        place, self._place = self._place, None
        if place is None:
            return
        self.executeDelayedItemsLayout()
        self.choose(place.chosen)
        row = self.cards.row_of(place.current) if place.current is not None else None
        if row is not None:
            self.selectionModel().setCurrentIndex(self.cards.index(row), _Flag.NoUpdate)
        for key, above in place.seen:
            row = self.cards.row_of(key)
            if row is not None:
                moved = self.visualRect(self.cards.index(row)).top() - above
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
                return

    @Slot(QWidget, QWidget)
    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Scroll what has the focus now into view, if it is in the top."""
        if now is None or not self._top.isAncestorOf(now):
            return
        area = QRect(now.mapTo(self._top, QPoint()), now.size())
        bar = self.verticalScrollBar()
        if area.top() < bar.value():
            bar.setValue(max(0, area.top() - SPACE))
        elif area.bottom() > bar.value() + self.viewport().height():
            bar.setValue(area.bottom() + SPACE - self.viewport().height())
