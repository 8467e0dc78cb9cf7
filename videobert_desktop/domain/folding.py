"""What is left of a text once nobody cares how it is written, and where each word of it stands in the original.

Case, accents, forms of presentation (full width, ligatures) and the pointing of Hebrew and Arabic are folded, so that
"CAFÉ" and "café" are one word, whether é is one code point or two. A word is a run of letters, digits and their marks.
Where words are written without spaces between them or what belongs to them (Chinese, Japanese, Korean, Thai and others
of South-East Asia), every character is a word of its own, and what is asked for is a run of them; so is every emoji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_ASCII_WORD = re.compile(r"[a-z0-9]+")

# Marks that are left out: accents; the pointing of Hebrew and Arabic; what chooses a form of the character before it.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
# Thai, Lao, Burmese, Khmer; Japanese and Chinese; Korean; emoji.
_ALONE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff]"
)
# Later parts of a Korean syllable, half-width voicing marks, colours of skin.
_CONTINUING = re.compile("[\u1160-\u11ff\uff9e\uff9f\U0001f3fb-\U0001f3ff]")
# Letters with a stroke and the like, which Unicode does not take apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe"})
_LONGEST_CLUSTER = 32


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        text: The word, folded; not empty.
        start: The place in the original text where it begins, in characters.
        end: The place before which it ends. A character that becomes several words has the same place in each.
    """

    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """The words of a text, folded, separated by single spaces."""
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower()))
    return " ".join(word.text for word in words_of(text))


def words_of(text: str) -> list[Word]:
    """The words of a text, folded, with their places in it."""
    if text.isascii():
        return [Word(match.group(), *match.span()) for match in _ASCII_WORD.finditer(text.lower())]
    words: list[Word] = []
    letters: list[str] = []
    start = end = 0
    for cluster in _clusters(text):
        for char in _fold(cluster.text):
            if _is_letter(char) and not _stands_alone(char):
                start = start if letters else cluster.start
                letters.append(char)
                end = cluster.end
                continue
            if letters and not _is_format(char):
                words.append(Word("".join(letters), start, end))
                letters.clear()
            if _stands_alone(char):
                words.append(Word(char, cluster.start, cluster.end))
    return [*words, Word("".join(letters), start, end)] if letters else words


def _clusters(text: str) -> Iterator[Word]:
    """The characters of a text, each with the marks that follow it and belong to it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _continues(text[place]) or place - start == _LONGEST_CLUSTER:
            yield Word(text[start:place], start, place)
            start = place


@lru_cache(maxsize=8192)
def _fold(cluster: str) -> str:
    # Taken apart before and after: folding the case of one form may give another that can be taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", cluster).casefold())
    return unicodedata.normalize("NFC", _LEFT_OUT.sub("", apart).translate(_PLAIN))


@lru_cache(maxsize=8192)
def _continues(char: str) -> bool:
    """Whether a character belongs to the one before it: a mark or the like."""
    return unicodedata.category(char)[0] == "M" or _CONTINUING.match(char) is not None


@lru_cache(maxsize=8192)
def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


@lru_cache(maxsize=8192)
def _stands_alone(char: str) -> bool:
    return _ALONE.match(char) is not None and unicodedata.category(char)[0] in "LNMS"


def _is_format(char: str) -> bool:
    return unicodedata.category(char) == "Cf"  # a soft hyphen, a joiner: within a word, it does not end it
