"""Which shots belong together: chapters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import TIME_TOLERANCE, Span

MOST = 30
"""Chapters that a video has at most, however long it is."""
SHORTEST = 3.0
"""Seconds that a chapter lasts at least."""
ALIKE = 0.2
"""Neighbours whose mean embeddings are less than this cosine distance apart are one chapter."""


def find_chapters(
    embeddings: NDArray[np.float32], spans: Sequence[Span], shots: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Divide a video into chapters, each of one or more whole shots.

    The division of least variance within, found by dynamic programming, which is kernel change-point detection with
    the embeddings' own inner product (Harchaoui, Cappé: Retrospective multiple change-point estimation with kernels,
    SSP 2007; for video summaries Potapov et al.: Category-specific video summarization, ECCV 2014). It has as many
    parts as are allowed; those that look alike are joined again.

    Args:
        embeddings: (n, dim), of windows that follow each other, unit-normalised; n is at least 1.
        spans: Their n stretches of the video.
        shots: The number of the first window of each shot, ascending from 0.

    Returns:
        The number of the first window of each chapter, ascending from 0.
    """
    times = np.array([*(spans[number].start for number in shots), spans[-1].end])
    counts = np.diff([*shots, len(embeddings)])
    sums = np.add.reduceat(embeddings.astype(np.float64), shots)
    wanted = most_chapters(times[-1] - times[0])
    edges = _least_variance(sums, counts, times, wanted)
    return shots[_unlike(sums, edges)]


def most_chapters(seconds: float) -> int:
    """How many chapters a video of that length has at most: 5 in two minutes, 30 from an hour on."""
    return min(MOST, max(1, round(math.sqrt(seconds) / 2)))


def shortest_chapter(seconds: float) -> float:
    """How many seconds a chapter of a video of that length lasts at least: 5 s in two minutes, 42 s in two hours."""
    return max(SHORTEST, math.sqrt(seconds) / 2)


def _least_variance(
    sums: NDArray[np.float64], counts: NDArray[np.int64], times: NDArray[np.float64], wanted: int
) -> list[int]:
    """The first shots of the parts: at most so many, none too short, with the least variance within them."""
    cost = _costs(sums, counts)
    lengths = times[None, 1:] - times[:-1, None]
    cost[lengths < shortest_chapter(times[-1] - times[0]) - TIME_TOLERANCE] = np.inf
    cost[0, -1] = min(cost[0, -1], np.finfo(np.float64).max)  # one part is always allowed
    best, choices = cost[0], []
    ways = [best[-1]]
    for _ in range(1, wanted):
        # Parts that end before shot j, and one more from there to the end of shot k.
        following = np.concatenate([[np.inf], best[:-1]])[:, None] + cost
        choices.append(following.argmin(axis=0))
        best = following.min(axis=0)
        ways.append(best[-1])
    parts = max(number for number, way in enumerate(ways) if np.isfinite(way))
    edges, last = [], len(sums) - 1
    for choice in reversed(choices[:parts]):
        edges.append(int(choice[last]))
        last = edges[-1] - 1
    return [0, *reversed(edges)]


def _costs(sums: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The squared distances from the mean, summed over shots i to j, at [i, j]; infinite where j comes before i.

    Embeddings are of length one, so that it is their number less the squared length of their sum, shared out.
    """
    totals = np.concatenate([np.zeros_like(sums[:1]), np.cumsum(sums, axis=0)])
    products = totals @ totals.T
    squares = products.diagonal()
    lengths = squares[None, 1:] + squares[:-1, None] - 2 * products[:-1, 1:]
    edges = np.concatenate([[0], np.cumsum(counts)])
    numbers = np.triu(edges[None, 1:] - edges[:-1, None])
    return np.where(numbers > 0, numbers - lengths / np.maximum(numbers, 1), np.inf)


def _unlike(sums: NDArray[np.float64], edges: list[int]) -> list[int]:
    """The parts that are left when the most alike neighbours have been joined, until none are alike."""
    means = list(np.add.reduceat(sums, edges))
    while len(edges) > 1:
        distances = [_distance(one, other) for one, other in pairwise(means)]
        nearest = int(np.argmin(distances))
        if distances[nearest] >= ALIKE:
            break
        means[nearest : nearest + 2] = [means[nearest] + means[nearest + 1]]
        del edges[nearest + 1]
    return edges


def _distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    lengths = np.linalg.norm(one) * np.linalg.norm(other)
    return 1.0 - float(one @ other) / max(float(lengths), np.finfo(np.float64).tiny)
