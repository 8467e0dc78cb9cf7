"""Time arithmetic: sampling instants, windows and units.

Times are seconds as float, counted from the first presented frame. A video is sampled twice a second; three
samples make a window of 1.5 s, VideoBERT's unit; forty windows make a unit of one minute, the piece of work that
is committed at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

SAMPLES_PER_SECOND = 2.0
WINDOW_SECONDS = 1.5
WINDOWS_PER_UNIT = 40
UNIT_SECONDS = WINDOW_SECONDS * WINDOWS_PER_UNIT

# Container timestamps are integers of a time base: two names for one instant differ by less than this.
TIME_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time [start, end), in seconds."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end) and self.start <= self.end):
            raise ValueError(f"not a span of time: [{self.start}, {self.end})")

    @property
    def duration(self) -> float:
        """Seconds from start to end."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share more than an end point."""
        return self.start < other.end and other.start < self.end


def window_number(time: float) -> int:
    """The number, from 0, of the window that `time` falls into."""
    return max(0, math.floor((time + TIME_TOLERANCE) / WINDOW_SECONDS))


def unit_number(time: float) -> int:
    """The number, from 0, of the unit that `time` falls into."""
    return window_number(time) // WINDOWS_PER_UNIT


def window_span(number: int, duration: float) -> Span:
    """The window's span, cut at the video's end; `duration` in seconds."""
    start = number * WINDOW_SECONDS
    return Span(start, max(start, min(start + WINDOW_SECONDS, duration)))


def unit_span(number: int, duration: float) -> Span:
    """The unit's span, cut at the video's end; `duration` in seconds."""
    start = number * UNIT_SECONDS
    return Span(start, max(start, min(start + UNIT_SECONDS, duration)))


def sample_times(start: float, end: float, per_second: float = SAMPLES_PER_SECOND) -> Iterator[float]:
    """The instants within [start, end) at which a video is sampled, so many a second."""
    number = math.ceil(start * per_second - TIME_TOLERANCE)
    while (time := number / per_second) < end - TIME_TOLERANCE:
        yield time
        number += 1
