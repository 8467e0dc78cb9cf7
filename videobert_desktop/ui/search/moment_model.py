"""The moments that a search found, for a list: one after the other, or by the video that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.search.moment_texts import count_of_moments, spoken
from videobert_desktop.ui.texts import shown

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Section:
    """The row above the moments of a video.

    Attributes:
        best: The video's best moment.
        count: How many moments there are of it.
    """

    best: Moment
    count: int


class MomentModel(QAbstractListModel):
    """One row a moment, best first; or grouped, with a section above the moments of each video in time order.

    A section's row can be neither chosen nor entered.

    Roles: the display role is the file's name; `MOMENT` is the `Moment` itself, and `SECTION` the `Section`, of which
    a row has one.
    """

    MOMENT = Qt.ItemDataRole.UserRole
    SECTION = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments: tuple[Moment, ...] = ()
        self._grouped = False
        self._rows: list[Moment | Section] = []

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All moments, best first."""
        return self._moments

    @property
    def grouped(self) -> bool:
        """Whether they are grouped by video."""
        return self._grouped

    def show(self, moments: Sequence[Moment]) -> None:
        """Show other moments, best first."""
        self._show(tuple(moments), grouped=self._grouped)

    def set_grouped(self, grouped: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Group the moments by video, or do not."""
        if grouped != self._grouped:
            self._show(self._moments, grouped=grouped)

    def row_of(self, moment: Moment) -> int | None:
        """The row that shows the same stretch of the same video, if there is one."""
        places = ((row, item) for row, item in enumerate(self._rows) if isinstance(item, Moment))
        return next((row for row, item in places if place_of(item) == place_of(moment)), None)

    @Slot(int)
    def refresh_pictures(self, video_id: int) -> None:
        """There is a picture of a video that was not there before."""
        for row, item in enumerate(self._rows):
            moment = item if isinstance(item, Moment) else item.best
            if moment.video_id == video_id:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: D102 - Qt's name
        if index.isValid() and isinstance(self._rows[index.row()], Section):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        item = self._rows[index.row()]
        moment = item if isinstance(item, Moment) else item.best
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(moment.path.name)
            case Qt.ItemDataRole.ToolTipRole:
                return shown(moment.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(item) if isinstance(item, Moment) else _spoken(item)
            case self.MOMENT:
                return item if isinstance(item, Moment) else None
            case self.SECTION:
                return item if isinstance(item, Section) else None
        return None

    def _show(self, moments: tuple[Moment, ...], *, grouped: bool) -> None:
        self.beginResetModel()
        self._moments = moments
        self._grouped = grouped
        self._rows = _by_video(moments) if grouped else list(moments)
        self.endResetModel()


def place_of(moment: Moment) -> tuple[int, float, float]:
    """What makes two moments the same, though one may be more probable by now."""
    return moment.video_id, moment.span.start, moment.span.end


def _by_video(moments: Sequence[Moment]) -> list[Moment | Section]:
    """The videos in the order of their best moments, and below each its moments in time order."""
    groups: dict[int, list[Moment]] = {}
    for moment in moments:
        groups.setdefault(moment.video_id, []).append(moment)
    rows: list[Moment | Section] = []
    for group in groups.values():
        in_time_order = sorted(group, key=lambda moment: moment.span.start)
        rows += [Section(group[0], len(group)), *in_time_order]
    return rows


def _spoken(section: Section) -> str:
    return f"{shown(section.best.path.name)}, {count_of_moments(section.count)}"
