"""What a query asks the full-text indexes for: its words folded, and those that are nowhere replaced by similar ones.

Also the same in the language of FTS5's MATCH, where all of it is quoted, so that none of it is a sign of that language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from videobert_desktop.catalogue.connection import Connection
from videobert_desktop.catalogue.similar_words import SHORTEST, similar_words
from videobert_desktop.catalogue.text_tables import TextTables
from videobert_desktop.domain.folding import words_of
from videobert_desktop.domain.text_query import TextQuery

MOST = 64
"""So many phrases, words and exclusions of a query count, of each the first, and so many words of a phrase."""

_COMMON, _FEWEST_COMMON = 0.1, 1000
_PREFIX_LETTERS = 2

Words = tuple[str, ...]
"""Folded words that stand next to each other; at least one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, folded.

    Attributes:
        phrases: Each must be there.
        words: Any will do.
        beginnings: As `words`, and the last of each may go on.
        similar: What may stand for some of `words` that is nowhere.
        excluded: None may be there.
        parts: What may be within words.
        common: Those of `words` that so many texts hold that they alone make none an answer, unless all are.
    """

    phrases: tuple[Words, ...] = ()
    words: tuple[Words, ...] = ()
    beginnings: tuple[Words, ...] = ()
    similar: tuple[Words, ...] = ()
    excluded: tuple[Words, ...] = ()
    parts: tuple[str, ...] = ()
    common: frozenset[Words] = frozenset()

    @property
    def expression(self) -> str:
        """What texts must match; empty if nothing is asked for that words can answer."""
        rare = [quoted(run) for run in self.words if run not in self.common]
        rare += [_beginning(run) for run in self.beginnings] + [quoted(run) for run in self.similar]
        options = rare + [quoted(run) for run in self.words if run in self.common]
        parts = [quoted(phrase) for phrase in self.phrases]
        if self.phrases and options:
            parts.append(_any_of([parts[0], *options]))  # what must be there anyway makes the rest but count
        elif options:
            parts = [_any_of(rare), _any_of(options)] if 0 < len(rare) < len(options) else [_any_of(options)]
        whole = " AND ".join(parts)
        excluded = [quoted(run) for run in self.excluded]
        return f"({whole}) NOT {_any_of(excluded)}" if whole and excluded else whole

    @property
    def expression_of_parts(self) -> str:
        """What texts must match in the index of trigrams."""
        return _any_of(quoted((part,)) for part in self.parts)


def understood(connection: Connection, tables: TextTables, query: TextQuery) -> Wanted:
    """What a query asks for, in view of which words there are."""
    runs = _runs(query.words)
    typed = runs[-1:] if query.typing else []
    there = [run for run in runs if _is_there(connection, tables, _beginning(run) if [run] == typed else quoted(run))]
    alone = [run[0] for run in runs if len(run) == 1]
    nowhere = [run for run in runs if run not in there]
    common = _common(connection, tables, alone)
    phrases = tuple(_runs(query.phrases))
    return Wanted(
        phrases=phrases,
        words=tuple(run for run in there if [run] != typed),
        beginnings=tuple(run for run in there if [run] == typed),
        similar=tuple(dict.fromkeys(near for run in nowhere for near in _similar(connection, tables, run))),
        excluded=tuple(_runs(query.excluded)),
        parts=() if phrases else tuple(word for word in alone if len(word) >= SHORTEST and word not in common),
        common=frozenset((word,) for word in common),
    )


def quoted(words: Iterable[str]) -> str:
    """Words that stand next to each other."""
    return '"' + " ".join(words).replace('"', '""') + '"'


def _beginning(run: Words) -> str:
    """The last word may go on; a single letter may not, as too much would."""
    return quoted(run) if len(run[-1]) < _PREFIX_LETTERS else f"({quoted(run)} OR {quoted(run)}*)"


def _any_of(parts: Iterable[str]) -> str:
    return "(" + " OR ".join(parts) + ")"


def _runs(texts: Iterable[str]) -> list[Words]:
    """The words of each text that has any, each run once."""
    runs = (tuple(word.text for word in words_of(text)[:MOST]) for text in texts)
    return list(dict.fromkeys(run for run in runs if run))[:MOST]


def _similar(connection: Connection, tables: TextTables, run: Words) -> Iterator[Words]:
    """What may stand for words that are nowhere as they are: of a longer run every two neighbours, as of Chinese."""
    if len(run) == 1:
        yield from ((word,) for word in similar_words(connection, tables.terms, run[0]))
    elif len(run) > 2:
        yield from pairwise(run)


def _is_there(connection: Connection, tables: TextTables, expression: str) -> bool:
    sql = f"SELECT 1 FROM {tables.words} WHERE {tables.words} MATCH ? LIMIT 1"  # noqa: S608 - names of ours
    return connection.one(sql, (expression,)) is not None


def _common(connection: Connection, tables: TextTables, words: Iterable[str]) -> set[str]:
    count = connection.number(f"SELECT count(*) FROM {tables.rows}")  # noqa: S608 - a name of ours
    most = max(_COMMON * count, _FEWEST_COMMON)
    sql = f"SELECT 1 FROM {tables.terms} WHERE term = ? AND doc > ?"  # noqa: S608 - a name of ours
    return {word for word in words if connection.one(sql, (word, most)) is not None}
