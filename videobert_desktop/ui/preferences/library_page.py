"""The library's folders, and where its index lives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.folder_row import FolderRow
from videobert_desktop.ui.preferences.form import Card, named, page_layout, quiet_label
from videobert_desktop.ui.preferences.switch import Switch
from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from videobert_desktop.services.library_folders import LibraryFolder


class LibraryPage(QWidget):
    """Folders to add and take away, whether they are watched, and the way to the index.

    Signals:
        chosen: (str, object) an option's name and its new value.
        folder_add_asked: A folder shall be chosen and added.
        folder_remove_asked: (Path) this folder shall not be watched any more.
        show_asked: (Path) this directory shall be shown in the file manager.
    """

    chosen = Signal(str, object)
    folder_add_asked = Signal()
    folder_remove_asked = Signal(object)
    show_asked = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.watch = Switch(on=settings.watch_folders)
        self.add_folder = QPushButton(self.tr("Add folder…"))
        self.show_index = QPushButton(self.tr("Show"))
        self._nothing = quiet_label(self.tr("No folder yet. Add one, and its videos become searchable."))
        self._folders = QVBoxLayout()
        self._place = ElidedLabel()
        self._place.setObjectName("quiet")
        self._index: Path | None = None
        self._lay_out()
        self.watch.toggled.connect(self._on_watch)
        self.add_folder.clicked.connect(self.folder_add_asked)
        self.show_index.clicked.connect(self._on_show)

    def show_folders(self, folders: Sequence[LibraryFolder]) -> None:
        """Show the library's folders instead of those before."""
        while (item := self._folders.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        before: QWidget = self.add_folder
        for folder in folders:
            row = FolderRow(folder.path, there=folder.there, videos=folder.videos)
            row.remove_asked.connect(self.folder_remove_asked)
            self._folders.addWidget(row)
            self.setTabOrder(before, row.remove)
            before = row.remove
            row.show()
        self._nothing.setVisible(not folders)

    def show_library(self, path: Path) -> None:
        """Show where the library's index lives."""
        self._index = path
        self._place.setText(shown(path))
        self._place.setToolTip(shown(path))
        self.show_index.setEnabled(True)

    @Slot(bool)
    def _on_watch(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.chosen.emit("watch_folders", on)

    @Slot()
    def _on_show(self) -> None:
        if self._index is not None:
            self.show_asked.emit(self._index)

    def _lay_out(self) -> None:
        layout = page_layout(self, self.tr("Library"))
        folders, index = Card(), Card()
        folders.add(self._folders_row())
        text = self.tr("New files in these folders are indexed by themselves while the window is open.")
        folders.add_option(self.tr("Watch the folders"), text, self.watch)
        index.add(self._index_row())
        layout.addWidget(folders)
        layout.addWidget(index)
        layout.addStretch()

    def _folders_row(self) -> QVBoxLayout:
        head = QHBoxLayout()
        text = self.tr("Their files are only ever read. A folder that is taken away keeps its videos in the library.")
        head.addWidget(named(self.tr("Folders"), text), 1)
        head.addSpacing(SPACE)
        head.addWidget(self.add_folder, 0, Qt.AlignmentFlag.AlignTop)
        self._folders.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addLayout(self._folders)
        column.addWidget(self._nothing)
        return column

    def _index_row(self) -> QHBoxLayout:
        self.show_index.setAccessibleName(self.tr("Show the index in the file manager"))
        self.show_index.setToolTip(self.show_index.accessibleName())
        self.show_index.setEnabled(False)
        column = QVBoxLayout()
        column.setSpacing(SPACE // 2)
        text = self.tr("What is known of the videos: about 20 MB for an hour of video.")
        column.addWidget(named(self.tr("Where the index lives"), text))
        column.addWidget(self._place)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addLayout(column, 1)
        row.addWidget(self.show_index)
        return row
