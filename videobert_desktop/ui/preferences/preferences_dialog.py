"""The preferences: what is chosen holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.about_page import AboutPage
from videobert_desktop.ui.preferences.form import scrolling
from videobert_desktop.ui.preferences.general_page import GeneralPage
from videobert_desktop.ui.preferences.indexing_page import IndexingPage
from videobert_desktop.ui.preferences.library_page import LibraryPage
from videobert_desktop.ui.preferences.storage_page import StoragePage
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.icons import icon, sign

if TYPE_CHECKING:
    from videobert_desktop.services.caches import CacheSizes
    from videobert_desktop.services.library_folders import LibraryFolder

_SIGNS = {
    "general": "settings",
    "library": "library",
    "indexing": "sparkle",
    "storage": "storage",
    "about": "info",
}

_SIGN = 20


class PreferencesDialog(QDialog):
    """Sections on the left, and the options of one of them.

    Signals:
        changed: (Settings) what is chosen now.
        folder_add_asked: A folder shall be chosen and added to the library.
        folder_remove_asked: (Path) this folder shall not be watched any more.
        clear_asked: (str) "thumbnails", "index", "viewing" or "searches" shall be cleared.
        show_asked: (Path) this file or directory shall be shown in the file manager.
        sizes_asked: The sizes of the caches are to be seen; `show_sizes` shows them.
    """

    changed = Signal(object)
    folder_add_asked = Signal()
    folder_remove_asked = Signal(object)
    clear_asked = Signal(str)
    show_asked = Signal(object)
    sizes_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Make a dialog that shows `settings`; `open` it."""
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(840, 640)
        self._settings = settings
        self.general = GeneralPage(settings)
        self.library = LibraryPage(settings)
        self.indexing = IndexingPage(settings)
        self.storage = StoragePage(settings)
        self.about = AboutPage()
        self._sections = QListWidget()
        self._pages = QStackedWidget()
        self._fill()
        self._lay_out()
        self._connect()
        self._colour()
        self.open_section("general")

    @property
    def settings(self) -> Settings:
        """What is chosen now."""
        return self._settings

    @property
    def section(self) -> str:
        """The section that is open: "general", "library", "indexing", "storage" or "about"."""
        return list(_SIGNS)[self._pages.currentIndex()]

    def open_section(self, name: str) -> None:
        """Show the options of a section."""
        self._sections.setCurrentRow(list(_SIGNS).index(name))

    def show_folders(self, folders: Sequence[LibraryFolder]) -> None:
        """Show the library's folders instead of those before."""
        self.library.show_folders(folders)

    def show_library(self, path: Path) -> None:
        """Show where the library's index lives."""
        self.library.show_library(path)

    @Slot(object)
    def show_sizes(self, sizes: CacheSizes) -> None:
        """Show how much room the caches take now."""
        self.storage.show_sizes(sizes)

    @Slot(str)
    def show_cleared(self, what: str) -> None:
        """Say that "viewing" or "searches" is forgotten now; of caches their sizes tell."""
        if what in ("viewing", "searches"):
            self.general.show_cleared(what)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    @Slot(str, object)
    def _on_chosen(self, option: str, value: object) -> None:
        changes = {option: value}
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]
        self.changed.emit(self._settings)

    @Slot(int)
    def _on_section(self, row: int) -> None:
        self._pages.setCurrentIndex(row)
        if self.section == "storage":
            self.sizes_asked.emit()

    def _fill(self) -> None:
        names = (self.tr("General"), self.tr("Library"), self.tr("Indexing"), self.tr("Storage"), self.tr("About"))
        pages = (self.general, self.library, self.indexing, self.storage, self.about)
        for name, page in zip(names, pages, strict=True):
            item = QListWidgetItem(name, self._sections)
            item.setSizeHint(QSize(0, 40))
            self._pages.addWidget(scrolling(page))

    def _lay_out(self) -> None:
        self._sections.setObjectName("sections")
        self._sections.setAccessibleName(self.tr("Sections"))
        self._sections.setFixedWidth(190)
        self._sections.setIconSize(QSize(_SIGN, _SIGN))
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(3 * SPACE, SPACE, 3 * SPACE, 2 * SPACE)
        bottom.addStretch()
        bottom.addWidget(close)
        right = QVBoxLayout()
        right.addWidget(self._pages, 1)
        right.addLayout(bottom)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._sections)
        layout.addLayout(right, 1)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field shall not press whatever comes first

    def _connect(self) -> None:
        self._sections.currentRowChanged.connect(self._on_section)
        for page in (self.general, self.library, self.indexing, self.storage):
            page.chosen.connect(self._on_chosen)
        for clearing in (self.general, self.storage):
            clearing.clear_asked.connect(self.clear_asked)
        for showing in (self.library, self.about):
            showing.show_asked.connect(self.show_asked)
        self.library.folder_add_asked.connect(self.folder_add_asked)
        self.library.folder_remove_asked.connect(self.folder_remove_asked)

    def _colour(self) -> None:
        colour = self.palette().text().color()
        for row, name in enumerate(_SIGNS.values()):
            drawing = icon(name, colour)
            drawing.addPixmap(sign(name, colour, _SIGN), QIcon.Mode.Selected)  # else Qt would make it paler
            self._sections.item(row).setIcon(drawing)
