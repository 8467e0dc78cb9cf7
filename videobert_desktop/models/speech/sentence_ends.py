"""Where a sentence ends: by its punctuation, but not after an abbreviation."""

from __future__ import annotations

import re
from unicodedata import category

# In order: Latin; Chinese and Japanese, wide and half as wide; Arabic, Urdu, Hindi, Armenian, Amharic, Burmese.
_MARKS = ".!?…" + "\u3002\uff01\uff1f\uff0e\uff61" + "\u061f\u06d4\u0964\u0965\u0589\u1362\u104b"
_BREAKS = ",;:—" + "\u2013\u3001\uff0c\uff1b\uff1a\u060c\u061b\u104a"

# Something always follows these.
_ALWAYS = re.compile(
    r"mr|mrs|ms|dr|prof|rev|hon|st|mt|gen|col|lt|sgt|capt|cpt|maj|cmdr|gov|sen|rep|pres|messrs"
    r"|hr|fr|frl|nr|bzw|vgl|mme|mlle|sra|srta|dott"
    r"|vs|cf|viz|approx|e\.g|i\.e|z\.b|d\.h|u\.a|p\.ex",
    re.IGNORECASE,
)
# A sentence may end with these, and with letters between stops ("U.S.", "a.m."): it does unless the next word goes on.
_SOMETIMES = re.compile(
    r"etc|inc|ltd|co|corp|jr|sr|no|fig|vol|al|ed|dept|est|min|max|ca|usw|(?:\w\.)+\w", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,2}")


def ends_sentence(word: str, following: str, *, first: bool) -> bool:
    """Whether a sentence ends between two words.

    Args:
        word: With its punctuation.
        following: The word after it; empty if nothing that could go on comes soon.
        first: Whether `word` begins the sentence.
    """
    bare = _without(word, "Pe", "Pf")
    body = bare.rstrip(_MARKS)
    marks = bare[len(body) :]
    if not marks:
        return False
    if marks.startswith(("..", "…")):
        return not _goes_on(following)
    return marks != "." or not _is_abbreviation(_without(body, "Ps", "Pi"), following, first=first)


def breaks_sentence(word: str) -> bool:
    """Whether a part of a sentence ends after the word, as at a comma."""
    return _without(word, "Pe", "Pf").endswith(tuple(_BREAKS))


def _is_abbreviation(body: str, following: str, *, first: bool) -> bool:
    if not following:
        return False
    if _ALWAYS.fullmatch(body):
        return True
    if _SOMETIMES.fullmatch(body):
        return _goes_on(following)
    if _NUMBER.fullmatch(body):
        return first  # "1." before what it counts
    return len(body) == 1 and body.isupper() and body != "I"


def _goes_on(following: str) -> bool:
    beginning = _without(following, "Ps", "Pi")[:1]
    return beginning.islower() or beginning.isdigit()


def _without(word: str, *brackets: str) -> str:
    """The word without brackets and quotation marks of these categories, and without straight ones, around it."""
    strippable = {character for character in word if category(character) in brackets}
    return word.strip("".join(strippable) + "\"'")
