"""The list of moments: what the keys, the pointer and the context menu do in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QMenu, QToolTip, QWidget

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.search.moment_delegate import MomentDelegate
from videobert_desktop.ui.search.moment_model import MomentModel
from videobert_desktop.ui.texts import clock

SIMILAR_KEY = "Ctrl+L"
WHY_KEY = "W"
_OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


class _Button(Enum):
    """A button on a card."""

    SIMILAR = auto()
    WHY = auto()


class MomentView(QListView):
    """Arrow keys choose, Enter or a click plays.

    A click on the button at a card's right looks for more like it, one on that on its picture asks why it was found.
    Keys that mean nothing here go on to whoever is around it, so that those of the player work from here.

    Signals:
        played: (Moment) it is to be played from its start.
        similar_asked: (Moment) more like it is wanted.
        why_asked: (Moment) it is to be explained.
        show_in_folder_asked: (Moment) its file is to be shown.
    """

    played = Signal(object)
    similar_asked = Signal(object)
    why_asked = Signal(object)
    show_in_folder_asked = Signal(object)

    def __init__(self, model: MomentModel, delegate: MomentDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._pressed = QPersistentModelIndex()
        self._pressed_button: _Button | None = None
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Moments found"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._menu = self._make_menu()
        self.offer_why(False)  # noqa: FBT003 - not before there are words to explain

    @property
    def menu(self) -> QMenu:
        """The context menu."""
        return self._menu

    def offer_why(self, offered: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Offer to explain moments, or do not."""
        self._delegate.explains = offered
        self._why.setEnabled(offered)
        self._why.setVisible(offered)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._play()
        elif event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        elif event.key() in _OWN_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def moveCursor(  # noqa: N802, D102 - Qt's name
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # The list itself stays where it is if one of these leads to a row that cannot be entered.
        match action:
            case QListView.CursorAction.MoveHome:
                rows = self._moments(range(self.model().rowCount()))[:1]
            case QListView.CursorAction.MoveEnd:
                rows = self._moments(range(self.model().rowCount()))[-1:]
            case QListView.CursorAction.MovePageDown:
                rows = self._page_from(range(self.currentIndex().row() + 1, self.model().rowCount()))
            case QListView.CursorAction.MovePageUp:
                rows = self._page_from(range(self.currentIndex().row() - 1, -1, -1))
            case _:
                return super().moveCursor(action, modifiers)
        return self.model().index(rows[-1], 0) if rows else self.currentIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = QPersistentModelIndex(index if left else QModelIndex())
        self._pressed_button = self._button_at(event.position().toPoint()) if left else None
        if self._pressed_button is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        index = self.indexAt(event.position().toPoint())
        same = self._pressed.isValid() and QPersistentModelIndex(index) == self._pressed
        button, self._pressed_button = self._pressed_button, None
        self._pressed = QPersistentModelIndex()
        if button is None:
            super().mouseReleaseEvent(event)
        moment = index.data(MomentModel.MOMENT)
        if not same or moment is None:
            return
        if button is None:
            self.played.emit(moment)
        elif self._button_at(event.position().toPoint()) is button:
            {_Button.SIMILAR: self.similar_asked, _Button.WHY: self.why_asked}[button].emit(moment)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        event.accept()  # the first click has played it already

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().mouseMoveEvent(event)
        on_button = self._button_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_button else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802, D102 - Qt's name
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self.tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
        return super().viewportEvent(event)

    def tip_at(self, place: QPoint) -> str:
        """What the button at a place of the viewport does; empty if there is none."""
        button = self._button_at(place)
        if button is _Button.SIMILAR:
            return self.tr("More like this ({key})").format(key=SIMILAR_KEY)
        return self.tr("Why this? ({key})").format(key=WHY_KEY) if button is _Button.WHY else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802, D102 - Qt's name
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.data(MomentModel.MOMENT) is None:
            return
        self.setCurrentIndex(index)
        place = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
        self._menu.popup(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # a card is as high as its picture, which is as wide as there is room

    @Slot()
    def _play(self) -> None:
        self._tell(self.played)

    @Slot()
    def _ask_for_similar(self) -> None:
        self._tell(self.similar_asked)

    @Slot()
    def _ask_why(self) -> None:
        self._tell(self.why_asked)

    @Slot()
    def _show_in_folder(self) -> None:
        self._tell(self.show_in_folder_asked)

    @Slot()
    def _copy_time(self) -> None:
        moment = self._current()
        if moment is not None:
            QGuiApplication.clipboard().setText(clock(moment.span.start, tenths=True))

    def _tell(self, signal: SignalInstance) -> None:
        moment = self._current()
        if moment is not None:
            signal.emit(moment)

    def _current(self) -> Moment | None:
        moment = self.currentIndex().data(MomentModel.MOMENT)
        return moment if isinstance(moment, Moment) else None

    def _moments(self, rows: Iterable[int]) -> list[int]:
        """Those of the rows that show a moment."""
        return [row for row in rows if self.model().index(row, 0).data(MomentModel.MOMENT) is not None]

    def _page_from(self, rows: Iterable[int]) -> list[int]:
        """The moments of the rows ahead that are no farther away than a page is high, and the next one in any case."""
        here, ahead = self.visualRect(self.currentIndex()).center().y(), self._moments(rows)
        places = [self.visualRect(self.model().index(row, 0)).center().y() for row in ahead]
        near = [row for row, place in zip(ahead, places, strict=True) if abs(place - here) <= self.viewport().height()]
        return near or ahead[:1]

    def _button_at(self, place: QPoint) -> _Button | None:
        """The button at a place of the viewport; None if there is none."""
        index = self.indexAt(place)
        if index.data(MomentModel.MOMENT) is None:
            return None
        row = self.visualRect(index)
        if self._delegate.button_rect(row).contains(place):
            return _Button.SIMILAR
        on_why = self._delegate.explains and self._delegate.why_rect(self, index, row).contains(place)
        return _Button.WHY if on_why else None

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self._add_entry(menu, self.tr("Play"), "", self._play)
        self._add_entry(menu, self.tr("More like this"), SIMILAR_KEY, self._ask_for_similar)
        self._why = self._add_entry(menu, self.tr("Why this?"), WHY_KEY, self._ask_why)
        self._add_entry(menu, self.tr("Show in file manager"), "", self._show_in_folder)
        self._add_entry(menu, self.tr("Copy time"), "Ctrl+C", self._copy_time)
        return menu

    def _add_entry(self, menu: QMenu, text: str, keys: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        menu.addAction(action)
        return action
