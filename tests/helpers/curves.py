"""Score curves for tests, and the plain way from a curve to its moments."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import TIME_TOLERANCE, WINDOW_SECONDS, Span
from videobert_desktop.services.searching.moment_curve import (
    IMAGINED_WINDOWS,
    MAX_SECONDS,
    VALLEY,
    CurveMoment,
    ScoreCurves,
    number_runs,
    smooth_runs,
)


def windows(count: int, start: float = 0.0) -> list[Span]:
    """`count` windows without a gap, from `start` on."""
    edges = [start + number * WINDOW_SECONDS for number in range(count + 1)]
    return [Span(a, b) for a, b in itertools.pairwise(edges)]


def windows_with_gaps(lengths: list[int]) -> list[Span]:
    """Runs of windows of these lengths, one window missing between two runs."""
    starts = np.cumsum([0, *(length + 1 for length in lengths[:-1])]) * WINDOW_SECONDS
    return [span for length, start in zip(lengths, starts, strict=True) for span in windows(length, float(start))]


def noise(count: int, seed: int, scale: float = 1.0) -> NDArray[np.float32]:
    """Scores without any shape, (count,)."""
    return (scale * np.random.default_rng(seed).normal(size=count)).astype(np.float32)


def curves_of(scores: NDArray[np.floating], spans: list[Span], videos: NDArray[np.int64] | None = None) -> ScoreCurves:
    """The scores of windows of one video, or of these videos."""
    exact = np.asarray(scores, np.float64)
    starts, ends = (np.array([getattr(span, edge) for span in spans], np.float64) for edge in ("start", "end"))
    videos = np.zeros(len(spans), np.int64) if videos is None else videos
    runs = number_runs(videos, starts, ends)
    smoothed = smooth_runs(exact, runs)
    return ScoreCurves(exact, smoothed, smoothed, smoothed, videos, runs, starts, ends)


def plain_moments(scores: NDArray[np.floating], spans: list[Span], baseline: float) -> list[CurveMoment]:
    """All moments of one video, best first, each box tried in turn: what the quick way has to find too."""
    values = np.asarray(scores, np.float64)
    free = _runs(spans)
    smoothed = _smoothed(values, free)
    moments: list[CurveMoment] = []
    for peak in _peaks(smoothed, free):
        if moments and smoothed[peak] < baseline:
            break
        home = next((stretch for stretch in free if peak in stretch), None)
        if home is None:
            continue
        rest = np.concatenate([values[list(stretch)] for stretch in free])
        background = min(baseline, float(np.median(rest)))
        level = background + VALLEY * (smoothed[peak] - background)
        start, stop = _best_box(values, spans, peak, _between_valleys(smoothed < level, peak, home), rest, background)
        free.remove(home)
        free += [range(home.start, start), range(stop, home.stop)]
        score = (float(smoothed[peak]) + float(values[start:stop].mean())) / 2
        middle = (spans[peak].start + spans[peak].end) / 2
        span = Span(spans[start].start, spans[stop - 1].end)
        moments.append(CurveMoment(span, middle, score, float(smoothed[peak]), float(smoothed[peak])))
    return sorted(moments, key=lambda moment: -moment.score)


def _runs(spans: list[Span]) -> list[range]:
    breaks = [n for n in range(1, len(spans)) if abs(spans[n].start - spans[n - 1].end) > TIME_TOLERANCE]
    return [range(a, b) for a, b in itertools.pairwise([0, *breaks, len(spans)]) if a < b]


def _smoothed(values: NDArray[np.float64], runs: list[range]) -> NDArray[np.float32]:
    kernel = np.exp(-0.5 * np.arange(-3, 4) ** 2)
    smoothed = np.empty(len(values), np.float32)
    for run in runs:
        sums, weights = (np.convolve(part, kernel)[3:-3] for part in (values[list(run)], np.ones(len(run))))
        smoothed[list(run)] = sums / weights
    return smoothed


def _peaks(smoothed: NDArray[np.float32], runs: list[range]) -> list[int]:
    peaks = [n for run in runs for n in run if all(smoothed[m] <= smoothed[n] for m in (n - 1, n + 1) if m in run)]
    return sorted(peaks, key=lambda peak: -smoothed[peak])


def _between_valleys(is_valley: NDArray[np.bool_], peak: int, home: range) -> range:
    start, stop = peak, peak + 1
    while start - 1 in home and not is_valley[start - 1]:
        start -= 1
    while stop in home and not is_valley[stop]:
        stop += 1
    return range(start, stop)


def _best_box(
    values: NDArray[np.float64],
    spans: list[Span],
    peak: int,
    reach: range,
    rest: NDArray[np.float64],
    background: float,
) -> tuple[int, int]:
    total, count = rest.sum() + IMAGINED_WINDOWS * background, len(rest) + IMAGINED_WINDOWS
    best, found = -np.inf, (peak, peak + 1)
    for start, stop in itertools.product(range(reach.start, peak + 1), range(peak + 1, reach.stop + 1)):
        if stop - start > 1 and spans[stop - 1].end - spans[start].start > MAX_SECONDS + TIME_TOLERANCE:
            continue
        inside, n_inside, n_outside = values[start:stop].sum(), stop - start, count - (stop - start)
        contrast = (inside / n_inside - (total - inside) / n_outside) * np.sqrt(n_inside * n_outside / count)
        if contrast > best + 1e-12:
            best, found = contrast, (start, stop)
    return found
