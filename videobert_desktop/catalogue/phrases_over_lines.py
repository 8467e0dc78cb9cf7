"""Phrases that begin in one line of a transcript and end in the next: subtitles break sentences where they like."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

from videobert_desktop.catalogue.connection import Connection
from videobert_desktop.catalogue.text_tables import TEXT_COLUMNS, FoundText, found_text, within
from videobert_desktop.catalogue.text_wanted import Words, quoted
from videobert_desktop.domain.timing import Span

LONGEST_PAUSE = 5.0
"""Seconds between two lines across which nobody goes on with a phrase."""

# A line that the index gives, and its neighbour: the one before what begins with the phrase's end, or the one after
# what holds the phrase's beginning.
_BEFORE = ("later", "earlier", "<", "DESC")
_AFTER = ("earlier", "later", ">", "ASC")


def phrases_over_lines(
    connection: Connection, phrases: Collection[Words], videos: Collection[int] | None, limit: int
) -> list[FoundText]:
    """Pairs of neighbouring lines over which one of the phrases runs, with their texts and spans put together.

    Args:
        connection: The catalogue's.
        phrases: Folded.
        videos: Look only into these; None for all.
        limit: At most so many pairs for each way to part a phrase.
    """
    pairs = {pair: None for phrase in set(phrases) for pair in _pairs_of_phrase(connection, phrase, videos, limit)}
    if not pairs:
        return []
    score = _score(connection, phrases, len(pairs))
    return [_together(connection, *pair, score) for pair in pairs]


def _score(connection: Connection, phrases: Collection[Words], pairs: int) -> float:
    """As FTS5's BM25 scores what is in so many of all lines, in a line of average length."""
    lines = connection.number("SELECT count(*) FROM segments")
    expression = " AND ".join(quoted(phrase) for phrase in phrases)
    sql = "SELECT count(*) FROM segment_words WHERE segment_words MATCH ?"
    found = min(lines, connection.number(sql, (expression,)) + pairs)
    return max(1e-6, math.log((lines - found + 0.5) / (found + 0.5)))


def _pairs_of_phrase(
    connection: Connection, phrase: Words, videos: Collection[int] | None, limit: int
) -> Iterator[tuple[int, int]]:
    known = dict.fromkeys(phrase, 0)
    for word in known:
        row = connection.one("SELECT doc FROM segment_terms WHERE term = ?", (word,))
        if row is None:
            return
        known[word] = row[0]
    for place in range(1, len(phrase)):
        beginning, end = phrase[:place], phrase[place:]
        by_end = min(known[word] for word in end) <= min(known[word] for word in beginning)
        yield from _pairs(connection, beginning, end, videos, limit, by_end=by_end)


def _pairs(
    connection: Connection, beginning: Words, end: Words, videos: Collection[int] | None, limit: int, *, by_end: bool
) -> Iterator[tuple[int, int]]:
    """The lines of which one ends with the one part and the next begins with the other; looked for by the rarer."""
    given, neighbour, direction, order = _BEFORE if by_end else _AFTER
    ending, starting = f" {' '.join(beginning)}", f"{' '.join(end)} "
    rows = connection.all(
        f"""SELECT earlier.id, later.id
            FROM segment_words CROSS JOIN segments AS {given} ON {given}.id = segment_words.rowid
            CROSS JOIN segments AS {neighbour} ON {neighbour}.id = (SELECT id FROM segments AS nearby
                WHERE nearby.transcript_id = {given}.transcript_id AND nearby.folded <> ''
                AND (nearby.start_time, nearby.id) {direction} ({given}.start_time, {given}.id)
                ORDER BY nearby.start_time {order}, nearby.id {order} LIMIT 1)
            CROSS JOIN transcripts ON transcripts.id = earlier.transcript_id
            WHERE segment_words MATCH ? AND later.start_time - earlier.end_time <= ?
            AND substr(' ' || earlier.folded, ?) = ? AND substr(later.folded || ' ', 1, ?) = ?
            {within(videos)} LIMIT ?""",  # noqa: S608 - words of ours
        (
            f"^ {quoted(end)}" if by_end else quoted(beginning),
            LONGEST_PAUSE,
            -len(ending),
            ending,
            len(starting),
            starting,
            limit,
        ),
    )
    yield from ((earlier, later) for earlier, later in rows)


def _together(connection: Connection, earlier_id: int, later_id: int, score: float) -> FoundText:
    sql = f"SELECT {TEXT_COLUMNS} FROM spoken_texts AS texts WHERE id IN (?, ?) ORDER BY id = ? DESC"  # noqa: S608
    rows = connection.all(sql, (earlier_id, later_id, earlier_id))
    earlier, later = (found_text(row, score) for row in rows)
    span = Span(min(earlier.span.start, later.span.start), max(earlier.span.end, later.span.end))
    text = f"{earlier.text}\n{later.text}"
    return FoundText(
        (earlier_id, later_id), earlier.video_id, span, text, earlier.transcript_id, earlier.preference, score
    )
