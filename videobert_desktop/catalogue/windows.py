"""The windows of the videos: what the vector index holds a vector of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.domain.timing import Span

_FROM = "FROM windows JOIN units ON units.id = windows.unit_id"
_SELECT = f"""SELECT windows.id, units.video_id, windows.unit_id, windows.number, windows.start_time, windows.end_time
    {_FROM}"""

_TIMELINE = np.dtype([("id", np.int64), ("video", np.int64), ("start", np.float64), ("end", np.float64)])
_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window that one pack has indexed.

    Attributes:
        id: The catalogue's id, and the vector's in the index; never used again for another window.
        video_id: The video it is part of.
        unit_id: The unit it is part of.
        number: Its place in the video, from 0.
        span: Its stretch of the video, in seconds.
    """

    id: int
    video_id: int
    unit_id: int
    number: int
    span: Span


class Timeline(NamedTuple):
    """Many windows, ordered by video and then by time.

    Attributes:
        ids: (n,) int64, of the windows.
        videos: (n,) int64, the video of each.
        starts: (n,) float64, in seconds.
        ends: (n,) float64, in seconds.
    """

    ids: NDArray[np.int64]
    videos: NDArray[np.int64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]


class WindowStore:
    """Rows of the table `windows`; `UnitStore.commit` writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_video(self, video_id: int, pack_id: int) -> list[WindowRow]:
        """A video's windows in time order, which is the order of its embeddings' rows."""
        sql = f"{_SELECT} WHERE units.video_id = ? AND units.pack_id = ? ORDER BY windows.number"
        return [_window(row) for row in self._connection.all(sql, (video_id, pack_id))]

    def ids(self, pack_id: int) -> NDArray[np.int64]:
        """The ids of a pack's windows, (n,) int64, ascending: what its index must hold."""
        rows = self._connection.all(f"SELECT windows.id {_FROM} WHERE units.pack_id = ? ORDER BY 1", (pack_id,))
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def count(self, pack_id: int) -> int:
        """How many windows a pack has."""
        return self._connection.number(f"SELECT count(*) {_FROM} WHERE units.pack_id = ?", (pack_id,))

    def counts_by_unit(self, pack_id: int) -> dict[int, int]:
        """How many windows each unit of a pack has, by the unit's id; a unit that has none is left out."""
        sql = f"SELECT windows.unit_id, count(*) {_FROM} WHERE units.pack_id = ? GROUP BY windows.unit_id"
        return dict(self._connection.all(sql, (pack_id,)))

    def timeline(self, pack_id: int) -> Timeline:
        """All windows of a pack, ordered by video and then by time, in as little memory as they need."""
        # The windows' own order is the quickest to read; left to itself, SQLite goes by units.
        sql = """SELECT windows.id, units.video_id, windows.start_time, windows.end_time
            FROM windows CROSS JOIN units ON units.id = windows.unit_id
            WHERE windows.id > ? AND units.pack_id = ? ORDER BY windows.id LIMIT ?"""
        parts, last = [np.empty(0, _TIMELINE)], 0
        while rows := self._connection.all(sql, (last, pack_id, _ROWS_AT_ONCE)):
            parts.append(np.array(rows, _TIMELINE))
            last = rows[-1][0]
        windows = np.concatenate(parts)
        order = np.lexsort((windows["start"], windows["video"]))
        windows = windows[order]
        return Timeline(*(windows[name].copy() for name in ("id", "video", "start", "end")))


def _window(row: Row) -> WindowRow:
    window_id, video_id, unit_id, number, start, end = row
    return WindowRow(window_id, video_id, unit_id, number, Span(start, end))
