"""What a library answers to examples that have nothing to do with it: the measure of every search for more like one.

A moment is nearer to a moment than a sentence ever is, so that examples have a background and a probability of their
own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.services.indexing.stored_vectors import with_one
from videobert_desktop.services.searching.indexed_windows import IndexedWindows

# How many queries a background is measured with.
QUERIES = 128
# Of a logistic regression on the deviations above the background, the deviations above the reach, and one: other
# moments of the video that an example is from, against moments of other videos, in libraries of 8 to 60 videos.
_ABOVE, _LEAD, _CONSTANT = 1.7, 0.6, -5.4


@dataclass(frozen=True, slots=True)
class ExampleBackground:
    """How a library scores queries of one kind without being meant.

    Attributes:
        mean: Of the scores of the best moments that such queries find in it.
        deviation: Of the same.
    """

    mean: float
    deviation: float

    @classmethod
    def measured(
        cls, windows: IndexedWindows, sample: NDArray[np.float32], queries: NDArray[np.float32]
    ) -> ExampleBackground:
        """Measure a library's background.

        Args:
            windows: The library's, at least one.
            sample: (n, dim + 1) of them, to tell what is typical.
            queries: (q, dim), of the kind.
        """
        vectors = with_one(queries)
        best = windows.best_of_each(vectors, np.median(sample @ vectors.T, axis=0))
        scores = np.array([moment.score for moment in best])
        return cls(float(scores.mean()), float(scores.std()))

    def confidence(self, scores: NDArray[np.float32], reach: float) -> NDArray[np.float64]:
        """The probability (n,) that moments with `scores` (n,) are of the same as the example.

        Args:
            scores: Of the moments.
            reach: How near the example comes to unrelated pictures.
        """
        unit = max(self.deviation, 1e-3)
        logits = (_ABOVE * (scores - self.mean) + _LEAD * (scores - reach)) / unit + _CONSTANT
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50.0, 50.0))), np.float64)


def share_of_text(background: Background, sample: NDArray[np.float32]) -> float:
    """How much of a sentence a query holds that asks for a sentence and a picture at once; the rest is the picture.

    The scores of both are made comparable by how widely each kind scatters over the library (z-scores): in a plain sum
    of the vectors the picture, whose scores scatter more, would speak alone. A sum of z-scores is linear in the
    vectors, and so it is one vector again, which the index answers.

    Args:
        background: The pack's sentences and pictures.
        sample: (n, dim + 1), some of the library's windows.
    """
    of_texts, of_pictures = (
        float((sample @ with_one(queries[:QUERIES]).T).std(axis=0).mean())
        for queries in (background.sentences, background.pictures)
    )
    return of_pictures / (of_texts + of_pictures)
