"""What a library answers to sentences that have nothing to do with it: the measure of every real answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.services.indexed_windows import IndexedWindows
from videobert_desktop.services.stored_vectors import with_hubness, with_one

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

SENTENCES = 128
WINDOWS = 1024


@dataclass(frozen=True, slots=True, eq=False)
class LibraryBackground:
    """How a library scores without being meant.

    Attributes:
        mean: Of the scores of the best moments that background sentences find in it.
        deviation: Of the same.
        sample: (n, dim + 1) float32, some of its windows as the index holds them; where there are few, unrelated
            pictures besides, so that what fills a small library does not pass for its background.
    """

    mean: float
    deviation: float
    sample: NDArray[np.float32]

    def typical_score(self, query: NDArray[np.float32]) -> float:
        """What an ordinary window scores for a query (dim + 1,)."""
        return float(np.median(self.sample @ query))

    def confidence(self, pack: Pack, scores: NDArray[np.float32], reach: float) -> NDArray[np.float64]:
        """The probability (n,) that moments with `scores` (n,) answer a query of that reach."""
        from videobert_desktop.models.packs.calibration import confidence

        return confidence(scores, reach, self.mean, pack.info.confidence)


def library_background(windows: IndexedWindows, pack: Pack) -> LibraryBackground:
    """Measure a library's background; there may be no windows.

    The scores of background sentences are those of their best moments, found as a search finds them, so that the two
    can be compared.
    """
    ids = windows.window_ids
    chosen = np.random.default_rng(0).permutation(ids)[:WINDOWS]
    pictures = pack.background.pictures[: WINDOWS - len(chosen)]
    unrelated = with_hubness(pictures, pack.background.hubness(pictures))
    sample = np.concatenate([windows.index.vectors(chosen), unrelated])
    if not len(windows):
        return LibraryBackground(0.0, 0.0, sample)
    queries = with_one(pack.background.sentences[:SENTENCES])
    videos = windows.best_video_of_each(queries).tolist()
    scores = [
        windows.moments(video_id, query, float(np.median(sample @ query)), limit=1)[0].score
        for video_id, query in zip(videos, queries, strict=True)
    ]
    return LibraryBackground(float(np.mean(scores)), float(np.std(scores)), sample)
