"""From cosines to rankings without hubs, and from scores to probabilities.

Some windows are near to every sentence. A window's *hubness* is how near it is to a background of unrelated sentences;
a ranking subtracts it (as CSLS does: Conneau et al., ICLR 2018). A probability looks at the similarity as it is, and at
three things that tell how much it means: how much the window resembles what the sentence is imagined to look like, a
mixture of things that the pack knows by name; how near the sentence comes to one of them (where the pack knows what a
volcano looks like, a moon at night will not pass for one); and how near unrelated sentences come to something in the
same library.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAREST = 10
HUB_WEIGHT = 0.5
# Beyond it a probability is zero or one to every digit that is shown.
MOST_LOGIT = 50.0
RIDGE = 1e-3
# How much the nearest things outweigh the others in what a sentence is imagined to look like.
IMAGINATION = 25.0

Coefficients = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Background:
    """What unrelated sentences and pictures look like to a pack.

    Attributes:
        sentences: (s, dim) float32, unit-normalised embeddings of sentences.
        pictures: (p, dim) float32, unit-normalised embeddings of pictures.
        things: (t, dim) float32, unit-normalised embeddings of the things that the pack knows by name, as it would see
            them.
    """

    sentences: NDArray[np.float32]
    pictures: NDArray[np.float32]
    things: NDArray[np.float32]

    def hubness(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """What a ranking subtracts from the scores of windows (n, dim): (n,) float32."""
        return HUB_WEIGHT * _mean_of_nearest(windows, self.sentences)

    def reach(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near queries (n, dim) come to unrelated pictures, less those pictures' hubness: (n,) float32."""
        corrected = queries @ self.pictures.T - self.hubness(self.pictures)
        return _mean_of_greatest(corrected)

    def familiarity(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near queries (n, dim) come to the thing that each is nearest to: (n,) float32."""
        nearest: NDArray[np.float32] = (queries @ self.things.T).max(axis=1)
        return nearest

    def imagined(self, queries: NDArray[np.float32]) -> NDArray[np.float32]:
        """What queries (n, dim) may look like, as mixtures of the nearest things: (n, dim), unit-normalised."""
        nearness = queries @ self.things.T
        shares = np.exp(IMAGINATION * (nearness - nearness.max(axis=1, keepdims=True)))
        mixtures = shares @ self.things
        return np.asarray(mixtures / np.linalg.norm(mixtures, axis=1, keepdims=True), np.float32)


def confidence(
    similarities: NDArray[np.float32],
    resemblances: NDArray[np.float32],
    familiarity: float | NDArray[np.float32],
    ordinary: float | NDArray[np.float32],
    coefficients: Coefficients,
) -> NDArray[np.float64]:
    """The probability that windows answer a query.

    Args:
        similarities: (n,) inner products of windows and query, as they are.
        resemblances: (n,) inner products of windows and what the query is imagined to look like.
        familiarity: Of the query, or of each query.
        ordinary: The similarity that background sentences reach at their best in the same library, on average.
        coefficients: What `fit_confidence` found.

    Returns:
        (n,) probabilities.
    """
    logits = features(similarities, resemblances, familiarity, ordinary) @ np.array(coefficients)
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -MOST_LOGIT, MOST_LOGIT))))


def features(
    similarities: NDArray[np.float32],
    resemblances: NDArray[np.float32],
    familiarity: float | NDArray[np.float32],
    ordinary: float | NDArray[np.float32],
) -> NDArray[np.float64]:
    """What the probability depends on, (n, 5): the arguments of `confidence`, and one."""
    ones = np.ones(len(similarities))
    query = np.stack([familiarity * ones, ordinary * ones, ones])
    return np.concatenate([np.stack([similarities, resemblances]), query]).T.astype(np.float64)


def fit_confidence(
    observed: NDArray[np.float64], present: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
) -> Coefficients:
    """Fit a logistic regression by Newton's method, lightly regularised.

    Args:
        observed: (n, 5), the rows of `features`.
        present: (n,), whether the library held what was asked for.
        weights: (n,), how much each row counts; if None, absent and present queries count the same in all, however
            many of each there are.

    Returns:
        The coefficients.
    """
    if weights is None:
        weights = np.where(present, 0.5 / present.mean(), 0.5 / (1 - present.mean()))
    coefficients = np.zeros(observed.shape[1])
    for _ in range(50):
        probabilities = 1 / (1 + np.exp(-np.clip(observed @ coefficients, -MOST_LOGIT, MOST_LOGIT)))
        gradient = observed.T @ (weights * (probabilities - present)) + RIDGE * coefficients
        curvature = (observed.T * (weights * probabilities * (1 - probabilities))) @ observed
        coefficients -= np.linalg.solve(curvature + RIDGE * np.eye(len(coefficients)), gradient)
    similarity, resemblance, familiarity, ordinary, constant = coefficients.tolist()
    return similarity, resemblance, familiarity, ordinary, constant


def _mean_of_nearest(vectors: NDArray[np.float32], background: NDArray[np.float32]) -> NDArray[np.float32]:
    parts = [_mean_of_greatest(vectors[start : start + 4096] @ background.T) for start in range(0, len(vectors), 4096)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _mean_of_greatest(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    count = min(NEAREST, scores.shape[1])
    greatest: NDArray[np.float32] = np.partition(scores, -count, axis=1)[:, -count:].mean(1)
    return greatest
