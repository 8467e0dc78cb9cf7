"""What is known of a clip that can answer a question, and where in it something is most likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.answer import Citation
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span

TOGETHER = 3
"""Windows in a row that have to look like something: one lucky window is not enough."""
LONGEST_PROOF = 15.0
"""Seconds that a stretch of picture that proves something lasts at most."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a clip.

    Attributes:
        span: When they are said, or stand there, in seconds.
        text: The words.
        channel: SPEECH or SCREEN.
        confidence: How probable it is that they are what was asked for, in [0, 1].
    """

    span: Span
    text: str
    channel: Channel
    confidence: float = 0.0


@dataclass(frozen=True, eq=False)
class ClipEvidence:
    """What is known of a clip.

    Attributes:
        video_id: The catalogue's id of the video.
        spans: Its w windows, in the order of time; at least one.
        embeddings: (w, dim) float32, unit-normalised.
        lines: What is said, in the order of time.
        writings: What is written in the picture, in the order of time.
        pictures: (n, s, s, 3) uint8 RGB, of where it was looked again; None before that.
    """

    video_id: int
    spans: tuple[Span, ...]
    embeddings: NDArray[np.float32]
    lines: tuple[Quote, ...] = ()
    writings: tuple[Quote, ...] = ()
    pictures: NDArray[np.uint8] | None = field(default=None)

    @property
    def whole(self) -> Citation:
        """All of it."""
        return Citation(self.video_id, Span(self.spans[0].start, self.spans[-1].end), Channel.PICTURE)

    def within(self, start: float, end: float) -> Self:
        """The part of it that lies in a stretch of time; all of it if nothing does."""
        inside = [place for place, span in enumerate(self.spans) if span.start >= start and span.end <= end]
        if not inside:
            return self
        spans = tuple(self.spans[place] for place in inside)
        lines = tuple(line for line in self.lines if start <= line.span.start < end)
        writings = tuple(line for line in self.writings if start <= line.span.start < end)
        return replace(self, spans=spans, embeddings=self.embeddings[inside], lines=lines, writings=writings)

    def proof(self, scores: NDArray[np.float32]) -> Citation:
        """The stretch where scores (w,) are highest."""
        return Citation(self.video_id, best_stretch(scores, self.spans), Channel.PICTURE)


def smoothed(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of so many scores (w, ...) in a row as have to agree: (w - few, ...)."""
    count = min(TOGETHER, len(scores))
    sums = np.cumsum(np.concatenate([np.zeros_like(scores[:1]), scores]), axis=0)
    return np.asarray((sums[count:] - sums[:-count]) / count, np.float32)


def best_of(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """How high scores (w, n) get at their best, over some windows in a row: (n,)."""
    return np.asarray(smoothed(scores).max(axis=0), np.float32)


def best_stretch(scores: NDArray[np.float32], spans: Sequence[Span]) -> Span:
    """The stretch around the highest scores (w,) in which they stay above half-way to what is ordinary."""
    means = smoothed(scores)
    first = int(means.argmax())
    stop = first + min(TOGETHER, len(scores))
    level = (float(means[first]) + float(np.median(scores))) / 2
    while True:
        longer = []
        if first > 0 and spans[stop - 1].end - spans[first - 1].start <= LONGEST_PROOF:
            longer.append((float(scores[first - 1]), first - 1, stop))
        if stop < len(scores) and spans[stop].end - spans[first].start <= LONGEST_PROOF:
            longer.append((float(scores[stop]), first, stop + 1))
        best = max(longer, default=None)
        if best is None or best[0] < level:
            return Span(spans[first].start, spans[stop - 1].end)
        _, first, stop = best
