"""From what a person types to what is looked for and what is not wanted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 500
"""How many characters of what is typed count; no pack reads more words than these hold."""

# A hyphen before a word or a quotation, after a blank: "-word", -"several words". A quotation that is not closed, as
# while it is being typed, goes on to the end.
_EXCLUSION = re.compile(r'(?<!\S)-(?:["“”](?P<words>[^"“”]*)(?:["“”]|$)|(?P<word>\w[^\s"“”]*))')
_NO_TEXT = ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
_PUNCTUATION = ".,;:!?"


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was typed, taken apart.

    Attributes:
        text: The sentence that is looked for; None if there is none.
        not_text: What is not wanted, each once, in the order in which it was typed.
        shortened: Whether it was too long, so that its end does not count.
    """

    text: str | None
    not_text: tuple[str, ...] = ()
    shortened: bool = False

    def __str__(self) -> str:
        """How a person would type it; parsed again, it is the same."""
        return written(self.text, self.not_text)


def parse_query(text: str) -> ParsedQuery:
    """Take apart what was typed.

    A word with a hyphen before it, or several in quotation marks, are not wanted: `dog -cat -"red car"`. A hyphen that
    stands alone or within a word belongs to the sentence, and so do quotation marks without a hyphen.

    Args:
        text: Anything, even what is no text: control characters and the like count as blanks.
    """
    readable = "".join(" " if unicodedata.category(char) in _NO_TEXT else char for char in text)
    line = " ".join(readable.split())
    kept = _shortened(line)
    excluded: list[str] = []
    sentence = kept
    # What stood on either side of an exclusion may make one together.
    while _EXCLUSION.search(sentence):
        excluded += [_excluded(match) for match in _EXCLUSION.finditer(sentence)]
        sentence = " ".join(_EXCLUSION.sub("", sentence).split())
    return ParsedQuery(sentence or None, tuple(dict.fromkeys(filter(None, excluded))), kept != line)


def written(text: str | None, not_text: tuple[str, ...]) -> str:
    """How a person would type a sentence, and what is not wanted."""
    return " ".join([text or "", *map(_exclusion, not_text)]).strip()


def _excluded(match: re.Match[str]) -> str:
    if match["word"] is not None:
        return match["word"].rstrip(_PUNCTUATION)
    return " ".join(match["words"].split())


def _exclusion(words: str) -> str:
    return f"-{words}" if _EXCLUSION.fullmatch(f"-{words}") and words == words.rstrip(_PUNCTUATION) else f'-"{words}"'


def _shortened(line: str) -> str:
    """The beginning of a line that is too long, up to a blank where there is one."""
    if len(line) <= LONGEST:
        return line
    whole_words, blank, _ = line[: LONGEST + 1].rpartition(" ")
    return whole_words if blank else line[:LONGEST]
