"""The list of lines: follows what is said, goes where one is chosen, and gives what is selected to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from videobert_desktop.ui.texts import clock, shown
from videobert_desktop.ui.transcript.line_delegate import LineDelegate
from videobert_desktop.ui.transcript.line_model import Index, LineModel

_LEFT_ALONE = 5000  # milliseconds
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class LineView(QListView):
    """Shows a transcript.

    Signals:
        chosen: (float) the second at which a line begins that was clicked, or of which Enter was pressed.
        undo_asked: (int) the line of that id is to say what it said at first.
    """

    chosen = Signal(float)
    undo_asked = Signal(int)

    def __init__(self, model: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = LineDelegate(self)
        self._scrolled = QTimer(self)
        self._scrolled.setSingleShot(True)
        self._scrolled.setInterval(_LEFT_ALONE)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Transcript"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        edit = QAbstractItemView.EditTrigger
        self.setEditTriggers(edit.DoubleClicked | edit.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.show_menu)
        self.clicked.connect(self._on_chosen)
        self.verticalScrollBar().sliderPressed.connect(self._scrolled.start)

    @Slot(float)
    def follow(self, second: float) -> None:
        """Mark what is said now, and have it in sight unless somebody looks elsewhere."""
        if self._model.show_second(second) and self._model.row_now >= 0 and not self._is_used:
            self.scrollTo(self._model.index(self._model.row_now), QAbstractItemView.ScrollHint.PositionAtCenter)

    @Slot()
    def copy(self) -> None:
        """Put the text of the selected lines on the clipboard."""
        self._copy(times=False)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802, D102 - Qt's name
        if list(roles) == [LineModel.SAID_NOW]:
            self.update(first)  # to lay thousands of lines out anew, every few seconds, would be felt
        else:
            super().dataChanged(first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _ENTER and self.state() is not QAbstractItemView.State.EditingState:
            self._on_chosen(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802, D102 - Qt's name
        self._scrolled.start()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102 - Qt's name
        if self._delegate.width != self.viewport().width():
            self._delegate.width = self.viewport().width()
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    @Slot(QPoint)
    def show_menu(self, place: QPoint) -> None:
        """Offer what can be done with the line at a place of the list."""
        index = self.indexAt(place)
        menu = self.menu_for(index)
        if menu is not None:
            menu.exec(self.viewport().mapToGlobal(place))
            menu.deleteLater()

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """What can be done with a line; None where there is none."""
        line = index.data(LineModel.LINE) if index.isValid() else None
        if line is None:
            return None
        menu = QMenu(self)
        menu.addAction(self.tr("Copy"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        menu.addAction(self.tr("Copy with times"), self._copy_with_times)
        menu.addSeparator()
        menu.addAction(self.tr("Edit the line"), QKeySequence("F2"), lambda: self.edit(index))
        undo = menu.addAction(self.tr("Undo the edit"), lambda: self.undo_asked.emit(line.id))
        undo.setEnabled(line.edited)
        return menu

    @property
    def _is_used(self) -> bool:
        """Whether somebody scrolls, selects several lines or writes."""
        several = len(self.selectedIndexes()) > 1
        return self._scrolled.isActive() or several or self.state() is QAbstractItemView.State.EditingState

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        line = index.data(LineModel.LINE) if index.isValid() else None
        keys = QGuiApplication.keyboardModifiers()
        if line is not None and not keys & _SELECTING:
            self.chosen.emit(line.span.start)

    @Slot()
    def _copy_with_times(self) -> None:
        self._copy(times=True)

    def _copy(self, *, times: bool) -> None:
        rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
        lines = [index.data(LineModel.LINE) for index in rows]
        texts = [f"{clock(line.span.start)}  {shown(line.text)}" if times else shown(line.text) for line in lines]
        if texts:
            QGuiApplication.clipboard().setText("\n".join(texts))
