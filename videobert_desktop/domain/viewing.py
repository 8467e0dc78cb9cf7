"""What is remembered of watching a video: where it was left, and which stretches of it were watched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from videobert_desktop.domain.timing import Span

# A video counts as begun, and as seen to its end, from these parts of its length on: titles and credits are no loss.
BEGUN, FINISHED = 0.02, 0.95
# Between stretches that were watched one after the other there may be a frame or two that nobody saw.
_GAP_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Viewing:
    """How far a video was watched.

    Attributes:
        video_id: The video.
        position: The second where it was left.
        watched: The stretches that were watched at any time, disjoint and in order.
        seen: When it was watched last, timezone-aware.
    """

    video_id: int
    position: float
    watched: tuple[Span, ...]
    seen: datetime

    def fraction_watched(self, duration: float) -> float:
        """How much of a video of `duration` seconds was watched, in [0, 1]; 0.0 where its length is unknown."""
        return min(1.0, sum(span.duration for span in self.watched) / duration) if duration > 0 else 0.0

    def is_finished(self, duration: float) -> bool:
        """Whether a video of `duration` seconds was left at its end, more or less."""
        return 0 < duration * FINISHED <= self.position

    def is_half_way(self, duration: float) -> bool:
        """Whether a video of `duration` seconds was begun and left before its end."""
        return self.position > 0 and self.position >= duration * BEGUN and not self.is_finished(duration)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same stretches of time, disjoint and in order; those that all but touch are one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if result and span.start <= result[-1].end + _GAP_SECONDS:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)
