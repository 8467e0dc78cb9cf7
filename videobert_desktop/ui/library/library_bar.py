"""The top of the library pane: which library it is, adding to it, and what of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from videobert_desktop.ui.library.arranging import SortBy
from videobert_desktop.ui.library.library_button import LibraryButton
from videobert_desktop.ui.theme import SPACE, Tone, colour_of
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.icons import icon

Choice = TypeVar("Choice")


class LibraryBar(QWidget):
    """Two rows: the library and the button that adds to it; the filter and the button that sorts.

    Attributes:
        libraries: The button that changes to another library.
        field: Where the filter is typed.
        add: The button that adds.
        sort: The button that sorts.

    Signals:
        folder_asked: A folder shall be added.
        files_asked: Files shall be added.
        filtered: (str) only videos with these words are wanted.
        sorted_by: (SortBy, bool) another order is wanted; true for descending.
        left: The filter is done with; the videos may have the keyboard.
    """

    folder_asked = Signal()
    files_asked = Signal()
    filtered = Signal(str)
    sorted_by = Signal(object, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.libraries = LibraryButton()
        self.field = _FilterField()
        self.field.setPlaceholderText(self.tr("Filter by name"))
        self.field.setAccessibleName(self.tr("Filter videos by name or folder"))
        self.field.textChanged.connect(self.filtered)
        self.field.left.connect(self.left)
        self.add = IconButton("add", self.tr("Add videos"))
        self.add.setMenu(self._make_adding())
        self.sort = IconButton("sort", self.tr("Sort videos"))
        self.sort.setMenu(self._make_sorting())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE - 2, SPACE + 2, SPACE, SPACE)
        layout.setSpacing(SPACE)
        for wide, button in ((self.libraries, self.add), (self.field, self.sort)):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            row = QHBoxLayout()
            row.setSpacing(SPACE // 2)
            row.addWidget(wide, 1)
            row.addWidget(button)
            layout.addLayout(row)

    @property
    def tab_order(self) -> list[QWidget]:
        """What the keyboard can be on, from the first to the last."""
        return [self.libraries, self.add, self.field, self.sort]

    def show_order(self, by: SortBy, *, descending: bool) -> None:
        """Have the menu say in which order the videos are."""
        self._orders[by].setChecked(True)
        self._directions[descending].setChecked(True)

    def _make_adding(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Add folder…")).triggered.connect(self.folder_asked)
        menu.addAction(self.tr("Add files…")).triggered.connect(self.files_asked)
        return menu

    def _make_sorting(self) -> QMenu:
        menu = QMenu(self)
        orders = {
            SortBy.NAME: self.tr("Name"),
            SortBy.ADDED: self.tr("When it was added"),
            SortBy.RECORDED: self.tr("When it was recorded"),
            SortBy.LENGTH: self.tr("Length"),
            SortBy.STATE: self.tr("How it is doing"),
        }
        self._orders = _choices(menu, orders)
        menu.addSeparator()
        self._directions = _choices(menu, {False: self.tr("Ascending"), True: self.tr("Descending")})
        for action in self._orders.values():
            action.triggered.connect(self._on_order)
        for action in self._directions.values():
            action.triggered.connect(self._on_direction)
        self.show_order(SortBy.NAME, descending=False)
        return menu

    @Slot()
    def _on_order(self) -> None:
        by = self._order
        self.show_order(by, descending=by.natural)
        self.sorted_by.emit(by, by.natural)

    @Slot()
    def _on_direction(self) -> None:
        self.sorted_by.emit(self._order, self._directions[True].isChecked())

    @property
    def _order(self) -> SortBy:
        return next(by for by, action in self._orders.items() if action.isChecked())


class _FilterField(QLineEdit):
    """Escape empties it, and the arrow down leaves it.

    Signals:
        left: It is done with.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self._sign = QAction(self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._colour()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self._sign.setIcon(icon("filter", colour_of(Tone.QUIET, self.palette())))


def _choices(menu: QMenu, texts: Mapping[Choice, str]) -> dict[Choice, QAction]:
    """An action in the menu for each choice, of which one is checked."""
    group = QActionGroup(menu)
    actions = {}
    for choice, text in texts.items():
        actions[choice] = QAction(text, group, checkable=True)
        menu.addAction(actions[choice])
    return actions
