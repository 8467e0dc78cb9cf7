"""Puts words together into sentences, the unit of VideoBERT's texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, Word
from videobert_desktop.models.speech.phrases import HeardWord
from videobert_desktop.models.speech.sentence_ends import breaks_sentence, ends_sentence

LONGEST_SECONDS = 20.0
MOST_WORDS = 40
"""What a sentence has at most; a longer one is split."""

# Nobody waits so long within a sentence (orators wait one second), and half of it is enough after a full stop.
_LONG_PAUSE = 2.0
_PAUSE_AFTER_MARK = 1.0


def sentences(words: Sequence[HeardWord]) -> list[Segment]:
    """Put words together into sentences.

    They end with the marks that end sentences, but not after abbreviations, initials and counting numbers, and with
    long pauses. Those longer than 20 s or 40 words are split at a comma, or else at the longest pause.

    Args:
        words: In order of time, with a space before each where one is written.

    Returns:
        The sentences, with all the words in the same order; a sentence begins and ends with its first and last word,
        and its confidence is the mean of its words' probabilities.
    """
    return [_segment(part) for sentence in _ended(words) for part in _short_enough(sentence)]


def _ended(words: Sequence[HeardWord]) -> Iterator[list[HeardWord]]:
    sentence: list[HeardWord] = []
    for word, following in pairwise(words):
        sentence.append(word)
        if _ends(word, following, first=len(sentence) == 1):
            yield sentence
            sentence = []
    if words:
        yield [*sentence, words[-1]]


def _ends(word: HeardWord, following: HeardWord, *, first: bool) -> bool:
    pause = following.start - word.end
    if pause >= _LONG_PAUSE:
        return True
    text = word.text.strip()
    if pause >= _PAUSE_AFTER_MARK and ends_sentence(text, "", first=False):
        return True
    return ends_sentence(text, following.text.strip(), first=first)


def _short_enough(sentence: list[HeardWord]) -> Iterator[list[HeardWord]]:
    """Split until nothing is too long; a single word is left alone."""
    waiting = [sentence]
    while waiting:
        part = waiting.pop()
        too_long = len(part) > MOST_WORDS or part[-1].end - part[0].start > LONGEST_SECONDS
        if too_long and len(part) > 1:
            place = _best_split(part)
            waiting += [part[place:], part[:place]]
        else:
            yield part


def _best_split(words: list[HeardWord]) -> int:
    """The number of the word before which to split: of those in the middle half, after a comma if there is one."""
    quarter = len(words) // 4
    places = range(max(1, quarter), min(len(words), len(words) - quarter + 1))
    after_commas = [place for place in places if breaks_sentence(words[place - 1].text.strip())]

    def pause_and_balance(place: int) -> tuple[float, float]:
        return words[place].start - words[place - 1].end, -abs(place - len(words) / 2)

    return max(after_commas or places, key=pause_and_balance)


def _segment(words: list[HeardWord]) -> Segment:
    return Segment(
        span=Span(words[0].start, words[-1].end),
        text="".join(word.text for word in words).strip(),
        confidence=sum(word.probability for word in words) / len(words),
        words=tuple(Word(word.text.strip(), Span(word.start, word.end), word.probability) for word in words),
    )
