"""The library's videos, for a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.ui.texts import clock, shown

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()


class VideoModel(QAbstractListModel):
    """One row a video, in the order of their names.

    Roles: the display role is the file's name; `VIDEO` is the `LibraryVideo` itself.
    """

    VIDEO = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._videos: list[LibraryVideo] = []

    @property
    def videos(self) -> Sequence[LibraryVideo]:
        """What is in the list."""
        return tuple(self._videos)

    def show(self, videos: Sequence[LibraryVideo]) -> None:
        """Bring the list up to `videos`, sorted as ever; rows that stay keep their selection."""
        if not self._videos:
            self.beginResetModel()
            self._videos = list(videos)
            self.endResetModel()
            return
        self._remove_all_but({video.path for video in videos})
        for row, video in enumerate(videos):
            if row == len(self._videos) or self._videos[row].path != video.path:
                self.beginInsertRows(_NO_PARENT, row, row)
                self._videos.insert(row, video)
                self.endInsertRows()
            elif self._videos[row] != video:
                self._videos[row] = video
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else len(self._videos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        video = self._videos[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(video.path.name)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (shown(video.path), shown(video.note)) if part)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{shown(video.path.name)}, {details(video)}"
            case self.VIDEO:
                return video
        return None

    def _remove_all_but(self, paths: set[object]) -> None:
        for row in reversed(range(len(self._videos))):
            if self._videos[row].path not in paths:
                self.beginRemoveRows(_NO_PARENT, row, row)
                del self._videos[row]
                self.endRemoveRows()


def details(video: LibraryVideo) -> str:
    """A video's length and how it is doing, in one line."""
    length = [clock(video.duration)] if video.duration else []
    note = [shown(video.note)] if video.note else []
    return " \N{MIDDLE DOT} ".join([*length, video.state.value, *note])
