"""The windows that a library's index holds, which videos they are of, and the moments that they make up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Timeline
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.indexing.stored_vectors import without_hubness
from videobert_desktop.services.searching.moment_curve import CurveMoment, ScoreCurves, number_runs, smooth_runs
from videobert_desktop.services.searching.rank_moments import rank_moments

if TYPE_CHECKING:
    from videobert_desktop.index.vector_index import VectorIndex

# The nearest windows, whose neighbourhoods are looked at for moments.
NEAREST_WINDOWS = 1000
WINDOWS_A_MOMENT = 5
# A neighbourhood reaches so many windows to either side; a shorter video is looked at as a whole.
REACH = 40
# Of the nearest windows so many neighbourhoods are looked at for each moment that is wanted, and never fewer windows
# than these.
NEIGHBOURHOODS_A_MOMENT = 2
FEWEST_WINDOWS = 1500

Unwanted = tuple[NDArray[np.float32], float]


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment of one of the library's videos.

    Attributes:
        video_id: The video.
        moment: The stretch of it.
    """

    video_id: int
    moment: CurveMoment


class WindowScores(NamedTuple):
    """What windows are to a query.

    Attributes:
        scores: (m,) float32, corrected for hubs: what a ranking goes by.
        similarities: (m,) float32, without that correction.
        resemblances: (m,) float32, to what the query is imagined to look like; zeros if nothing is imagined.
    """

    scores: NDArray[np.float32]
    similarities: NDArray[np.float32]
    resemblances: NDArray[np.float32]


