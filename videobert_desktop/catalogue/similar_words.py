"""The words of a library that a misspelt word may stand for.

Candidates share trigrams with it, ends and beginnings counting as such (as PostgreSQL's pg_trgm does it): of the n + 2
trigrams of a word a slip changes at most four. Of the candidates those are taken that the fewest slips lead to: a
letter left out, put in or replaced, or two neighbours exchanged (optimal string alignment, after Damerau, "A technique
for computer detection and correction of spelling errors", 1964).
"""

from __future__ import annotations

from videobert_desktop.catalogue.connection import Connection

SHORTEST = 4
"""Words of fewer letters are taken at their word: too many others are near."""

_SLIPS_OF_LONG_WORDS, _LONG = 2, 8
_TRIGRAMS_OF_A_SLIP = 4
_MOST = 20
_LONGEST = 40


def similar_words(connection: Connection, terms_table: str, word: str) -> list[str]:
    """The words of a full-text index that are nearest to a word, if any is near enough, at most twenty.

    Args:
        connection: The catalogue's.
        terms_table: An fts5vocab table.
        word: Folded.
    """
    if not SHORTEST <= len(word) <= _LONGEST:
        return []
    slips = _SLIPS_OF_LONG_WORDS if len(word) >= _LONG else 1
    distances = {
        term: distance
        for term in _candidates(connection, terms_table, word, slips)
        if (distance := slips_between(word, term)) <= slips
    }
    fewest = min(distances.values(), default=0)
    return sorted(term for term, distance in distances.items() if distance == fewest)[:_MOST]


def _candidates(connection: Connection, terms_table: str, word: str, slips: int) -> list[str]:
    padded = f"  {word}  "
    trigrams = sorted({padded[place : place + 3] for place in range(len(padded) - 2)})
    shared = " + ".join(["(instr(padded, ?) > 0)"] * len(trigrams))
    rows = connection.all(
        f"""SELECT term FROM (SELECT term, '  ' || term || '  ' AS padded FROM {terms_table}
            WHERE length(term) BETWEEN ? AND ?) WHERE {shared} >= ?""",  # noqa: S608 - a name of ours
        (len(word) - slips, len(word) + slips, *trigrams, max(1, len(trigrams) - _TRIGRAMS_OF_A_SLIP * slips)),
    )
    return [row[0] for row in rows]


def slips_between(one: str, other: str) -> int:
    """How many slips lead from one word to the other."""
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, its in enumerate(other, 1):
            steps = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                steps = min(steps, before[column - 2] + 1)
            now.append(steps)
        before, last = last, now
    return last[-1]
