"""Subtitles in which a line with two times comes before the text: SubRip, WebVTT, SubViewer and YouTube's SBV.

They are read here and not by pysubs2, which takes two times of words in a line of WebVTT for a cue of their own, its
comments and names of cues for text, and the last line of a file for a number if it looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.plain_text import from_markup

_TIME = r"(-?)(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3})\d*)?"
_ARROW = re.compile(rf"\s*{_TIME}\s*--?>\s*{_TIME}(?!\d)")
_COMMA = re.compile(rf"\s*{_TIME},{_TIME}\s*$")
_BREAK = re.compile(r"\[br\]", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d{1,9}\s*")
Times = tuple[float, float]


def subrip_cues(lines: Iterable[str]) -> Iterator[Cue]:
    """Yield the cues of SubRip, whose texts end with the number of the next cue; empty lines within are overlooked."""
    number: int | None = 1
    for times, text, last in _blocks(lines, _ARROW):
        following = _number_below(text, number, last=last)
        yield _cue(times, text if following is None else text[:-1])
        number = following


def webvtt_cues(lines: Iterable[str]) -> Iterator[Cue]:
    """Yield the cues of WebVTT, whose texts end with an empty line: what follows is a name or a comment."""
    for times, text, _ in _blocks(lines, _ARROW):
        yield _cue(times, _up_to_blank(text))


def subviewer_cues(lines: Iterable[str]) -> Iterator[Cue]:
    """Yield the cues of SubViewer or SBV, with a comma between the times and texts that end with an empty line."""
    for times, text, _ in _blocks(lines, _COMMA):
        yield _cue(times, [_BREAK.sub("\n", line) for line in _up_to_blank(text)])


def _blocks(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterator[tuple[Times, list[str], bool]]:
    """Each pair of times, the lines up to the next one, and whether there is none."""
    times: Times | None = None
    text: list[str] = []
    for line in lines:
        match = pattern.match(line)
        if match is None:
            text.append(line)
            continue
        if times is not None:
            yield times, text, False
        times, text = (_seconds(match.groups()[:5]), _seconds(match.groups()[5:])), []
    if times is not None:
        yield times, text, True


def _seconds(groups: Sequence[str | None]) -> float:
    sign, *whole, fraction = groups
    hours, minutes, seconds = (int(part or 0) for part in whole)
    milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((fraction or "").ljust(3, "0"))
    return (-milliseconds if sign else milliseconds) / 1000


def _number_below(text: list[str], number: int | None, *, last: bool) -> int | None:
    """The number of the next cue, if the last line is one: that which is due, or one that stands alone above times."""
    if not text or not _NUMBER.fullmatch(text[-1]):
        return None
    below = int(text[-1])
    alone = not last and (len(text) == 1 or not text[-2].strip())
    return below if alone or (number is not None and below == number + 1) else None


def _up_to_blank(text: list[str]) -> list[str]:
    return list(takewhile(str.strip, text))


def _cue(times: Times, text: list[str]) -> Cue:
    return Cue(*times, from_markup("\n".join(text)))
