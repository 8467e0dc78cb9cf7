"""Models of visual words that only count: what VideoBERT's guesses have to beat.

Each is a linear interpolation (Jelinek and Mercer, 1980) of simple distributions, so that none of them ever holds a
word to be impossible. The weights are found by expectation maximisation on deleted data: each video of the training
folds is told by the counts of the others, so that they fit videos that were not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.int64]

NGRAM_MODELS: Mapping[str, tuple[str, ...]] = {
    "unigram": ("uniform", "unigram"),
    "bigram": ("uniform", "unigram", "after"),
    "neighbours": ("uniform", "unigram", "after", "before", "like the one before", "like the one after"),
}
"""The models and the distributions that they mix. The last sees both neighbours, as VideoBERT does, and knows besides
that a window often shows the same as the one beside it."""
ROUNDS = 50
NONE = -1


class NgramModel:
    """One of `NGRAM_MODELS`.

    Attributes:
        weights: (distributions,) float64 that sum to 1, of its distributions in their order; equal until it is fitted.
    """

    def __init__(self, name: str, size: int) -> None:
        """A model of a vocabulary of `size` visual words."""
        self._parts = NGRAM_MODELS[name]
        self._size = size
        self._counts = Counts([], size)
        self.weights = np.full(len(self._parts), 1 / len(self._parts))

    def fit(self, videos: Sequence[Words]) -> Self:
        """Count and weigh, of the visual words (n,) of each video; at least two."""
        deleted = [
            self._told(Counts([*videos[:number], *videos[number + 1 :]], self._size), video)
            for number, video in enumerate(videos)
        ]
        told = np.concatenate(deleted)
        for _ in range(ROUNDS):
            shares = told * self.weights
            # One more window for each, so that no distribution is ever given up.
            totals = (shares / shares.sum(1, keepdims=True)).sum(0) + 1
            self.weights = totals / totals.sum()
        self._counts = Counts(videos, self._size)
        return self

    def probabilities(self, video: Words) -> NDArray[np.float64]:
        """What each window of a video (n,) may be, its neighbours being known: (n, size), each row sums to 1."""
        parts = zip(self.weights, self._parts, strict=True)
        return np.asarray(sum(weight * self._counts.distribution(part, video) for weight, part in parts), np.float64)

    def _told(self, counts: Counts, video: Words) -> NDArray[np.float64]:
        """How probable each distribution holds each word of a video: (n, distributions)."""
        rows = np.arange(len(video))
        return np.stack([counts.distribution(part, video)[rows, video] for part in self._parts], axis=1)


class Counts:
    """How often visual words follow each other in videos."""

    def __init__(self, videos: Sequence[Words], size: int) -> None:
        self._size = size
        words = np.concatenate([*videos, np.empty(0, np.int64)])
        self._unigram = _normalised(np.bincount(words, minlength=size)) if len(words) else np.full(size, 1 / size)
        pairs = np.concatenate(
            [*(np.stack([video[:-1], video[1:]], 1) for video in videos), np.empty((0, 2), np.int64)]
        )
        self._after = {word: self._of(pairs[pairs[:, 0] == word, 1]) for word in np.unique(pairs[:, 0]).tolist()}
        self._before = {word: self._of(pairs[pairs[:, 1] == word, 0]) for word in np.unique(pairs[:, 1]).tolist()}

    def distribution(self, name: str, video: Words) -> NDArray[np.float64]:
        """One of the distributions of `NGRAM_MODELS` at every window of a video (n,): (n, size).

        Where a neighbour is missing or was never counted, it is that of the unigrams.
        """
        previous, following = np.append(NONE, video[:-1]), np.append(video[1:], NONE)
        match name:
            case "uniform":
                return np.full((len(video), self._size), 1 / self._size)
            case "unigram":
                return self._given({}, video)
            case "after":
                return self._given(self._after, previous)
            case "before":
                return self._given(self._before, following)
            case "like the one before":
                return self._alike(previous)
            case "like the one after":
                return self._alike(following)
        raise ValueError(f"There is no distribution {name!r}.")

    def _given(self, table: Mapping[int, NDArray[np.float64]], context: Words) -> NDArray[np.float64]:
        return np.stack([table.get(word, self._unigram) for word in context.tolist()])

    def _alike(self, neighbour: Words) -> NDArray[np.float64]:
        rows = self._given({}, neighbour)
        known = np.flatnonzero(neighbour != NONE)
        rows[known] = 0
        rows[known, neighbour[known]] = 1
        return rows

    def _of(self, words: Words) -> NDArray[np.float64]:
        return _normalised(np.bincount(words, minlength=self._size))


def _normalised(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(counts / counts.sum(), np.float64)
