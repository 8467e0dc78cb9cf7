"""From the scores of a video's windows to the stretches worth showing.

The curve is smoothed to find its peaks. Around a peak the moment is the box that explains the scores best: if they
are a background level, plus a constant inside the moment, plus even noise, then among all boxes that hold the peak
the least squared error is left by the one that maximises

    (mean inside - mean outside) * sqrt(n_inside * n_outside / (n_inside + n_outside)).

The root is what weighs length: against a long video it grows like sqrt(n_inside), so that a moment takes in a
neighbour as long as that rises to about half of the moment's own height above the background. Two things are added:

- One box alone would bridge two stretches whenever the gap is short against them. A moment ends where the smoothed
  curve falls back into a valley; what lies beyond is a moment of its own.
- A video that matches from end to end has no outside. It is imagined to lie between two windows of plain background.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import TIME_TOLERANCE, Span

SMOOTHING_WINDOWS = 1.0
MAX_SECONDS = 60.0
IMAGINED_WINDOWS = 2
# A valley's height as a fraction of the peak's, above the background; with the smoothing above, two windows of
# background within a moment do not make a valley, three do.
VALLEY = 0.25

_RADIUS = math.ceil(3 * SMOOTHING_WINDOWS)


@dataclass(frozen=True, slots=True)
class CurveMoment:
    """A stretch of one video's score curve.

    Attributes:
        span: The stretch, in seconds.
        peak: The middle of its best window, in seconds.
        score: Half-way between the smoothed score at the peak and the mean over the stretch: a moment has to be good
            as a whole, not in one lucky window, and a long one is not better for being long.
        similarity: The smoothed similarity at the peak, as it is without the correction for hubs.
        resemblance: How much the windows at the peak resemble what the query is imagined to look like; 0 if nothing is
            imagined.
    """

    span: Span
    peak: float
    score: float
    similarity: float
    resemblance: float


@dataclass(frozen=True, slots=True, eq=False)
class ScoreCurves:
    """The scores of windows of any videos, one video after another, each in time order and without overlaps.

    Attributes:
        scores: (n,) float64, finite, as they are.
        smoothed: (n,) float32, the same after `smooth_runs`.
        similarities: (n,) float32, the plain similarities after `smooth_runs`.
        resemblances: (n,) float32, the similarities to what is imagined, after `smooth_runs`.
        videos: (n,) int64, the video of each window.
        runs: (n,) int64, ascending; the same for neighbours of which one begins where the other ends.
        starts: (n,) float64, in seconds.
        ends: (n,) float64, in seconds.
    """

    scores: NDArray[np.float64]
    smoothed: NDArray[np.float32]
    similarities: NDArray[np.float32]
    resemblances: NDArray[np.float32]
    videos: NDArray[np.int64]
    runs: NDArray[np.int64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]


def smooth(scores: NDArray[np.floating], spans: Sequence[Span]) -> NDArray[np.float32]:
    """Average neighbouring windows of one video with Gaussian weights, over no gap.

    Args:
        scores: (n_windows,) floating.
        spans: The windows in time order.

    Returns:
        The smoothed scores, (n_windows,) float32.
    """
    starts, ends = np.array([(span.start, span.end) for span in spans], np.float64).reshape(-1, 2).T
    return smooth_runs(scores, number_runs(np.zeros(len(spans), np.int64), starts, ends))


def number_runs(videos: NDArray[np.int64], starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.int64]:
    """Number the longest runs of windows of which each begins where the one before it, of the same video, ends.

    Args:
        videos: (n,) int64, the video of each window, one video after another.
        starts: (n,) float64, in seconds, ascending within a video.
        ends: (n,) float64, in seconds.

    Returns:
        (n,) int64, ascending from 0.
    """
    breaks = (videos[1:] != videos[:-1]) | (np.abs(starts[1:] - ends[:-1]) > TIME_TOLERANCE)
    return np.concatenate([np.zeros(min(1, len(videos)), np.int64), np.cumsum(breaks)])


def smooth_runs(scores: NDArray[np.floating], runs: NDArray[np.int64]) -> NDArray[np.float32]:
    """Average neighbours within each run with Gaussian weights; at an edge, those weights that there are count as all.

    Args:
        scores: (n,) floating.
        runs: (n,) int64, ascending, the run of each.

    Returns:
        (n,) float32.
    """
    sums, weights = np.array(scores, np.float64), np.ones(len(scores))
    for distance in range(1, min(_RADIUS + 1, len(scores))):
        share = math.exp(-0.5 * (distance / SMOOTHING_WINDOWS) ** 2)
        weight = share * (runs[distance:] == runs[:-distance])
        sums[distance:] += weight * scores[:-distance]
        sums[:-distance] += weight * scores[distance:]
        weights[distance:] += weight
        weights[:-distance] += weight
    return (sums / weights).astype(np.float32)


def find_peaks(smoothed: NDArray[np.float32], runs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions (m,) int64, ascending, no lower than their neighbours in their run."""
    is_peak = np.ones(len(smoothed), dtype=bool)
    apart, rises = runs[1:] != runs[:-1], np.diff(smoothed)
    is_peak[1:] &= apart | (rises >= 0)
    is_peak[:-1] &= apart | (rises <= 0)
    return np.flatnonzero(is_peak)


