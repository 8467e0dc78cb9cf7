"""The folders that the library watches, for a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.ui.texts import shown, videos

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()


class FolderRole(IntEnum):
    """What a row of the list asks its model for, besides what every view does."""

    FOLDER = Qt.ItemDataRole.UserRole
    COUNT = Qt.ItemDataRole.UserRole + 1
    """How many videos there are in it."""


class FolderModel(QAbstractListModel):
    """One row for all videos, and then one for each folder; only the latter have a `LibraryFolder`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: Sequence[LibraryFolder] = ()
        self._total = 0

    @property
    def folders(self) -> Sequence[LibraryFolder]:
        """The folders that are shown."""
        return self._folders

    def show(self, folders: Sequence[LibraryFolder], total: int) -> None:
        """Show these folders, in a library with so many videos."""
        same = [folder.path for folder in folders] == [folder.path for folder in self._folders]
        if not same:
            self.beginResetModel()
        self._folders, self._total = tuple(folders), total
        if not same:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def row_of(self, path: Path | None) -> int | None:
        """The row of a folder, or of all videos for None; None if it is not shown."""
        paths = [None, *(folder.path for folder in self._folders)]
        return paths.index(path) if path in paths else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else 1 + len(self._folders)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        folder = self._folders[index.row() - 1] if index.row() else None
        match role:
            case FolderRole.FOLDER:
                return folder
            case FolderRole.COUNT:
                return self._total if folder is None else folder.videos
            case Qt.ItemDataRole.DisplayRole:
                return self.tr("All videos") if folder is None else self._name(folder)
            case Qt.ItemDataRole.ToolTipRole:
                return None if folder is None else shown(folder.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(folder)
        return None

    def _name(self, folder: LibraryFolder) -> str:
        """The last part of its path; all of it where that is not enough to tell folders apart."""
        names = Counter(other.path.name for other in self._folders)
        return shown(folder.path.name if folder.path.name and names[folder.path.name] == 1 else folder.path)

    def _spoken(self, folder: LibraryFolder | None) -> str:
        name = self.tr("All videos") if folder is None else self._name(folder)
        count = self._total if folder is None else folder.videos
        offline = [self.tr("offline")] if folder is not None and not folder.there else []
        return ", ".join([name, videos(count), *offline])
