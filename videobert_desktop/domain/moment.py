"""The answer to a search: stretches of video, and why they were chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videobert_desktop.domain.timing import Span

IN_LIBRARY = 0.5
"""A confidence from which on we say that what was asked for is there."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each channel saw in a moment.

    Attributes:
        picture: The picture channel's score, or None if it took no part.
    """

    picture: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a video that answers a query.

    Attributes:
        video_id: The catalogue's id of the video.
        path: A file that holds the video, online if any is.
        span: The stretch, in seconds.
        peak: The second at which it matches best.
        score: How well it matches; comparable within one search only.
        confidence: Calibrated probability that it answers the query, in [0, 1].
        evidence: The channels' parts in it.
        online: Whether the file is there to be played.
    """

    video_id: int
    path: Path
    span: Span
    peak: float
    score: float
    confidence: float
    evidence: Evidence
    online: bool


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The moments for one query, best first, never two overlapping ones of one video.

    Attributes:
        query: The query's text, or its example if it has no text.
        in_library: Whether anything rises above the library's own background.
        seconds: How long the search took.
        moments: What was found, listed even when `in_library` is false; what is less probable than was asked for is
            left out.
    """

    query: str
    in_library: bool
    seconds: float
    moments: tuple[Moment, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class MatchCurve:
    """How well a video matches a query all along.

    Attributes:
        path: A file that holds the video, online if any is.
        duration: Seconds from the video's beginning to its end.
        step: Seconds from one value to the next; the first is that of the video's beginning.
        channels: For each channel the calibrated probabilities, in [0, 1], one a step to the video's end; a channel
            that the library does not have is zero throughout.
    """

    path: Path
    duration: float
    step: float
    channels: Mapping[str, Sequence[float]]
