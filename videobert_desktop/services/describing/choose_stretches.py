"""Which stretches of a video are worth a caption."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


def chosen_stretches(
    embeddings: NDArray[np.float32], shots: NDArray[np.int64], chapters: NDArray[np.int64], most: int
) -> list[range]:
    """The shots that are worth a caption: all of them, or where they are many, what stands for each chapter and others.

    Args:
        embeddings: (n, dim), of windows that follow each other, unit-normalised.
        shots: The number of the first window of each shot, ascending from 0.
        chapters: The number of the first window of each chapter, ascending from 0, each of them a shot's.
        most: How many stretches there are at most, if there are not more chapters.

    Returns:
        The numbers of the windows of each, in the order of time.
    """
    stretches = [range(first, stop) for first, stop in zip(shots, [*shots[1:], len(embeddings)], strict=True)]
    if len(stretches) <= most:
        return stretches
    chosen = set(_most_central(embeddings, shots, chapters))
    others = [place for place in range(len(shots)) if place not in chosen]
    wanted = max(0, most - len(chosen))
    chosen.update(others[place] for place in np.linspace(0, len(others) - 1, wanted).round().astype(int))
    return [stretches[place] for place in sorted(chosen)]


def _most_central(
    embeddings: NDArray[np.float32], shots: NDArray[np.int64], chapters: NDArray[np.int64]
) -> Iterator[int]:
    """For each chapter the shot whose mean is nearest to the chapter's."""
    sums = np.add.reduceat(embeddings, shots)
    means = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    edges = [*np.searchsorted(shots, chapters).tolist(), len(shots)]
    for first, stop in pairwise(edges):
        yield first + int(np.argmax(means[first:stop] @ sums[first:stop].sum(axis=0)))
