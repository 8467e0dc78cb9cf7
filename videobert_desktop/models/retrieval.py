"""How well sentences find their pictures, and how sure we are of the number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000


def ranks(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The rank, from 0, of each query's best right item.

    Args:
        scores: (queries, items).
        right: (queries, items), true where the item answers the query; at least one a query.

    Returns:
        (queries,) int64. Items that tie with the right one count as ahead of it: a constant score is no success.
    """
    best = np.where(right, scores, -np.inf).max(1, keepdims=True)
    return np.asarray(((scores >= best) & ~right).sum(1), dtype=np.int64)


def recall_table(found: NDArray[np.int64]) -> dict[str, float]:
    """R@1, R@5, R@10 as fractions and the median rank (from 1) of `found` (queries,)."""
    recalls = {f"r{depth}": float((found < depth).mean()) for depth in (1, 5, 10)}
    return recalls | {"medr": float(np.median(found)) + 1}


def confidence_intervals(
    found: NDArray[np.int64], groups: NDArray[np.int64], seed: int = 0
) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals (Efron, 1979) of the recalls.

    Args:
        found: (queries,) ranks from 0.
        groups: (queries,) the picture of each query; pictures are resampled whole, as their captions are alike.
        seed: Of the resampling.

    Returns:
        For r1, r5 and r10 the lower and the upper end.
    """
    random = np.random.default_rng(seed)
    _, number = np.unique(groups, return_inverse=True)
    sizes = np.bincount(number)
    draws = random.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), size=RESAMPLES)
    intervals = {}
    for depth in (1, 5, 10):
        hits = np.bincount(number, weights=found < depth)
        low, high = np.percentile(draws @ hits / (draws @ sizes), [2.5, 97.5])
        intervals[f"r{depth}"] = (float(low), float(high))
    return intervals
