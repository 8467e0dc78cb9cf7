"""What is written in the videos' pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.catalogue.stages import StageStore
from videobert_desktop.domain.folding import folded
from videobert_desktop.domain.screen_text import Box, ScreenLine, ScreenText
from videobert_desktop.domain.timing import Span

STAGE = "screen"
"""The name of the stage that reads pictures."""

_SELECT = "SELECT id, video_id, start_time, end_time, lines FROM screen_texts"


@dataclass(frozen=True, slots=True)
class StoredScreenText:
    """A screen text of the catalogue.

    Attributes:
        id: The catalogue's id; never used again for another.
        video_id: The video.
        screen_text: What is written, where and when.
    """

    id: int
    video_id: int
    screen_text: ScreenText


class ScreenTextStore:
    """Rows of the table `screen_texts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stages = StageStore(connection)

    def add(self, video_id: int, recogniser: str, texts: Iterable[ScreenText], position: float, at: datetime) -> None:
        """Enter what was read on the way to `position`, and that the reading has come this far.

        Args:
            video_id: The video.
            recogniser: What has read it, with its revision.
            texts: What was read; may be nothing.
            position: Seconds of the video that are done.
            at: When; timezone-aware.

        Raises:
            ValueError: A text is not text (it has lone surrogates), or `at` has no timezone.
        """
        with self._connection.transaction():
            self._connection.run_many(
                """INSERT INTO screen_texts (video_id, start_time, end_time, text, lines, folded)
                    VALUES (?, ?, ?, ?, ?, ?)""",
                ((video_id, *_values(text)) for text in texts),
            )
            self._stages.advance(video_id, STAGE, recogniser, position, at)

    def lengthen(self, text_id: int, end: float) -> None:
        """Note that a text stands there until `end`, in seconds: a reading that goes on has found it unchanged."""
        self._connection.run("UPDATE screen_texts SET end_time = max(end_time, ?) WHERE id = ?", (end, text_id))

    def get(self, text_id: int) -> StoredScreenText | None:
        """The screen text of that id, or None."""
        row = self._connection.one(f"{_SELECT} WHERE id = ?", (text_id,))
        return None if row is None else _stored(row)

    def of_video(self, video_id: int) -> list[StoredScreenText]:
        """What is written in a video, in the order of time."""
        rows = self._connection.all(f"{_SELECT} WHERE video_id = ? ORDER BY start_time, id", (video_id,))
        return [_stored(row) for row in rows]

    def remove(self, video_id: int) -> None:
        """Forget what was read in a video, and that anything has read it."""
        with self._connection.transaction():
            self._connection.run("DELETE FROM screen_texts WHERE video_id = ?", (video_id,))
            self._stages.forget(video_id, STAGE)


def _values(text: ScreenText) -> tuple[object, ...]:
    lines = [
        (line.text, line.box.left, line.box.top, line.box.right, line.box.bottom, line.confidence)
        for line in text.lines
    ]
    stored = json.dumps(lines, ensure_ascii=False, allow_nan=False)
    return text.span.start, text.span.end, text.text, stored, folded(text.text)


def _stored(row: Row) -> StoredScreenText:
    text_id, video_id, start, end, lines = row
    return StoredScreenText(
        text_id,
        video_id,
        ScreenText(
            Span(start, end),
            tuple(ScreenLine(text, Box(*edges), confidence) for text, *edges, confidence in json.loads(lines)),
        ),
    )