class IndexedWindows:
    """Vectors with the windows and videos they belong to, ordered by video and then by time.

    Attributes:
        index: The vectors.
        window_ids: (n,) int64, the windows it holds.
        video_ids: (n,) int64, the video of each of them.
        starts: (n,) float64, in seconds.
        ends: (n,) float64, in seconds; windows of a video do not overlap.
    """

    def __init__(
        self,
        index: VectorIndex,
        window_ids: NDArray[np.int64],
        video_ids: NDArray[np.int64],
        starts: NDArray[np.float64],
        ends: NDArray[np.float64],
    ) -> None:
        """Take over arrays that are in the order said above; the index holds these windows and no others."""
        self.index = index
        self.window_ids = window_ids
        self.video_ids = video_ids
        self.starts = starts
        self.ends = ends
        self._runs = number_runs(video_ids, starts, ends)
        self._by_id = np.argsort(window_ids, kind="stable")
        self._ascending_ids = window_ids[self._by_id]
        # The videos, and where the windows of each begin; behind the last, their number.
        self._videos, firsts = np.unique(video_ids, return_index=True)
        self._firsts = np.append(firsts, len(window_ids))

    @classmethod
    def of_library(cls, index: VectorIndex, timeline: Timeline) -> IndexedWindows:
        """Match an index with the windows that the catalogue has; others are taken out of the index."""
        ids, videos, starts, ends = timeline
        held, known = np.sort(index.ids), np.sort(ids)
        if np.array_equal(held, known):
            return cls(index, ids, videos, starts, ends)
        index.remove(np.setdiff1d(held, known, assume_unique=True))
        both = np.isin(ids, held, assume_unique=True)
        return cls(index, ids[both], videos[both], starts[both], ends[both])

    def __len__(self) -> int:
        return len(self.window_ids)

    def best_moments(
        self,
        query: NDArray[np.float32],
        *,
        typical: float,
        limit: int,
        among: Collection[int] | None = None,
        avoid: Sequence[Unwanted] = (),
        except_in: tuple[int, Span] | None = None,
        rank_penalty: float = 0.0,
        imagined: NDArray[np.float32] | None = None,
    ) -> list[FoundMoment]:
        """The moments that answer a query best.

        Args:
            query: (dim + 1,) float32.
            typical: What an ordinary window scores for it.
            limit: How many moments at most, at least 1.
            among: The videos to look at; None for all.
            avoid: Vectors (dim + 1,) float32 that are not meant, each with an ordinary window's score: a window loses
                what it scores above that, for the one that it scores most for.
            except_in: Leave out the windows of a video that overlap a span.
            rank_penalty: What a moment loses for each better one of its video, in the order only; at least 0.
            imagined: (dim,) float32, what the query is imagined to look like, for the moments' resemblance.

        Returns:
            Best first, several of one video where it has them.
        """
        left_out = self._overlapping(*except_in) if except_in else range(0)
        chosen = None if among is None else self._of_videos(among)
        vectors = np.stack([query, *(query - vector for vector, _ in avoid)])
        found = self._nearest_of_enough_videos(vectors, limit, len(left_out), chosen)
        hits = found[0]
        if avoid:  # what scores well only for what is not meant comes last
            hits = np.unique(np.concatenate(found))
            hits = hits[np.argsort(-self._scores(hits, query, avoid).scores, kind="stable")]
        around = self._around(hits[(hits < left_out.start) | (hits >= left_out.stop)], limit)
        around = around[(around < left_out.start) | (around >= left_out.stop)]
        curves = self._curves(around, self._scores(around, query, avoid, imagined))
        ranked = rank_moments(curves, typical, limit, rank_penalty=rank_penalty)
        return [FoundMoment(video_id, moment) for video_id, moment in ranked]

    def best_of_each(self, queries: NDArray[np.float32], typicals: NDArray[np.floating]) -> list[CurveMoment]:
        """The best moment of each query, as `best_moments` finds it; there must be windows.

        Args:
            queries: (q, dim + 1) float32.
            typicals: (q,), what an ordinary window scores for each.
        """
        best = []
        for query, typical, hits in zip(queries, typicals, self._nearest(queries), strict=True):
            around = self._around(hits, limit=1)
            curves = self._curves(around, self._scores(around, query))
            ((_, moment),) = rank_moments(curves, float(typical), limit=1)
            best.append(moment)
        return best

    def scores_of(
        self,
        video_id: int,
        query: NDArray[np.float32],
        *,
        avoid: Sequence[Unwanted] = (),
        imagined: NDArray[np.float32] | None = None,
    ) -> tuple[list[Span], WindowScores]:
        """A video's windows in time order, and what they score; the arguments are those of `best_moments`."""
        held = self._of_video(video_id)
        spans = [Span(*edges) for edges in zip(self.starts[held].tolist(), self.ends[held].tolist(), strict=True)]
        return spans, self._scores(held, query, avoid, imagined)

    def vector_at(self, video_id: int, second: float) -> NDArray[np.float32] | None:
        """The vector (dim + 1,) of the window that a video shows at an instant; None if there is none."""
        held = self._of_video(video_id)
        place = int(np.searchsorted(self.starts[held], second, side="right")) - 1
        if place < 0 or second >= self.ends[held[place]]:
            return None
        vector: NDArray[np.float32] = self.index.vectors(self.window_ids[held[place : place + 1]])[0]
        return vector

    def sample(self, count: int, seed: int = 0) -> NDArray[np.float32]:
        """The vectors (m, dim + 1) of `count` windows, or of all if there are fewer; the same for the same seed."""
        random = np.random.default_rng(seed)
        return self.index.vectors(random.choice(self.window_ids, min(count, len(self)), replace=False))

    def _of_video(self, video_id: int) -> NDArray[np.int64]:
        """The positions of a video's windows."""
        return np.arange(*np.searchsorted(self.video_ids, [video_id, video_id + 1]))

    def _of_videos(self, videos: Collection[int]) -> NDArray[np.int64]:
        """The ids of the windows of several videos."""
        chosen = np.isin(self._videos, np.fromiter(videos, np.int64, len(videos)))
        return self.window_ids[np.repeat(chosen, np.diff(self._firsts))]

    def _overlapping(self, video_id: int, span: Span) -> range:
        """The positions of a video's windows that overlap a span."""
        held = self._of_video(video_id)
        overlap = held[(self.starts[held] < span.end) & (self.ends[held] > span.start)]
        return range(int(overlap[0]), int(overlap[-1]) + 1) if len(overlap) else range(0)

    def _nearest(
        self, queries: NDArray[np.float32], more: int = 0, among: NDArray[np.int64] | None = None
    ) -> list[NDArray[np.int64]]:
        """For each query the positions of its nearest windows, best first, and so many more than usual."""
        wanted = min(NEAREST_WINDOWS + more, len(self))
        _, ids = self.index.search(queries, wanted, among=among)
        return [self._by_id[np.searchsorted(self._ascending_ids, row[row >= 0])] for row in ids]

    def _nearest_of_enough_videos(
        self, queries: NDArray[np.float32], limit: int, more: int, among: NDArray[np.int64] | None
    ) -> list[NDArray[np.int64]]:
        """The same; where a few long videos fill all places, with the nearest windows of the others behind them."""
        more += max(0, WINDOWS_A_MOMENT * limit - NEAREST_WINDOWS)
        found = self._nearest(queries, more, among)
        hit = np.unique(self.video_ids[np.concatenate(found)])
        if len(hit) >= limit:
            return found
        others = self.window_ids[~np.isin(self.video_ids, hit)]
        if among is not None:
            others = others[np.isin(others, among)]
        if not len(others):
            return found
        behind = self._nearest(queries, 0, others)
        return [np.concatenate(places) for places in zip(found, behind, strict=True)]

    def _around(self, hits: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
        """The positions (m,), ascending, of the windows around the best of the hits, which are given best first."""
        videos = np.searchsorted(self._firsts, hits, side="right") - 1
        firsts, stops = self._firsts[videos], self._firsts[videos + 1]
        # Hits that lie close together have one neighbourhood: that of the best of them.
        _, centres = np.unique(videos * len(self) + (hits - firsts) // REACH, return_index=True)
        centres = np.sort(centres)
        short = stops - firsts <= 2 * REACH
        starts = np.where(short, firsts, np.maximum(firsts, hits - REACH))[centres]
        stops = np.where(short, stops, np.minimum(stops, hits + REACH + 1))[centres]
        most = max(FEWEST_WINDOWS, limit * NEIGHBOURHOODS_A_MOMENT * (2 * REACH + 1))
        enough = int(np.searchsorted(np.cumsum(stops - starts), most)) + 1
        return _union(starts[:enough], stops[:enough])

    def _scores(
        self,
        positions: NDArray[np.int64],
        query: NDArray[np.float32],
        avoid: Sequence[Unwanted] = (),
        imagined: NDArray[np.float32] | None = None,
    ) -> WindowScores:
        """What the windows at `positions` (m,) score, less what they score for what to avoid."""
        picture = np.zeros_like(query) if imagined is None else np.append(imagined, np.float32(0))
        queries = np.stack([query, without_hubness(query), picture, *(vector for vector, _ in avoid)])
        scores, similarities, resemblances, *others = self.index.inner_products(queries, self.window_ids[positions])
        if avoid:
            excesses = [products - typical for products, (_, typical) in zip(others, avoid, strict=True)]
            lost = np.max(excesses, axis=0, initial=0.0)
            scores, similarities = scores - lost, similarities - lost
        return WindowScores(scores, similarities, resemblances)

    def _curves(self, positions: NDArray[np.int64], found: WindowScores) -> ScoreCurves:
        """What the windows at `positions` (m,), ascending, score, as curves."""
        runs, videos = self._runs[positions], self.video_ids[positions]
        # Windows that were not looked at make gaps, as those do that are not there.
        breaks = (runs[1:] != runs[:-1]) | (np.diff(positions) > 1)
        runs = np.concatenate([np.zeros(min(1, len(runs)), np.int64), np.cumsum(breaks)])
        exact = found.scores.astype(np.float64)
        return ScoreCurves(
            exact,
            smooth_runs(exact, runs),
            smooth_runs(found.similarities, runs),
            smooth_runs(found.resemblances, runs),
            videos,
            runs,
            self.starts[positions],
            self.ends[positions],
        )


def _union(starts: NDArray[np.int64], stops: NDArray[np.int64]) -> NDArray[np.int64]:
    """All whole numbers of any of the ranges, (m,) int64, ascending."""
    order = np.argsort(starts)
    starts, stops = starts[order], np.maximum.accumulate(stops[order])
    starts[1:] = np.maximum(starts[1:], stops[:-1])
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    union: NDArray[np.int64] = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
    return union
