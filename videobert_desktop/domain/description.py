"""What a video shows, in words and in times."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.timing import Span


@dataclass(frozen=True, slots=True)
class TimedCaption:
    """A sentence about a stretch of a video.

    Attributes:
        span: The stretch, in seconds.
        text: The sentence.
        confidence: How probable it is that the sentence is about what is shown there, in [0, 1].
    """

    span: Span
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a video that looks like one whole.

    Attributes:
        span: The part, in seconds.
        title: What it is called.
    """

    span: Span
    title: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch that stands out from the rest of its video.

    Attributes:
        span: The stretch, in seconds.
        score: By how much it stands out, in [0, 1].
    """

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Description:
    """What is told of a video, or of a stretch of it.

    Attributes:
        video_id: The catalogue's id of the video.
        path: A file that holds it, online if any is.
        span: The stretch that is described, in seconds: what was asked for, as far as it is indexed.
        summary: One sentence made of captions, or that there is nothing to be said.
        captions: In the order of time, no two overlapping; stretches of which nothing sure is to be said are left out.
        chapters: In the order of time; they cover the span without a gap.
        highlights: The one that stands out most first, no two overlapping.
    """

    video_id: int
    path: Path
    span: Span
    summary: str
    captions: tuple[TimedCaption, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    highlights: tuple[Highlight, ...] = ()
