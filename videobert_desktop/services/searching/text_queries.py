"""From a query to what its words are looked for as, in what is said and written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from videobert_desktop.domain.folding import folded, words_of
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.text_query import TextQuery

_QUOTATION = re.compile(
    '["\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}]'
)

# What English is held together with; a line is not found by these as long as there is another word.
_FUNCTION_WORDS = frozenset(
    folded(
        """a about all am an and any are as at be been being but by can could did do does doing for from had
        has have he her here hers him his how i if in into is it its just me my no not of off on one or our
        out over own s she should so some such t than that the their them then there these they this those
        through to too under up very was we were what when where which while who whom whose why will with
        would you your"""
    ).split()
)


def text_query(query: Query, *, typing: bool = False) -> TextQuery | None:
    """What to look for in texts.

    Args:
        query: What is asked. What stands in quotation marks is a phrase; one that is not closed, as while it is being
            typed, goes on to the end.
        typing: Whether the query's last word may go on.

    Returns:
        None if there is no word in it.
    """
    if query.text is None:
        return None
    parts = _QUOTATION.split(query.text)
    phrases = tuple(" ".join(part.split()) for part in parts[1::2] if words_of(part))
    words = _wanted(parts[::2], besides=bool(phrases))
    if not phrases and not words:
        return None
    # A quotation that is open, or text behind one: only the last word of the query is still being typed.
    return TextQuery(phrases, words, query.not_text, typing=typing and len(parts) % 2 == 1 and bool(parts[-1].strip()))


def _wanted(parts: Iterable[str], *, besides: bool) -> tuple[str, ...]:
    """The words outside of phrases, each once, without those that say little, unless there is nothing else.

    What is written without spaces (Chinese, or "ice-cream") stays together.
    """
    words = {folded(word): word for part in parts for word in map(_bare, part.split()) if word}
    telling = [word for key, word in words.items() if key not in _FUNCTION_WORDS]
    return tuple(telling if telling or besides else words.values())


def _bare(word: str) -> str:
    """A word without the signs around it; empty if it is made of signs only."""
    found = words_of(word)
    return word[found[0].start : found[-1].end] if found else ""
