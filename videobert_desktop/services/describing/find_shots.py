"""Where the picture becomes another: stretches of windows that look like one shot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import TIME_TOLERANCE, Span

LONGEST = 20.0
"""Seconds that a shot lasts at most, give or take a window; what goes on for longer is divided evenly."""
SHORTEST = 3.0
"""Seconds that a shot lasts at least, and longer in videos that would have more than `MOST` of such."""
MOST = 1000
"""Shots, about, that there are at most, as long as `LONGEST` lets them be."""
CUT = 0.2
"""The cosine distance between what is before and what is after from which on it counts as another shot."""

_REACH = 2


def find_shots(embeddings: NDArray[np.float32], spans: Sequence[Span]) -> NDArray[np.int64]:
    """Divide a video where the windows before and those after differ most.

    The valleys of similarity between neighbouring blocks, deepest first, as Hearst divides texts into subtopics
    (TextTiling, Computational Linguistics 23, 1997).

    Args:
        embeddings: (n, dim), of windows that follow each other, unit-normalised; n is at least 1.
        spans: Their n stretches of the video.

    Returns:
        The number of the first window of each shot, ascending from 0.
    """
    starts = np.array([span.start for span in spans])
    end = spans[-1].end
    cuts = _deepest(_depths(embeddings), starts, end)
    edges = [0, *cuts, len(starts)]
    firsts = [
        first
        for start, stop in pairwise(edges)
        for first in _divided(starts, start, stop, starts[stop] if stop < len(starts) else end)
    ]
    return np.array(firsts, dtype=np.int64)


def _depths(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far (n,) what begins with each window is from what ends before it, in cosine distance; 0 at the first."""
    sums = np.concatenate([np.zeros_like(embeddings[:1]), np.cumsum(embeddings, axis=0)])
    count = len(embeddings)
    middle = np.arange(1, count)
    before = sums[middle] - sums[np.maximum(middle - _REACH, 0)]
    after = sums[np.minimum(middle + _REACH, count)] - sums[middle]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    similarity = (before * after).sum(axis=1) / np.maximum(lengths, np.finfo(np.float32).tiny)
    return np.concatenate([[0.0], 1.0 - similarity]).astype(np.float32)


def _deepest(depths: NDArray[np.float32], starts: NDArray[np.float64], end: float) -> list[int]:
    """The windows that begin a shot besides the first: the deepest, as far apart as shots are long at least."""
    shortest = max(SHORTEST, (end - starts[0]) / MOST) - TIME_TOLERANCE
    taken = np.array([starts[0], end])
    cuts = []
    for number in np.argsort(-depths, kind="stable"):
        if depths[number] < CUT:
            break
        if np.abs(taken - starts[number]).min() >= shortest:
            taken = np.append(taken, starts[number])
            cuts.append(int(number))
    return sorted(cuts)


def _divided(starts: NDArray[np.float64], first: int, stop: int, end: float) -> list[int]:
    """The first windows of the even parts of a shot [first, stop) that ends at a second."""
    begin = starts[first]
    parts = math.ceil((end - begin) / LONGEST - TIME_TOLERANCE)
    instants = begin + (end - begin) * np.arange(parts) / max(parts, 1)
    numbers = first + np.searchsorted(starts[first:stop], instants + TIME_TOLERANCE, side="right") - 1
    return sorted({first, *numbers.tolist()})
