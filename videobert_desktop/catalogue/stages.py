"""How far the stages have come that follow upon the pictures: subtitles, speech, screen text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.catalogue.videos import time_from_text, time_to_text

_SELECT = "SELECT video_id, stage, recogniser, position, complete, detail, at FROM stages"


@dataclass(frozen=True, slots=True)
class StageRow:
    """How far one recogniser has come with one video.

    Attributes:
        video_id: The video.
        stage: "subtitles", "speech", "screen" or the like.
        recogniser: What does the work, with its revision, so that another one begins anew.
        position: Seconds of the video that are done; what comes of them is in the catalogue.
        complete: Whether there is nothing left to do.
        detail: What is to be said about it ("no sound"); empty if there is nothing.
        at: When it came this far, timezone-aware.
    """

    video_id: int
    stage: str
    recogniser: str
    position: float
    complete: bool
    detail: str
    at: datetime


class StageStore:
    """Rows of the table `stages`: one for each video, stage and recogniser that has begun.

    A stage that gets on belongs in the transaction of what it has found.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, video_id: int, stage: str, recogniser: str) -> StageRow | None:
        """How far a recogniser has come; None if it has not begun."""
        sql = f"{_SELECT} WHERE video_id = ? AND stage = ? AND recogniser = ?"
        row = self._connection.one(sql, (video_id, stage, recogniser))
        return None if row is None else _stage(row)

    def of_video(self, video_id: int) -> list[StageRow]:
        """Everything that has begun on a video, by stage and recogniser."""
        rows = self._connection.all(f"{_SELECT} WHERE video_id = ? ORDER BY stage, recogniser", (video_id,))
        return [_stage(row) for row in rows]

    def advance(self, video_id: int, stage: str, recogniser: str, position: float, at: datetime) -> None:
        """Note that a recogniser has come to `position`, in seconds, and has not finished.

        Raises:
            ValueError: `at` has no timezone.
        """
        self._connection.run(
            """INSERT INTO stages (video_id, stage, recogniser, position, complete, detail, at)
                VALUES (?, ?, ?, ?, 0, '', ?)
                ON CONFLICT (video_id, stage, recogniser) DO UPDATE
                SET position = excluded.position, complete = 0, detail = '', at = excluded.at""",
            (video_id, stage, recogniser, position, time_to_text(at)),
        )

    def complete(self, video_id: int, stage: str, recogniser: str, at: datetime, detail: str = "") -> None:
        """Note that nothing is left to do, and, if there is something to be said, why.

        Raises:
            ValueError: `at` has no timezone.
        """
        self._connection.run(
            """INSERT INTO stages (video_id, stage, recogniser, position, complete, detail, at)
                VALUES (?, ?, ?, 0, 1, ?, ?)
                ON CONFLICT (video_id, stage, recogniser) DO UPDATE
                SET complete = 1, detail = excluded.detail, at = excluded.at""",
            (video_id, stage, recogniser, detail, time_to_text(at)),
        )

    def forget(self, video_id: int, stage: str, recogniser: str | None = None) -> None:
        """Have a stage begin anew with a video: that of one recogniser, or of all."""
        sql = "DELETE FROM stages WHERE video_id = ?1 AND stage = ?2 AND (?3 IS NULL OR recogniser = ?3)"
        self._connection.run(sql, (video_id, stage, recogniser))

    def count(self, stage: str) -> int:
        """How many videos have a stage behind them, whatever the recogniser."""
        sql = "SELECT count(DISTINCT video_id) FROM stages WHERE stage = ? AND complete"
        return self._connection.number(sql, (stage,))

    def unfinished(self, stage: str, recogniser: str) -> list[int]:
        """The ids of the videos that a recogniser has not been through, ascending; those it has not begun, too."""
        rows = self._connection.all(
            """SELECT id FROM videos WHERE NOT EXISTS (SELECT 1 FROM stages
                WHERE video_id = videos.id AND stage = ? AND recogniser = ? AND complete) ORDER BY id""",
            (stage, recogniser),
        )
        return [row[0] for row in rows]


def _stage(row: Row) -> StageRow:
    video_id, stage, recogniser, position, complete, detail, at = row
    return StageRow(video_id, stage, recogniser, position, bool(complete), detail, time_from_text(at))
