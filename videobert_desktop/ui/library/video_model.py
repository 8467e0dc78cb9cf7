"""The library's videos, for a grid or a strip of cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.library.arranging import Key, key_of
from videobert_desktop.ui.sentences import translated
from videobert_desktop.ui.texts import clock, shown

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()


class Role(IntEnum):
    """What a card asks its model for, besides what every view does."""

    VIDEO = Qt.ItemDataRole.UserRole
    PART = Qt.ItemDataRole.UserRole + 1
    """How far its indexing is, in [0, 1]; None while it is not being indexed."""


class VideoModel(QAbstractListModel):
    """One row a video, in the order in which they are given.

    Qt's own proxy for sorting and filtering compares rows one pair at a time, which takes it a fifth of a second for
    ten thousand videos; so `arranged` makes the order, and the model only says what is different: nothing but rows
    that changed, as a rule, or else that everything did. Views hold on to videos by their keys, and not by their rows.

    Signals:
        about_to_change: Other rows will be there in a moment.
        changed: Other rows are there.
    """

    about_to_change = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._videos: list[LibraryVideo] = []
        self._keys: list[Key] = []
        self._rows: dict[Key, int] = {}
        self._indexing: tuple[int, float] | None = None

    @property
    def videos(self) -> Sequence[LibraryVideo]:
        """What is shown."""
        return self._videos

    def show(self, videos: Sequence[LibraryVideo]) -> None:
        """Show these videos, each of which is there once."""
        keys = [key_of(video) for video in videos]
        if keys == self._keys:
            self._update(videos)
            return
        self.about_to_change.emit()
        self.beginResetModel()
        self._videos, self._keys = list(videos), keys
        self._rows = {key: row for row, key in enumerate(keys)}
        self.endResetModel()
        self.changed.emit()

    def show_indexing(self, video_id: int | None, part: float = 0.0) -> None:
        """Show how far the indexing of a video is, in [0, 1]; None for no video."""
        before = self._indexing
        self._indexing = None if video_id is None else (video_id, part)
        for indexing in {before, self._indexing} if before != self._indexing else ():
            if indexing is not None:
                self._tell_part(indexing[0])

    def row_of(self, key: Key) -> int | None:
        """The row of a video; None if it is not shown."""
        return self._rows.get(key)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else len(self._videos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        video = self._videos[index.row()]
        match role:
            case Role.VIDEO:
                return video
            case Role.PART:
                return self._part(video)
            case Qt.ItemDataRole.DisplayRole:
                return shown(video.path.name)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (shown(video.path), _note(video)) if part)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(self._spoken(video))
        return None

    def _tell_part(self, video_id: int) -> None:
        row = self._rows.get(video_id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [Role.PART])

    def _part(self, video: LibraryVideo) -> float | None:
        if self._indexing is None or self._indexing[0] != video.id:
            return None
        return self._indexing[1]

    def _spoken(self, video: LibraryVideo) -> Iterable[str]:
        yield shown(video.path.name)
        if video.duration:
            yield clock(video.duration)
        part = self._part(video)
        yield self._state(video) if part is None else self.tr("indexing, {percent} %").format(percent=int(part * 100))
        if video.note:
            yield _note(video)
        if video.watched > 0:
            yield self.tr("{percent} % watched").format(percent=round(video.watched * 100))

    def _state(self, video: LibraryVideo) -> str:
        match video.state:
            case VideoState.INDEXED:
                return self.tr("indexed")
            case VideoState.WAITING:
                return self.tr("first in line") if video.first else self.tr("waiting")
            case VideoState.FAILED:
                return self.tr("failed")
            case VideoState.OFFLINE:
                return self.tr("offline")

    def _update(self, videos: Sequence[LibraryVideo]) -> None:
        """Take over what is different about the same videos, and tell of it in stretches of rows."""
        different = [row for row, (new, old) in enumerate(zip(videos, self._videos, strict=True)) if new != old]
        self._videos = list(videos)
        for first, last in stretches(different):
            self.dataChanged.emit(self.index(first), self.index(last))


def _note(video: LibraryVideo) -> str:
    return shown(translated(video.note))


def stretches(rows: Iterable[int]) -> Sequence[tuple[int, int]]:
    """The first and the last of all rows that follow each other without a gap."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