def reach_of(smoothed: NDArray[np.float32], peak: int, home: range, background: float) -> range:
    """The part of `home` around `peak` that lies between the two nearest valleys."""
    level = background + VALLEY * (float(smoothed[peak]) - background)
    is_valley = (smoothed[home.start : home.stop] < level).tolist()
    start, stop = peak, peak + 1
    while start > home.start and not is_valley[start - 1 - home.start]:
        start -= 1
    while stop < home.stop and not is_valley[stop - home.start]:
        stop += 1
    return range(start, stop)


def extent_of(curves: ScoreCurves, peak: int, reach: range, *, total: float, count: int) -> range:
    """The box of highest contrast among those within `reach` that hold `peak` and are not too long.

    Args:
        curves: The scores.
        peak: The position that the box must hold; alone it is never too long.
        reach: Where the box may lie.
        total: Sum of the scores that the box is weighed against, its own among them.
        count: How many these are; more than `reach` has.
    """
    before, after = peak + 1 - reach.start, reach.stop - peak
    # The contrast from the top of this module, where all scores are taken as distances from their common mean.
    sums = np.zeros(len(reach) + 1)
    np.cumsum(curves.scores[reach.start : reach.stop] - total / count, out=sums[1:])
    inside = sums[before:] - sums[:before, None]
    length = np.arange(before, 0, -1)[:, None] + np.arange(after)
    contrast = inside / np.sqrt(length * (count - length))
    starts, ends = curves.starts[reach.start : peak + 1], curves.ends[peak : reach.stop]
    longest = MAX_SECONDS + TIME_TOLERANCE
    if ends[-1] - starts[0] > longest:
        too_long = ends - starts[:, None] > longest
        too_long[-1, 0] = False
        contrast[too_long] = -np.inf
    row, column = divmod(int(contrast.argmax()), after)
    return range(reach.start + row, peak + column + 1)


def moment_of(curves: ScoreCurves, peak: int, extent: range) -> CurveMoment:
    """The moment of that peak and extent."""
    span = Span(float(curves.starts[extent.start]), float(curves.ends[extent.stop - 1]))
    mean = float(curves.scores[extent.start : extent.stop].sum()) / len(extent)
    middle = float(curves.starts[peak] + curves.ends[peak]) / 2
    score = (float(curves.smoothed[peak]) + mean) / 2
    return CurveMoment(span, middle, score, float(curves.similarities[peak]), float(curves.resemblances[peak]))
