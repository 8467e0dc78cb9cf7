"""What a library answers to sentences that have nothing to do with it: the measure of every real answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.services.stored_vectors import with_hubness, with_one

if TYPE_CHECKING:
    from videobert_desktop.index.vector_index import VectorIndex
    from videobert_desktop.models.packs.pack import Pack

SENTENCES = 256
WINDOWS = 1024
WINDOWS_A_BLOCK = 8192


@dataclass(frozen=True, slots=True, eq=False)
class LibraryBackground:
    """How a library scores without being meant.

    Attributes:
        mean: Of the best scores that background sentences reach in it.
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

        return confidence(scores, reach, self.mean, self.deviation, pack.info.confidence)


def library_background(index: VectorIndex, pack: Pack) -> LibraryBackground:
    """Measure a library's background; `index` may be empty."""
    ids = index.ids
    best = _best_scores(index, ids, with_one(pack.background.sentences[:SENTENCES]))
    chosen = np.random.default_rng(0).permutation(ids)[:WINDOWS]
    mean, deviation = (float(best.mean()), float(best.std())) if len(ids) else (0.0, 0.0)
    pictures = pack.background.pictures[: WINDOWS - len(chosen)]
    unrelated = with_hubness(pictures, pack.background.hubness(pictures))
    return LibraryBackground(mean, deviation, np.concatenate([index.vectors(chosen), unrelated]))


def _best_scores(index: VectorIndex, ids: NDArray[np.int64], queries: NDArray[np.float32]) -> NDArray[np.float32]:
    """The best score of each query (q, dim + 1) among the windows: (q,). Matrix products beat searching here."""
    best = np.full(len(queries), -np.inf, np.float32)
    for start in range(0, len(ids), WINDOWS_A_BLOCK):
        block = index.vectors(ids[start : start + WINDOWS_A_BLOCK])
        best = np.maximum(best, (block @ queries.T).max(0))
    return best
