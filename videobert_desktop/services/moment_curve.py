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

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import TIME_TOLERANCE, Span

SMOOTHING_WINDOWS = 1.0
MAX_WINDOWS = 40
IMAGINED_WINDOWS = 2
# A valley's height as a fraction of the peak's, above the background; with the smoothing above, two windows of
# background within a moment do not make a valley, three do.
VALLEY = 0.25


@dataclass(frozen=True, slots=True)
class CurveMoment:
    """A stretch of one video's score curve.

    Attributes:
        span: The stretch, in seconds.
        peak: The middle of its best window, in seconds.
        score: Half-way between the smoothed score at the peak and the mean over the stretch: a moment has to be good
            as a whole, not in one lucky window, and a long one is not better for being long.
    """

    span: Span
    peak: float
    score: float


def smooth(
    scores: NDArray[np.floating], spans: Sequence[Span] | None = None, *, sigma: float = SMOOTHING_WINDOWS
) -> NDArray[np.float32]:
    """Average neighbouring windows with Gaussian weights; at an edge, those weights that there are count as all.

    Args:
        scores: (n_windows,) floating.
        spans: The windows in time order, so that nothing is averaged over a gap; None if there are no gaps.
        sigma: The Gaussian's standard deviation in windows, more than 0.

    Returns:
        The smoothed scores, (n_windows,) float32.
    """
    runs = [range(len(scores))] if spans is None else adjacent_runs(spans)
    radius = math.ceil(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    smoothed = np.empty(len(scores), dtype=np.float32)
    for run in filter(len, runs):
        inner = slice(radius, radius + len(run))
        sums = np.convolve(scores[run.start : run.stop], kernel)[inner]
        weights = np.convolve(np.ones(len(run)), kernel)[inner]
        smoothed[run.start : run.stop] = sums / weights
    return smoothed


def adjacent_runs(spans: Sequence[Span]) -> list[range]:
    """The longest runs of windows of which each begins where the one before it ends.

    Args:
        spans: The windows' spans in time order.

    Returns:
        Ranges of positions in `spans` that together are all of them, in order; none is empty.
    """
    breaks = [
        number
        for number, (before, after) in enumerate(itertools.pairwise(spans), start=1)
        if abs(after.start - before.end) > TIME_TOLERANCE
    ]
    edges = [0, *breaks, len(spans)]
    return [range(start, stop) for start, stop in itertools.pairwise(edges) if start < stop]


def find_moments(
    scores: NDArray[np.floating],
    spans: Sequence[Span],
    baseline: float,
    limit: int,
    *,
    max_windows: int = MAX_WINDOWS,
) -> list[CurveMoment]:
    """The best stretches of one video, best first; no two overlap and none bridges a gap.

    Args:
        scores: (n_windows,) floating, finite, as they are: they are smoothed here.
        spans: The windows' spans in time order; they may have gaps but not overlap.
        baseline: The score of plain background. Peaks below it are left out, except a video's best.
        limit: How many moments to return at most, at least 1.
        max_windows: How many windows a moment may have at most, at least 1.

    Returns:
        Between one and `limit` moments; none only if there are no windows.

    Raises:
        ValueError: There are not as many scores as spans, or a score is not finite.
    """
    values = np.asarray(scores, dtype=np.float64)
    if values.shape != (len(spans),) or not np.isfinite(values).all():
        raise ValueError(f"{len(spans)} finite scores expected, one a window; their shape is {values.shape}")
    smoothed = smooth(values, spans)
    free = adjacent_runs(spans)
    moments: list[CurveMoment] = []
    for peak in _peaks(smoothed, free):
        if len(moments) == limit or (moments and smoothed[peak] < baseline):
            break
        home = next((stretch for stretch in free if peak in stretch), None)
        if home is None:  # within a moment that a higher peak has claimed
            continue
        rest = np.concatenate([values[stretch.start : stretch.stop] for stretch in free])
        background = min(baseline, float(np.median(rest)))
        reach = _reach(smoothed, peak, home, background)
        rest = np.concatenate([rest, np.full(IMAGINED_WINDOWS, background)])
        extent = _extent(values, peak, reach, total=float(rest.sum()), count=len(rest), max_windows=max_windows)
        free.remove(home)
        free += [range(home.start, extent.start), range(extent.stop, home.stop)]
        score = (float(smoothed[peak]) + float(values[extent.start : extent.stop].mean())) / 2
        moments.append(_moment(spans, extent, peak, score))
    return sorted(moments, key=lambda moment: -moment.score)


def _peaks(smoothed: NDArray[np.float32], runs: Sequence[range]) -> list[int]:
    """Positions no lower than the neighbours in their run, highest first; of equals, the earlier first."""
    is_peak = np.ones(len(smoothed), dtype=bool)
    for run in runs:
        rises = np.diff(smoothed[run.start : run.stop])
        is_peak[run.start + 1 : run.stop] &= rises >= 0
        is_peak[run.start : run.stop - 1] &= rises <= 0
    peaks = np.flatnonzero(is_peak)
    order = np.argsort(-smoothed[peaks], kind="stable")
    return [int(peak) for peak in peaks[order]]


def _reach(smoothed: NDArray[np.float32], peak: int, home: range, background: float) -> range:
    """The part of `home` around `peak` that lies between the two nearest valleys."""
    level = background + VALLEY * (smoothed[peak] - background)
    valleys = home.start + np.flatnonzero(smoothed[home.start : home.stop] < level)
    before, after = valleys[valleys < peak], valleys[valleys > peak]
    return range(int(before[-1]) + 1 if before.size else home.start, int(after[0]) if after.size else home.stop)


def _extent(
    values: NDArray[np.float64], peak: int, reach: range, *, total: float, count: int, max_windows: int
) -> range:
    """The box of highest contrast among those within `reach` that hold `peak`.

    Args:
        values: (n_windows,) float64, the scores as they are.
        peak: The position that the box must hold.
        reach: Where the box may lie.
        total: Sum of the scores that the box is weighed against, its own among them.
        count: How many these are; more than `reach` has.
        max_windows: The longest box.
    """
    starts = np.arange(max(reach.start, peak - max_windows + 1), peak + 1)
    stops = np.arange(peak + 1, min(reach.stop, peak + max_windows) + 1)
    sums = np.concatenate([[0.0], np.cumsum(values[starts[0] : stops[-1]])])
    inside = sums[stops - starts[0]] - sums[starts - starts[0], None]
    length = stops - starts[:, None]
    outside = count - length
    contrast = (inside / length - (total - inside) / outside) * np.sqrt(length * outside / count)
    contrast[length > max_windows] = -np.inf
    row, column = np.unravel_index(np.argmax(contrast), contrast.shape)
    return range(int(starts[row]), int(stops[column]))


def _moment(spans: Sequence[Span], extent: range, peak: int, score: float) -> CurveMoment:
    best = spans[peak]
    return CurveMoment(
        span=Span(spans[extent.start].start, spans[extent.stop - 1].end),
        peak=(best.start + best.end) / 2,
        score=score,
    )
