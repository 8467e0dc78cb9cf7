"""The lines of the transcripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.domain.folding import folded
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, Word

_SELECT = "SELECT id, transcript_id, start_time, end_time, text, edited, confidence, words FROM segments"

_GIVES_WAY = 0.5
"""A new line of which edited lines cover so much is left out."""


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A line of a transcript.

    Attributes:
        id: The catalogue's id; never used again for another.
        transcript_id: The transcript.
        segment: The line as it was recognised or read.
        edited: What the user wants it to say instead; empty if nothing; None if it was not edited.
    """

    id: int
    transcript_id: int
    segment: Segment
    edited: str | None

    @property
    def text(self) -> str:
        """What the line says."""
        return self.segment.text if self.edited is None else self.edited


class SegmentStore:
    """Rows of the table `segments`, written on behalf of the transcripts that they belong to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_transcript(self, transcript_id: int) -> list[StoredSegment]:
        """A transcript's lines in the order of time."""
        rows = self._connection.all(f"{_SELECT} WHERE transcript_id = ? ORDER BY start_time, id", (transcript_id,))
        return [_segment(row) for row in rows]

    def add(self, transcript_id: int, segments: Iterable[Segment]) -> None:
        """Enter lines, but for those that give way to edited ones; belongs in a transaction."""
        edited = self._edited_spans(transcript_id)
        self._connection.run_many(
            """INSERT INTO segments (transcript_id, start_time, end_time, text, confidence, words, folded)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
            ((transcript_id, *_values(segment)) for segment in segments if not _gives_way(segment.span, edited)),
        )

    def remove_unedited(self, transcript_id: int) -> None:
        """Take out the lines that the user has not edited."""
        self._connection.run("DELETE FROM segments WHERE transcript_id = ? AND edited IS NULL", (transcript_id,))

    def move_edited(self, source: int, target: int) -> None:
        """Move edited lines from one transcript to another, in which lines give way; belongs in a transaction.

        A line that was edited in both stays as it is in the target.
        """
        here, there = self._edited_spans(target), list(self._edited(source))
        moved = [(segment_id, span) for segment_id, span in there if not _gives_way(span, here)]
        spans = [span for _, span in moved]
        covered = [
            (segment_id,)
            for segment_id, start, end in self._connection.all(
                "SELECT id, start_time, end_time FROM segments WHERE transcript_id = ? AND edited IS NULL", (target,)
            )
            if _gives_way(Span(start, end), spans)
        ]
        self._connection.run_many("DELETE FROM segments WHERE id = ?", covered)
        self._connection.run_many(
            "UPDATE segments SET transcript_id = ? WHERE id = ?", ((target, segment_id) for segment_id, _ in moved)
        )

    def edit(self, segment_id: int, text: str) -> None:
        """Note what the user wants a line to say; what was recognised is kept beside it."""
        self._connection.run(
            "UPDATE segments SET edited = ?, folded = ? WHERE id = ?", (text.strip(), folded(text), segment_id)
        )

    def undo_edit(self, segment_id: int) -> None:
        """Have a line say again what was recognised or read."""
        row = self._connection.one("SELECT text FROM segments WHERE id = ?", (segment_id,))
        if row is not None:
            sql = "UPDATE segments SET edited = NULL, folded = ? WHERE id = ?"
            self._connection.run(sql, (folded(row[0]), segment_id))

    def _edited_spans(self, transcript_id: int) -> list[Span]:
        return [span for _, span in self._edited(transcript_id)]

    def _edited(self, transcript_id: int) -> Iterator[tuple[int, Span]]:
        sql = "SELECT id, start_time, end_time FROM segments WHERE transcript_id = ? AND edited IS NOT NULL"
        return (
            (segment_id, Span(start, end)) for segment_id, start, end in self._connection.all(sql, (transcript_id,))
        )


def _gives_way(span: Span, edited: Iterable[Span]) -> bool:
    if not span.duration:
        return any(other.start <= span.start <= other.end for other in edited)
    covered = sum(max(0.0, min(span.end, other.end) - max(span.start, other.start)) for other in edited)
    return covered >= _GIVES_WAY * span.duration


def _values(segment: Segment) -> tuple[object, ...]:
    words = [(word.text, word.span.start, word.span.end, word.probability) for word in segment.words]
    stored = json.dumps(words, ensure_ascii=False, allow_nan=False) if words else None
    return segment.span.start, segment.span.end, segment.text, segment.confidence, stored, folded(segment.text)


def _segment(row: Row) -> StoredSegment:
    segment_id, transcript_id, start, end, text, edited, confidence, words = row
    heard = tuple(Word(word, Span(*times), sure) for word, *times, sure in json.loads(words or "[]"))
    return StoredSegment(segment_id, transcript_id, Segment(Span(start, end), text, confidence, heard), edited)
