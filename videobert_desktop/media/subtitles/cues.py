"""Cues made into segments: sorted, mended where their times are broken, without what is there twice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment

# A cue that does not say when it ends is shown until the next one, or so long, in seconds.
_UNENDED_SECONDS = 5.0
_LONGEST_SECONDS = 300.0
# Nobody reads what is shown for less: it is a piece of a sign that moves, or a step of captions that roll.
_UNREADABLE_SECONDS = 0.2
# Cues this near follow each other, in seconds: between them lies less than a frame.
_TOUCHING_SECONDS = 0.05
# Captions roll if so large a part of the cues that follow each other repeat lines, of at least so many.
_ROLLING_SHARE = 0.5
_ROLLING_CUES = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once, as a file has it.

    Attributes:
        start: When it begins, in seconds; may be negative.
        end: When it ends, in seconds; None, or not after the start, if that is not known.
        text: Plain text.
    """

    start: float
    end: float | None
    text: str


def segments_of(cues: Iterable[Cue], *, shift: float = 0.0, latest: float = math.inf) -> tuple[Segment, ...]:
    """The segments that cues make.

    They are sorted by time. A cue without an end, or with one that is not after its start, lasts until the next one
    begins, at most 5 s; none lasts more than five minutes. What lies before zero is cut. Exact duplicates are one
    segment, and so are pieces of the same text that follow each other though each is too short to be read. Captions
    that roll, each cue repeating lines of the one before, have every line once.

    Args:
        cues: In any order.
        shift: Seconds to add to all times.
        latest: Cues that begin later are left out, in seconds.
    """
    moved = (_moved(cue, shift) for cue in cues if cue.text and math.isfinite(cue.start))
    ordered = sorted((cue for cue in moved if cue.start <= latest), key=lambda cue: cue.start)
    ended = list(_ended(ordered))[::-1]
    ended.sort(key=lambda segment: (segment.span.start, segment.span.end))
    unrolled = _unrolled(ended) if _is_rolling(ended) else ended
    return tuple(_merged(segment for segment in unrolled if segment.span.end > 0))


def _moved(cue: Cue, shift: float) -> Cue:
    end = cue.end if cue.end is not None and math.isfinite(cue.end) and cue.end > cue.start else None
    return Cue(cue.start + shift, None if end is None else end + shift, cue.text)


def _ended(cues: list[Cue]) -> Iterator[Segment]:
    following = current = math.inf
    for cue in reversed(cues):
        if cue.start < current:
            following, current = current, cue.start
        end = min(following, cue.start + _UNENDED_SECONDS) if cue.end is None else cue.end
        start = max(0.0, cue.start)
        yield Segment(Span(start, max(start, min(end, cue.start + _LONGEST_SECONDS))), cue.text)


def _touch(before: Segment, after: Segment) -> bool:
    return after.span.start <= before.span.end + _TOUCHING_SECONDS


def _repeated_lines(before: Segment, after: Segment) -> int:
    """How many lines the later one begins with are those that the earlier one ends with."""
    if not _touch(before, after):
        return 0
    shown, new = before.text.split("\n"), after.text.split("\n")
    counts = range(min(len(shown), len(new)), 0, -1)
    return next((count for count in counts if shown[-count:] == new[:count]), 0)


def _is_rolling(segments: list[Segment]) -> bool:
    touching = repeating = 0
    for before, after in pairwise(segments):
        touching += _touch(before, after)
        repeating += before.text != after.text and _repeated_lines(before, after) > 0
    return repeating >= max(_ROLLING_CUES, _ROLLING_SHARE * touching)


def _unrolled(segments: list[Segment]) -> list[Segment]:
    unrolled = segments[:1]
    for before, after in pairwise(segments):
        fresh = after.text.split("\n")[_repeated_lines(before, after) :]
        if fresh:
            unrolled.append(replace(after, text="\n".join(fresh)))
        else:
            unrolled[-1] = _until(unrolled[-1], after.span.end)
    return unrolled


def _merged(segments: Iterable[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    latest: dict[str, int] = {}
    for segment in segments:
        place = latest.get(segment.text)
        if place is not None and _is_same(merged[place], segment):
            merged[place] = _until(merged[place], segment.span.end)
        else:
            latest[segment.text] = len(merged)
            merged.append(segment)
    return merged


def _is_same(before: Segment, after: Segment) -> bool:
    if before.span == after.span:
        return True
    shortest = min(before.span.duration, after.span.duration)
    return shortest < _UNREADABLE_SECONDS and _touch(before, after)


def _until(segment: Segment, end: float) -> Segment:
    return replace(segment, span=Span(segment.span.start, max(segment.span.end, end)))
