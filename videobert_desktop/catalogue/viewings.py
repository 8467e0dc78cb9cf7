"""How far each video was watched."""

from __future__ import annotations

from collections import defaultdict

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.catalogue.videos import time_from_text, time_to_text
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing


class ViewingStore:
    """Rows of the tables `viewings` and `watched_spans`: one viewing a video."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, viewing: Viewing) -> None:
        """Enter how far a video was watched, in place of what was known of it; the video must be there.

        Raises:
            ValueError: The time has no timezone.
        """
        with self._connection.transaction():
            self._connection.run("DELETE FROM viewings WHERE video_id = ?", (viewing.video_id,))
            self._connection.run(
                "INSERT INTO viewings (video_id, position, seen) VALUES (?, ?, ?)",
                (viewing.video_id, viewing.position, time_to_text(viewing.seen)),
            )
            self._connection.run_many(
                "INSERT INTO watched_spans (video_id, start_time, end_time) VALUES (?, ?, ?)",
                ((viewing.video_id, span.start, span.end) for span in viewing.watched),
            )

    def get(self, video_id: int) -> Viewing | None:
        """How far a video was watched; None if it never was."""
        viewings = self._select("WHERE video_id = ?", video_id)
        return viewings[0] if viewings else None

    def all(self) -> list[Viewing]:
        """How far each video was watched that ever was, the latest first."""
        return sorted(self._select(""), key=lambda viewing: viewing.seen, reverse=True)

    def clear(self) -> None:
        """Forget what was watched."""
        self._connection.run("DELETE FROM viewings")

    def _select(self, where: str, *values: object) -> list[Viewing]:
        spans: defaultdict[int, list[Span]] = defaultdict(list)
        columns = "video_id, start_time, end_time"
        for video_id, start, end in self._connection.all(
            f"SELECT {columns} FROM watched_spans {where} ORDER BY video_id, start_time",  # noqa: S608 - words of ours
            values,
        ):
            spans[video_id].append(Span(start, end))
        rows = self._connection.all(f"SELECT video_id, position, seen FROM viewings {where}", values)  # noqa: S608
        return [_viewing(row, spans[row[0]]) for row in rows]


def _viewing(row: Row, spans: list[Span]) -> Viewing:
    video_id, position, seen = row
    return Viewing(video_id, position, tuple(spans), time_from_text(seen))
