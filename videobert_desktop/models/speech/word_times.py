"""Puts words together as they are written, and their times where somebody speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from videobert_desktop.domain.timing import Span
from videobert_desktop.models.speech.phrases import UNSPACED_LANGUAGES, HeardWord
from videobert_desktop.models.speech.voice_activity import pauses


def whole_words(parts: Iterable[HeardWord], language: str) -> list[HeardWord]:
    """Put parts of words together ("3" and ".14", "self" and "-made"), and leave out what says nothing.

    Args:
        parts: In order; what begins no word has no space before it.
        language: As Whisper names it. Characters of a language without spaces stay as they are.
    """
    words: list[HeardWord] = []
    for part in parts:
        if not part.text.strip():
            continue
        if words and language not in UNSPACED_LANGUAGES and not part.text[0].isspace():
            words[-1] = _joined(words[-1], part)
        else:
            words.append(part)
    return words


def fit_into_voice(words: Iterable[HeardWord], voiced: Sequence[Span], whole: Span) -> list[HeardWord]:
    """Move what begins or ends in a pause to where the voice begins or ends, and all times into the whole, in order.

    Whisper's first word after a pause often begins with the pause, and its last before one ends with it.

    Args:
        words: In order.
        voiced: Where somebody speaks, in order, within the whole.
        whole: Where the words are.

    Returns:
        As many words in the same order; none begins before the one before it has ended.
    """
    silent = pauses(voiced, whole)
    fitted: list[HeardWord] = []
    earliest = whole.start
    for word in words:
        start = min(max(word.start, whole.start), whole.end)
        start, end = _out_of_pauses(start, min(max(word.end, start), whole.end), silent)
        start = max(start, earliest)
        earliest = max(start, end)
        fitted.append(replace(word, start=start, end=earliest))
    return fitted


def _joined(before: HeardWord, after: HeardWord) -> HeardWord:
    # As sure as of the least sure part: a word is wrong if a part of it is.
    probability = min(before.probability, after.probability)
    return HeardWord(before.text + after.text, before.start, after.end, probability)


def _out_of_pauses(start: float, end: float, silent: Sequence[Span]) -> tuple[float, float]:
    """The times of a word without the pauses that it begins and ends in; of one that lies within a pause, as it is."""
    for pause in silent:
        if pause.start <= start < pause.end < end:
            start = pause.end
        if start < pause.start < end <= pause.end:
            end = pause.start
    return start, end
