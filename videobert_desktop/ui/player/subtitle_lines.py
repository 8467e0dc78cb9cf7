"""Which of the lines of a transcript are to be read on the picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from videobert_desktop.domain.timing import Span

SubtitleLine = tuple[Span, str]
"""When something is said, and what."""

# Cues overlap where two people speak; more are not read at once. A long cue may begin before so many others.
_AT_ONCE = 2
_LOOKED_BACK = 8


def line_at(lines: Sequence[SubtitleLine], second: float) -> str:
    """What is said at a second, in the order in which it was begun; empty if nothing is.

    Args:
        lines: In the order of their start.
        second: Of the video.
    """
    after = bisect_right(lines, second, key=lambda line: line[0].start)
    now = [text for span, text in lines[max(0, after - _LOOKED_BACK) : after] if second < span.end]
    return "\n".join(now[-_AT_ONCE:])
