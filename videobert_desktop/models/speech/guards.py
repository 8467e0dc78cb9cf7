"""Keeps out what nobody has said: Whisper repeats itself, and makes things up in music and silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.models.speech.phrases import HeardWord, Phrase

# Whisper's own limits (Radford et al., 2022, section 4.5).
_NO_SPEECH = 0.6
_LOW_LOG_PROBABILITY = -1.0
# Below this, hardly one token in five was the likely one.
_HOPELESS_LOG_PROBABILITY = -1.6

# A sentence of which less lies in voiced stretches has to be heard with this confidence, and below the second is none.
_LITTLE_VOICE, _NO_VOICE = 0.5, 0.1
_SURE = 0.5

_LONGEST_LOOP = 20
_SPARED_WORDS = 4
_SPARED_PHRASES = 2
# "hahaha…": ten times or more within a word; digits may well be many noughts.
_STUTTER = re.compile(r"([^\d\s]{1,12}?)\1{9,}")


def is_credible(phrase: Phrase) -> bool:
    """Whether a recogniser believes enough in what it has heard: that somebody spoke, and that it was this."""
    if phrase.log_probability < _HOPELESS_LOG_PROBABILITY:
        return False
    return phrase.no_speech <= _NO_SPEECH or phrase.log_probability >= _LOW_LOG_PROBABILITY


def is_voiced(sentence: Segment, voiced: Sequence[Span]) -> bool:
    """Whether somebody speaks where a sentence was heard; for less than half of it, it must be heard clearly.

    Args:
        sentence: With its confidence.
        voiced: Where somebody speaks, in the same times.
    """
    span = sentence.span
    if not span.duration:
        return any(part.start <= span.start < part.end for part in voiced)
    seconds = sum(max(0.0, min(span.end, part.end) - max(span.start, part.start)) for part in voiced)
    sure = (sentence.confidence or 0.0) >= _SURE
    return seconds >= (_NO_VOICE if sure else _LITTLE_VOICE) * span.duration


def without_loops(words: Sequence[HeardWord]) -> list[HeardWord]:
    """Leave out what a loop repeats: a word said five times or more in a row, or several words three times or more.

    Whisper decodes again where a text can be compressed too well; this is for what loops all the same.

    Args:
        words: In order.

    Returns:
        The words, with each loop said once, as it was said first.
    """
    kept: list[HeardWord] = []
    plain = [_plain(word.text) for word in words]
    place = 0
    while place < len(words):
        length, times = _loop_at(plain, place)
        kept.extend(replace(word, text=_STUTTER.sub(r"\1", word.text)) for word in words[place : place + length])
        place += length * times
    return kept


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum()) or text.strip()


def _loop_at(plain: Sequence[str], place: int) -> tuple[int, int]:
    """How many words a loop that begins here has, and how often they are said; (1, 1) where none begins."""
    for length in range(1, min(_LONGEST_LOOP, (len(plain) - place) // 2) + 1):
        times = _times_said(plain, place, length)
        if times > (_SPARED_WORDS if length == 1 else _SPARED_PHRASES):
            return length, times
    return 1, 1


def _times_said(plain: Sequence[str], place: int, length: int) -> int:
    said, times = plain[place : place + length], 1
    while plain[place + times * length : place + (times + 1) * length] == said:
        times += 1
    return times
