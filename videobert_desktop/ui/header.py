"""The top of the window: searching, adding, and how far indexing is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.ui.jobs.indexing_bar import IndexingBar
from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import icon

_PAUSE_IN_TYPING = 300  # milliseconds


class Header(QWidget):
    """The search field, the buttons that add videos, and the bar of the indexing.

    Signals:
        search_asked: (str) search for this: Enter was pressed, or typing paused. Empty: search for nothing.
        folder_asked: A folder shall be added.
        files_asked: Files shall be added.
    """

    search_asked = Signal(str)
    folder_asked = Signal()
    files_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._asked = ""
        self.search_field = self._make_search_field()
        self._sign = QAction(self)
        self.search_field.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_IN_TYPING)
        self._typing.timeout.connect(self._ask)
        self.add_folder = QPushButton("Add folder…")
        self.add_folder.clicked.connect(self.folder_asked)
        self.add_files = QPushButton("Add files…")
        self.add_files.setShortcut(QKeySequence(QKeySequence.StandardKey.Open))
        self.add_files.clicked.connect(self.files_asked)
        self.indexing_bar = IndexingBar()
        self._lay_out()
        self._colour()

    @property
    def query(self) -> str:
        """What is asked for, without blanks around it."""
        return self.search_field.text().strip()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    @Slot()
    def _on_edited(self) -> None:
        self._typing.start()

    @Slot()
    def _on_enter(self) -> None:
        self._asked = ""  # who presses Enter wants it searched, even once more
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._typing.stop()
        if self.query != self._asked or not self.query:
            self._asked = self.query
            self.search_asked.emit(self.query)

    @Slot()
    def _focus_search(self) -> None:
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def _make_search_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("search")
        field.setPlaceholderText("describe a moment")
        field.setAccessibleName("Search: describe a moment")
        field.setToolTip("Describe a moment in your own words ( / )")
        field.setClearButtonEnabled(True)
        field.setMaxLength(500)
        field.textChanged.connect(self._on_edited)
        field.returnPressed.connect(self._on_enter)
        QShortcut(QKeySequence("/"), self, self._focus_search)
        return field

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.search_field, 1)
        row.addWidget(self.add_folder)
        row.addWidget(self.add_files)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self.indexing_bar)

    def _colour(self) -> None:
        self._sign.setIcon(icon("search", colour_of(Tone.QUIET, self.palette())))
