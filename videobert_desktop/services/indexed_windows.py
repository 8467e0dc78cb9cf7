"""The windows that a library's index holds, and which videos they are of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow, WindowRow
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.moment_curve import CurveMoment, find_moments

if TYPE_CHECKING:
    from videobert_desktop.index.vector_index import VectorIndex

# How many of the nearest windows name the videos that are looked at as a whole, to begin with.
NEAREST_WINDOWS = 2000
WINDOWS_A_BLOCK = 8192


@dataclass(frozen=True, slots=True, eq=False)
class IndexedWindows:
    """Vectors with the windows and videos they belong to.

    Attributes:
        index: The vectors.
        window_ids: (n,) int64, ascending, the windows it holds.
        video_ids: (n,) int64, the video of each of them.
        windows_of: Gives the windows of a video in time order, as the catalogue has them.
    """

    index: VectorIndex
    window_ids: NDArray[np.int64]
    video_ids: NDArray[np.int64]
    windows_of: Callable[[int], Sequence[WindowRow]]

    @classmethod
    def of_library(cls, index: VectorIndex, catalogue: Catalogue, row: PackRow) -> IndexedWindows:
        """Match an index with the catalogue; what the catalogue lacks by now is taken out of the index."""
        ids, videos = catalogue.windows.video_of_windows(row.id)
        index.remove(np.setdiff1d(index.ids, ids))
        held = np.isin(ids, index.ids)
        return cls(index, ids[held], videos[held], lambda video_id: catalogue.windows.of_video(video_id, row.id))

    def __len__(self) -> int:
        return len(self.window_ids)

    def best_videos(self, query: NDArray[np.float32], wanted: int) -> list[int]:
        """The videos of the windows nearest to `query` (dim + 1,), best first: `wanted` of them if there are."""
        count = NEAREST_WINDOWS
        while True:
            _, ids = self.index.search(query[None], min(count, len(self)))
            distinct = list(dict.fromkeys(self._videos_of(ids[0]).tolist()))
            # One long video may fill all the places.
            if len(distinct) >= wanted or count >= len(self):
                return distinct[:wanted]
            count *= 4

    def best_videos_among(self, chosen: Collection[int], query: NDArray[np.float32], wanted: int) -> list[int]:
        """The same, among the `chosen` videos only."""
        among = np.isin(self.video_ids, np.fromiter(chosen, np.int64, len(chosen)))
        ids, videos = self.window_ids[among], self.video_ids[among]
        scores = [block @ query for _, block in self._blocks(ids)]
        order = np.argsort(-np.concatenate([*scores, np.empty(0, np.float32)]))
        return list(dict.fromkeys(videos[order].tolist()))[:wanted]

    def best_video_of_each(self, queries: NDArray[np.float32]) -> NDArray[np.int64]:
        """The video (q,) of the best window for each query (q, dim + 1); there must be windows.

        For many queries matrix products are faster than searching.
        """
        best = np.full(len(queries), -np.inf, np.float32)
        windows = np.zeros(len(queries), np.int64)
        for ids, block in self._blocks(self.window_ids):
            scores = block @ queries.T
            better = scores.max(0) > best
            best[better], windows[better] = scores.max(0)[better], ids[scores.argmax(0)][better]
        return self._videos_of(windows)

    def moments(self, video_id: int, query: NDArray[np.float32], typical: float, limit: int) -> list[CurveMoment]:
        """The best moments of a video for `query` (dim + 1,), against what an ordinary window scores."""
        ids, spans = self._held(video_id)
        return find_moments(self.index.vectors(ids) @ query, spans, typical, limit) if spans else []

    def _held(self, video_id: int) -> tuple[NDArray[np.int64], list[Span]]:
        """What the index holds of a video; what was committed since it was made is not in it."""
        windows = self.windows_of(video_id)
        ids = np.array([window.id for window in windows], np.int64)
        places = np.searchsorted(self.window_ids, ids).clip(max=len(self) - 1)
        held = self.window_ids[places] == ids
        return ids[held], [window.span for window, is_held in zip(windows, held, strict=True) if is_held]

    def _videos_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        videos: NDArray[np.int64] = self.video_ids[np.searchsorted(self.window_ids, ids)]
        return videos

    def _blocks(self, ids: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Windows and their vectors, a bounded number at a time."""
        for start in range(0, len(ids), WINDOWS_A_BLOCK):
            part = ids[start : start + WINDOWS_A_BLOCK]
            yield part, self.index.vectors(part)
