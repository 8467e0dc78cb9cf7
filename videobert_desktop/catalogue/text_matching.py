"""Where in a text what was asked for stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from videobert_desktop.catalogue.text_wanted import Wanted, Words
from videobert_desktop.domain.folding import Word, words_of

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a text.

    Attributes:
        matches: Stretches [start, end) of the text, in characters; ascending, apart.
        exact: Whether something of it is there as it was asked for.
    """

    matches: tuple[Stretch, ...]
    exact: bool


def find(wanted: Wanted, text: str) -> Found | None:
    """What of that which is wanted stands in a text; None if the text does not answer."""
    words = words_of(text)
    phrases = [list(_runs(words, phrase)) for phrase in wanted.phrases]
    if not all(phrases) or any(_holds(words, run) for run in wanted.excluded):
        return None
    exact = [stretch for found in phrases for stretch in found]
    exact += [stretch for run in wanted.words for stretch in _runs(words, run)]
    exact += [stretch for run in wanted.beginnings for stretch in _runs(words, run, going_on=True)]
    loose = [stretch for run in wanted.similar for stretch in _runs(words, run)]
    loose += [stretch for part in wanted.parts for stretch in _parts(words, part)]
    return Found(joined([*exact, *loose]), bool(exact)) if exact or loose else None


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Stretches in ascending order, those that overlap made into one."""
    apart: list[Stretch] = []
    for start, end in sorted(set(stretches)):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return tuple(apart)


def _holds(words: Sequence[Word], run: Words) -> bool:
    return next(_runs(words, run), None) is not None


def _runs(words: Sequence[Word], run: Words, *, going_on: bool = False) -> Iterator[Stretch]:
    *first, last = run
    for place in range(len(words) - len(run) + 1):
        here = words[place : place + len(run)]
        end = here[-1].text
        if (end == last or (going_on and end.startswith(last))) and all(
            word.text == wanted for word, wanted in zip(here, first, strict=False)
        ):
            yield here[0].start, here[-1].end


def _parts(words: Sequence[Word], part: str) -> Iterator[Stretch]:
    for word in words:
        if (place := word.text.find(part)) >= 0:
            # Where folding has changed how long a word is, its letters cannot be told apart any more.
            same = word.end - word.start == len(word.text)
            yield (word.start + place, word.start + place + len(part)) if same else (word.start, word.end)
