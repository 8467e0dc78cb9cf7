"""LRC: lines of songs, each after the times at which it is sung."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.plain_text import from_markup

_TIMES = re.compile(r"\s*((?:\[\d{1,4}:\d{1,2}(?:[.:]\d{1,3})?\]\s*)+)(.*)")
_TIME = re.compile(r"\[(\d+):(\d+)(?:[.:](\d+))?\]")
_OFFSET = re.compile(r"\s*\[offset: *([+-]?\d{1,9})\s*\]", re.IGNORECASE)


def lyrics_cues(lines: Iterable[str]) -> Iterator[Cue]:
    """Yield a cue for each time: its line, until the next one, which may be empty, begins."""
    offset = 0.0
    sung: list[tuple[float, str]] = []
    for line in lines:
        if (match := _OFFSET.match(line)) is not None:
            offset = int(match[1]) / 1000  # positive is earlier
        elif (match := _TIMES.match(line)) is not None:
            text = from_markup(match[2])
            sung.extend((_seconds(time), text) for time in _TIME.finditer(match[1]))
    sung.sort(key=lambda entry: entry[0])
    for (start, text), (end, _) in pairwise(sung):
        yield Cue(start - offset, end - offset, text)
    if sung:
        start, text = sung[-1]
        yield Cue(start - offset, None, text)


def _seconds(time: re.Match[str]) -> float:
    minutes, seconds, fraction = time.groups()
    return int(minutes) * 60 + int(seconds) + float(f"0.{fraction or 0}")
