"""The best moments of any number of videos; those that cannot be among the best are not worked out."""

from __future__ import annotations

import heapq
import math
from bisect import insort
from dataclasses import dataclass, field
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.services.searching.moment_curve import (
    IMAGINED_WINDOWS,
    CurveMoment,
    ScoreCurves,
    extent_of,
    find_peaks,
    moment_of,
    reach_of,
)

Ranked = tuple[float, int, CurveMoment]


def rank_moments(
    curves: ScoreCurves, baseline: float, limit: int, *, rank_penalty: float = 0.0
) -> list[tuple[int, CurveMoment]]:
    """The best stretches, each with its video; no two overlap and none bridges a gap.

    Args:
        curves: The scores.
        baseline: The score of plain background. Peaks below it are left out, except each video's highest.
        limit: How many moments to return at most, at least 1.
        rank_penalty: What a moment loses for each better one of its video, in the order only; at least 0.

    Returns:
        Between one and `limit` moments, best first; none only if there are no windows.
    """
    # Those that may still have the best moment come first.
    waiting = [(-video.bound(rank_penalty), number, video) for number, video in enumerate(_videos(curves, baseline))]
    heapq.heapify(waiting)
    ranked: dict[int, list[Ranked]] = {}
    found = 0
    while waiting and waiting[0][0] < math.inf:
        bound, number, video = waiting[0]
        if found >= limit and -bound <= _best(ranked, limit)[-1][0]:
            break
        video.grow()
        found += 1
        ranked[number] = [(m.score - rank * rank_penalty, video.id, m) for rank, m in enumerate(video.moments)]
        heapq.heapreplace(waiting, (-video.bound(rank_penalty), number, video))
    return [(video_id, moment) for _, video_id, moment in _best(ranked, limit)]


def _best(ranked: dict[int, list[Ranked]], limit: int) -> list[Ranked]:
    return sorted(chain(*ranked.values()), key=lambda item: -item[0])[:limit]


@dataclass(slots=True, eq=False)
class _Stretch:
    """A stretch of a video that no moment has claimed.

    Attributes:
        places: Its positions; there are some.
        peaks: The positions of those of its peaks that moments may be grown around, the highest last.
        highest: The smoothed score at the highest of them; -inf if there is none.
        ceiling: What a moment in it can score at most.
    """

    places: range
    peaks: list[int]
    highest: float = field(init=False)
    ceiling: float = field(init=False)

    def look_at(self, curves: ScoreCurves) -> _Stretch:
        """Fill in the heights."""
        self.highest = float(curves.smoothed[self.peaks[-1]]) if self.peaks else -math.inf
        # Neither the smoothed score at a peak nor the mean around it is above the best score.
        self.ceiling = (self.highest + float(curves.scores[self.places.start : self.places.stop].max())) / 2
        return self


@dataclass(slots=True, eq=False)
class _Video:
    """A video, and the moments that have been grown in it.

    Attributes:
        id: The video's.
        curves: The scores of all videos.
        baseline: The score of plain background.
        free: The stretches that no moment has claimed.
        moments: Those that were grown, best first.
    """

    id: int
    curves: ScoreCurves
    baseline: float
    free: list[_Stretch]
    moments: list[CurveMoment] = field(default_factory=list)

    def bound(self, rank_penalty: float) -> float:
        """What moments that have not been grown can count for at most; -inf if there are none."""
        ceiling = max((stretch.ceiling for stretch in self.free), default=-math.inf)
        better = sum(moment.score >= ceiling for moment in self.moments)
        return ceiling - better * rank_penalty

    def grow(self) -> None:
        """Grow a moment around the highest peak that is left, of equal ones the earliest, and claim its extent."""
        home = max(self.free, key=lambda stretch: (stretch.highest, -stretch.places.start))
        peak = home.peaks[-1]
        rest = np.concatenate([self.curves.scores[part.places.start : part.places.stop] for part in self.free])
        background = min(self.baseline, _median(rest))
        reach = reach_of(self.curves.smoothed, peak, home.places, background)
        total, count = float(rest.sum()) + IMAGINED_WINDOWS * background, len(rest) + IMAGINED_WINDOWS
        extent = extent_of(self.curves, peak, reach, total=total, count=count)
        insort(self.moments, moment_of(self.curves, peak, extent), key=lambda moment: -moment.score)
        self.free.remove(home)
        for places in (range(home.places.start, extent.start), range(extent.stop, home.places.stop)):
            if places:
                peaks = [other for other in home.peaks if other in places]
                self.free.append(_Stretch(places, peaks).look_at(self.curves))


def _median(values: NDArray[np.float64]) -> float:
    """The same as numpy's, which takes much longer for few values."""
    half = len(values) // 2
    lower, upper = np.partition(values, [max(0, half - 1), half])[[max(0, half - 1), half]].tolist()
    return float(upper if len(values) % 2 else (lower + upper) / 2)


def _videos(curves: ScoreCurves, baseline: float) -> list[_Video]:
    if not len(curves.scores):
        return []
    runs, videos = _edges(curves.runs), _edges(curves.videos)
    peaks = _peaks_by_run(curves, baseline)
    of_runs = np.searchsorted(curves.runs[peaks], curves.runs[runs[:-1]])
    groups = pairwise([*of_runs.tolist(), len(peaks)])
    in_order = peaks.tolist()
    stretches = [
        _Stretch(range(*places), in_order[first:last]).look_at(curves)
        for places, (first, last) in zip(pairwise(runs.tolist()), groups, strict=True)
    ]
    parts = pairwise(np.searchsorted(runs, videos).tolist())
    ids = curves.videos[videos[:-1]].tolist()
    return [_Video(id_, curves, baseline, stretches[first:last]) for id_, (first, last) in zip(ids, parts, strict=True)]


def _peaks_by_run(curves: ScoreCurves, baseline: float) -> NDArray[np.int64]:
    """The peaks that moments may be grown around, run by run, the highest last and of equal ones the earliest."""
    peaks = find_peaks(curves.smoothed, curves.runs)
    heights, videos = curves.smoothed[peaks], curves.videos[peaks]
    order = np.lexsort((-peaks, heights, videos))
    usable = heights >= baseline
    usable[order[_edges(videos[order])[1:] - 1]] = True  # each video's highest
    peaks, heights = peaks[usable], heights[usable]
    return peaks[np.lexsort((-peaks, heights, curves.runs[peaks]))]


def _edges(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the parts of equal neighbours begin, and behind the last the number of values; there are some."""
    return np.concatenate([[0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)]])
