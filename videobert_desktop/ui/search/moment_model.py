"""The moments that a search found, for a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from videobert_desktop.domain.moment import Moment
from videobert_desktop.ui.texts import shown, stretch

Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()


class MomentModel(QAbstractListModel):
    """One row a moment, best first.

    Roles: the display role is the file's name; `MOMENT` is the `Moment` itself.
    """

    MOMENT = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments: tuple[Moment, ...] = ()

    def show(self, moments: Sequence[Moment]) -> None:
        """Show other moments."""
        self.beginResetModel()
        self._moments = tuple(moments)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802, D102 - Qt's name
        return 0 if parent.isValid() else len(self._moments)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102
        if not index.isValid():
            return None
        moment = self._moments[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(moment.path.name)
            case Qt.ItemDataRole.ToolTipRole:
                return shown(moment.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(index.row() + 1, moment)
            case self.MOMENT:
                return moment
        return None


def _spoken(rank: int, moment: Moment) -> str:
    offline = "" if moment.online else ", offline"
    when = stretch(moment.span.start, moment.span.end)
    return f"{rank}: {shown(moment.path.name)}, {when}, {moment.confidence:.0%} sure{offline}"
