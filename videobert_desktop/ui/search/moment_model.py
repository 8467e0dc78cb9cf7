"""The moments that a search found, for a list: one after the other, or by the video that they are of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.search.moment_rows import Divider, Row, Section, pictured, rows_of, spoken, title
from videobert_desktop.ui.texts import shown

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()


class MomentModel(QAbstractListModel):
    """One row a moment, best first; or grouped, with a section above the moments of each video in time order.

    A divider stands above those that are less likely. Neither it nor a section can be chosen or entered.

    Roles: the display role is the file's name, or what a divider says; `MOMENT` is the `Moment` itself, `SECTION` the
    `Section` and `DIVIDER` the `Divider`, of which a row has one.
    """

    MOMENT = Qt.ItemDataRole.UserRole
    SECTION = Qt.ItemDataRole.UserRole + 1
    DIVIDER = Qt.ItemDataRole.UserRole + 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments: tuple[Moment, ...] = ()
        self._grouped = False
        self._rows: list[Row] = []

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
            moment = pictured(item)
            if moment is not None and moment.video_id == video_id:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: D102 - Qt's name
        if index.isValid() and not isinstance(self._rows[index.row()], Moment):
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title(row)
            case Qt.ItemDataRole.ToolTipRole:
                moment = pictured(row)
                return None if moment is None else shown(moment.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case self.MOMENT:
                return row if isinstance(row, Moment) else None
            case self.SECTION:
                return row if isinstance(row, Section) else None
            case self.DIVIDER:
                return row if isinstance(row, Divider) else None
        return None

    def _show(self, moments: tuple[Moment, ...], *, grouped: bool) -> None:
        self.beginResetModel()
        self._moments = moments
        self._grouped = grouped
        self._rows = rows_of(moments, grouped=grouped)
        self.endResetModel()


def place_of(moment: Moment) -> tuple[int, float, float]:
    """What makes two moments the same, though one may be more probable by now."""
    return moment.video_id, moment.span.start, moment.span.end
