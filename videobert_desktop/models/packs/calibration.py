"""From cosines to rankings without hubs, and from scores to probabilities.

Some windows are near to every sentence and some sentences near to every picture. A window's *hubness* is how near it
is to a background of unrelated sentences; a ranking subtracts it (as CSLS does: Conneau et al., ICLR 2018). A
sentence's *reach* is how near it comes to a background of unrelated pictures: a score has to be well above it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAREST = 10
HUB_WEIGHT = 0.5
# Beyond it a probability is zero or one to every digit that is shown.
MOST_LOGIT = 50.0


@dataclass(frozen=True, slots=True)
class Background:
    """What unrelated sentences and pictures look like to a pack.

    Attributes:
        sentences: (s, dim) float32, unit-normalised embeddings of sentences.
        pictures: (p, dim) float32, unit-normalised embeddings of pictures.
    """

    sentences: NDArray[np.float32]
    pictures: NDArray[np.float32]

    def hubness(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """What a ranking subtracts from the scores of windows (n, dim): (n,) float32."""
        return HUB_WEIGHT * _mean_of_nearest(windows, self.sentences)

    def reach(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near queries (n, dim) come to unrelated pictures, less those pictures' hubness: (n,) float32."""
        corrected = queries @ self.pictures.T - self.hubness(self.pictures)
        return _mean_of_greatest(corrected)


def confidence(
    scores: NDArray[np.float32],
    reach: float | NDArray[np.float32],
    mean: float | NDArray[np.float32],
    deviation: float | NDArray[np.float32],
    coefficients: tuple[float, float, float],
) -> NDArray[np.float64]:
    """The probability that windows answer a query.

    Args:
        scores: (n,) corrected scores.
        reach: Of the query, or of each query.
        mean: Of the best scores that background sentences reach in the same library.
        deviation: Of the same.
        coefficients: Of the deviations above the background, of the lead over the query's reach, and a constant.

    Returns:
        (n,) probabilities.
    """
    logits = features(scores, reach, mean, deviation) @ np.array(coefficients)
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -MOST_LOGIT, MOST_LOGIT))))


def features(
    scores: NDArray[np.float32],
    reach: float | NDArray[np.float32],
    mean: float | NDArray[np.float32],
    deviation: float | NDArray[np.float32],
) -> NDArray[np.float64]:
    """What the probability depends on, (n, 3): deviations above the background, lead over the reach, and one."""
    above = (scores - mean) / np.maximum(deviation, 1e-3)
    return np.stack([above, (scores - reach) / 0.1, np.ones_like(above)], axis=1).astype(np.float64)


def fit_confidence(observed: NDArray[np.float64], present: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Fit a logistic regression by Newton's method, lightly regularised.

    Args:
        observed: (n, 3), the rows of `features`.
        present: (n,), whether the library held what was asked for.

    Returns:
        The coefficients.
    """
    weights = np.zeros(observed.shape[1])
    # Absent and present queries count the same however many of each there are.
    balance = np.where(present, 0.5 / present.mean(), 0.5 / (1 - present.mean()))
    for _ in range(50):
        probabilities = 1 / (1 + np.exp(-observed @ weights))
        gradient = observed.T @ (balance * (probabilities - present)) + 1e-3 * weights
        curvature = (observed.T * (balance * probabilities * (1 - probabilities))) @ observed
        weights -= np.linalg.solve(curvature + 1e-3 * np.eye(len(weights)), gradient)
    above, lead, constant = weights.tolist()
    return above, lead, constant


def _mean_of_nearest(vectors: NDArray[np.float32], background: NDArray[np.float32]) -> NDArray[np.float32]:
    parts = [_mean_of_greatest(vectors[start : start + 4096] @ background.T) for start in range(0, len(vectors), 4096)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _mean_of_greatest(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    count = min(NEAREST, scores.shape[1])
    greatest: NDArray[np.float32] = np.partition(scores, -count, axis=1)[:, -count:].mean(1)
    return greatest
