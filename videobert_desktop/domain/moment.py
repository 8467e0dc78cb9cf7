"""The answer to a search: stretches of video, and why they were chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videobert_desktop.domain.screen_text import Box
from videobert_desktop.domain.timing import Span

IN_LIBRARY = 0.5
"""A confidence from which on we say that what was asked for is there."""


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """What is said, or written in the picture, in a moment.

    Attributes:
        text: What it says.
        span: When it is said, or stands there.
        matches: The stretches [start, end) of `text`, in characters, that were asked for; none if it was found by its
            meaning.
        box: Where in the picture it is written; None for what is said.
    """

    text: str
    span: Span
    matches: tuple[tuple[int, int], ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each channel saw in a moment.

    Attributes:
        picture: The picture channel's score, or None if it took no part.
        alignment: How well the words and the moment's windows belong together, read together: a logit; None if they
            were not.
        speech: What is said there; None if that took no part.
        screen: What is written there; None if that took no part.
    """

    picture: float | None = None
    alignment: float | None = None
    speech: TextEvidence | None = None
    screen: TextEvidence | None = None

    @property
    def texts(self) -> tuple[TextEvidence, ...]:
        """What is said and what is written there."""
        return tuple(each for each in (self.speech, self.screen) if each is not None)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a video that answers a query.

    Attributes:
        video_id: The catalogue's id of the video.
        path: A file that holds the video, online if any is.
        span: The stretch, in seconds.
        peak: The second at which it matches best.
        score: How well it matches; comparable within one search only, and there among moments that have an alignment
            or among those that have none.
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
class MatchExplanation:
    """Why a moment was found, as far as it can be told: where the query's words looked.

    Attributes:
        words: The query's words, t of them.
        spans: The n windows of the moment that were read, in time order; at least one.
        windows: (t, n), how much each word looked at each window; each word's sum to 1.
        grid: (t, n, 3, 3), the same for the parts of each window's picture, row by row; each word's sum to 1.
    """

    words: tuple[str, ...]
    spans: tuple[Span, ...]
    windows: Sequence[Sequence[float]]
    grid: Sequence[Sequence[Sequence[Sequence[float]]]]

    @property
    def overall(self) -> list[float]:
        """How much all words together looked at each window; sums to 1, or is zero without words."""
        return [sum(column) / len(self.words) for column in zip(*self.windows, strict=True)] or [0.0] * len(self.spans)

    @property
    def best_window(self) -> int:
        """The window that all words together looked at most; of equal ones the first."""
        return _highest(self.overall)

    def strongest(self, word: int) -> int:
        """The window that a word looked at most; of equal ones the first."""
        return _highest(self.windows[word])

    def parts(self, word: int, window: int) -> list[list[float]]:
        """Of what a word saw in a window the share of each part of the picture, (3, 3); sums to 1."""
        cells = self.grid[word][window]
        total = sum(map(sum, cells))
        return [[cell / total if total > 0 else 1 / 9 for cell in row] for row in cells]


def _highest(weights: Sequence[float]) -> int:
    return max(range(len(weights)), key=weights.__getitem__)


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
