"""Full-text search in what is said and in what is written in the pictures.

FTS5 finds words, phrases and beginnings, and parts of words through trigrams; what it gives is looked at once more in
the text itself, to see where the matches are. A phrase may run over two lines of a transcript that follow one another.
A word that is nowhere stands for those of the library that are most like it.

All transcripts of a video answer. Where several say the same at the same time (embedded subtitles and a sidecar, say),
one hit stands for all: the one that answers best, and between equals that of the preferred source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from videobert_desktop.catalogue.connection import Connection
from videobert_desktop.catalogue.phrases_over_lines import phrases_over_lines
from videobert_desktop.catalogue.text_matching import find
from videobert_desktop.catalogue.text_tables import TABLES, TEXT_COLUMNS, FoundText, found_text, within
from videobert_desktop.catalogue.text_wanted import Wanted, understood
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.text_query import TextHit, TextQuery

_GROWTH = 4


class FullText:
    """The full-text indexes, which triggers keep true to what they are made of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def channels(self) -> frozenset[Channel]:
        """The channels, SPEECH and SCREEN, that have any text."""
        probes = ", ".join(f"EXISTS (SELECT 1 FROM {tables.rows})" for tables in TABLES.values())  # noqa: S608 - ours
        (row,) = self._connection.all(f"SELECT {probes}")
        return frozenset(channel for channel, held in zip(TABLES, row, strict=True) if held)

    def search(
        self, query: TextQuery, *, channel: Channel, videos: Collection[int] | None = None, limit: int
    ) -> list[TextHit]:
        """The texts that answer a query, best first.

        Those that hold words only inside of other words come last. Any text at all may be asked for.

        Args:
            query: What to look for; of nothing but exclusions, or without a letter or a digit, nothing comes.
            channel: SPEECH or SCREEN.
            videos: Look only into these videos; None for all.
            limit: How many hits at most.
        """
        wanted = understood(self._connection, TABLES[channel], query)
        return _Search(self._connection, wanted, channel, videos, limit).run()

    def erase_traces(self) -> None:
        """Have nothing of deleted texts stay in the indexes, which keep it until they are reorganised."""
        if not self._connection.number("SELECT traces FROM state"):
            return
        with self._connection.transaction():
            for index in _indexes():
                self._connection.run(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608 - a name of ours
            self._connection.run("UPDATE state SET traces = 0")

    def rebuild(self) -> None:
        """Make the indexes anew from what they index."""
        with self._connection.transaction():
            for index in _indexes():
                self._connection.run(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - a name of ours

    def check(self) -> list[str]:
        """Which indexes hold other rows than there are, a sentence each; their words are not looked at."""
        return [
            f"The full-text index {index} does not hold what it should."
            for tables in TABLES.values()
            for index in (tables.words, tables.parts)
            if self._connection.one(
                f"""SELECT 1 FROM (SELECT id FROM {index}_docsize EXCEPT SELECT id FROM {tables.rows}) UNION ALL
                    SELECT 1 FROM (SELECT id FROM {tables.rows} EXCEPT SELECT id FROM {index}_docsize)"""  # noqa: S608
            )
        ]


class _Search:
    """One search: gathers texts that the indexes give into hits, of those that say the same at one time the best."""

    def __init__(
        self, connection: Connection, wanted: Wanted, channel: Channel, videos: Collection[int] | None, limit: int
    ) -> None:
        self._connection = connection
        self._wanted = wanted
        self._channel = channel
        self._tables = TABLES[channel]
        self._videos = videos
        self._limit = limit
        self._hits: list[TextHit] = []
        self._rows: set[int] = set()
        self._kept: defaultdict[int, list[FoundText]] = defaultdict(list)

    def run(self) -> list[TextHit]:
        wanted = self._wanted
        over_lines = self._over_lines()
        if expression := wanted.expression:
            self._take_from(self._tables.words, expression, wanted, over_lines)
        if wanted.parts and len(self._hits) < self._limit:
            floor = self._hits[-1].score if self._hits else 1.0
            loose = Wanted(parts=wanted.parts, excluded=wanted.excluded)
            self._take_from(self._tables.parts, wanted.expression_of_parts, loose, floor=floor)
        return self._hits

    def _over_lines(self) -> list[FoundText]:
        if self._channel is not Channel.SPEECH:
            return []
        return phrases_over_lines(self._connection, self._wanted.phrases, self._videos, self._limit)

    def _take_from(
        self,
        index: str,
        expression: str,
        wanted: Wanted,
        others: Sequence[FoundText] = (),
        floor: float | None = None,
    ) -> None:
        """Fill the hits up from an index, which is asked for more as long as it gives but what is there already.

        Args:
            index: The full-text index.
            expression: What to ask it for.
            wanted: What must be in the texts that it gives.
            others: Texts from elsewhere, among which those of the index belong.
            floor: The score that all of them are to stay below; None for their own.
        """
        seen, asked = 0, _GROWTH * self._limit
        while True:
            texts = self._ranked(index, expression, asked)
            best = texts[0].score if texts else 1.0
            for text in sorted([*texts[seen:], *others], key=lambda each: (-each.score, each.preference, each.rows)):
                self._take(text if floor is None else replace(text, score=floor * text.score / (best + 1.0)), wanted)
            if len(texts) < asked or len(self._hits) >= self._limit:
                return
            seen, asked, others = asked, asked * _GROWTH, ()

    def _ranked(self, index: str, expression: str, limit: int) -> list[FoundText]:
        rows = self._connection.all(
            f"""SELECT {TEXT_COLUMNS}, -{index}.rank FROM {index} CROSS JOIN {self._tables.texts} AS texts
                ON texts.id = {index}.rowid WHERE {index} MATCH ? {within(self._videos)}
                ORDER BY {index}.rank LIMIT ?""",  # noqa: S608 - names of ours and numbers
            (expression, limit),
        )
        return [found_text(row[:-1], row[-1]) for row in rows]

    def _take(self, text: FoundText, wanted: Wanted) -> None:
        if len(self._hits) >= self._limit or self._rows.intersection(text.rows) or self._is_said_already(text):
            return
        found = find(wanted, text.text)
        if found is None:
            return
        self._rows.update(text.rows)
        self._kept[text.video_id].append(text)
        self._hits.append(
            TextHit(
                self._channel,
                text.rows[0],
                text.video_id,
                text.span,
                text.text,
                text.score,
                found.matches,
                found.exact,
            )
        )

    def _is_said_already(self, text: FoundText) -> bool:
        """Whether a hit of another transcript stands for the same time."""
        return any(
            kept.transcript_id != text.transcript_id and kept.span.overlaps(text.span)
            for kept in self._kept[text.video_id]
        )


def _indexes() -> Iterator[str]:
    for tables in TABLES.values():
        yield from (tables.words, tables.parts)
