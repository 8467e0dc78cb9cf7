"""The top of the window: searching, how far indexing is, and the way to the preferences."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from videobert_desktop.ui.jobs.indexing_bar import IndexingBar
from videobert_desktop.ui.search.search_field import SearchField
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.icon_button import IconButton

_WIDEST_FIELD = 980


class Header(QWidget):
    """One row.

    Signals:
        preferences_asked: The preferences shall be shown.
        shortcuts_asked: The keys shall be shown.
    """

    preferences_asked = Signal()
    shortcuts_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search_field = SearchField()
        self.search_field.setMaximumWidth(_WIDEST_FIELD)
        self.indexing_bar = IndexingBar()
        self._shortcuts = IconButton("help", self.tr("Keyboard shortcuts (?)"))
        self._shortcuts.clicked.connect(self.shortcuts_asked)
        self._preferences = IconButton("settings", self.tr("Preferences (Ctrl+,)"))
        self._preferences.clicked.connect(self.preferences_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE + 2, 2 * SPACE, SPACE + 2)
        row.setSpacing(SPACE)
        row.addWidget(self.search_field, 10)
        row.addStretch(1)
        row.addWidget(self.indexing_bar)
        row.addWidget(self._shortcuts)
        row.addWidget(self._preferences)
