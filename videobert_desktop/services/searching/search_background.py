"""What a library answers to sentences that have nothing to do with it: the measure of every real answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.services.indexing.stored_vectors import with_hubness, with_one
from videobert_desktop.services.searching.indexed_windows import IndexedWindows

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

SENTENCES, FEW_SENTENCES = 128, 32
LARGE_LIBRARY = 20_000
WINDOWS = 1024


@dataclass(frozen=True, slots=True, eq=False)
class LibraryBackground:
    """How a library scores without being meant.

    Attributes:
        ordinary: The mean similarity of the best moments that background sentences find in it.
        deviation: Of the scores of these moments.
        sample: (n, dim + 1) float32, some of its windows as the index holds them; where there are few, unrelated
            pictures besides, so that what fills a small library does not pass for its background.
    """

    ordinary: float
    deviation: float
    sample: NDArray[np.float32]

    def typical_score(self, query: NDArray[np.float32]) -> float:
        """What an ordinary window scores for a query (dim + 1,)."""
        return float(np.median(self.sample @ query))

    def confidence(
        self,
        pack: Pack,
        similarities: NDArray[np.float32],
        resemblances: NDArray[np.float32],
        familiarity: float,
    ) -> NDArray[np.float64]:
        """The probability (n,) that moments answer a query, as the pack's calibration has it.

        Args:
            pack: Knows the coefficients.
            similarities: (n,), of the moments to the query.
            resemblances: (n,), of the moments to what it is imagined to look like.
            familiarity: Of the query.
        """
        from videobert_desktop.models.packs.calibration import confidence

        return confidence(similarities, resemblances, familiarity, self.ordinary, pack.info.confidence)


def library_background(windows: IndexedWindows, pack: Pack) -> LibraryBackground:
    """Measure a library's background; there may be no windows.

    The best moments of background sentences are found as a search finds them, so that the two can be compared.
    """
    own = windows.sample(WINDOWS)
    pictures = pack.background.pictures[: WINDOWS - len(own)]
    sample = np.concatenate([own, with_hubness(pictures, pack.background.hubness(pictures))])
    if not len(windows):
        return LibraryBackground(0.0, 0.0, sample)
    # Each sentence takes a search of its own, and searches in a large library take their time.
    sentences = SENTENCES if len(windows) <= LARGE_LIBRARY else FEW_SENTENCES
    queries = with_one(pack.background.sentences[:sentences])
    best = windows.best_of_each(queries, np.median(sample @ queries.T, axis=0))
    ordinary = float(np.mean([moment.similarity for moment in best]))
    return LibraryBackground(ordinary, float(np.std([moment.score for moment in best])), sample)
