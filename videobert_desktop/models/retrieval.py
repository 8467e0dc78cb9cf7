"""How well sentences find their pictures, and how sure we are of the number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.evaluation.bootstrap import interval, resampled_means

DEPTHS = (1, 5, 10)


def ranks(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The rank, from 0, of each query's best right item.

    Args:
        scores: (queries, items).
        right: (queries, items), true where the item answers the query; at least one a query.

    Returns:
        (queries,) int64. Items that tie with the right one count as ahead of it: a constant score is no success, and
        neither is one that is no number.
    """
    best = np.where(right, scores, -np.inf).max(1, keepdims=True)
    return np.asarray((~(scores < best) & ~right).sum(1), dtype=np.int64)


def first_items(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The `count` items with the greatest scores (queries, items), best first: (queries, count) int64."""
    return np.asarray(np.argsort(-scores, axis=1, kind="stable")[:, :count], dtype=np.int64)


def rerank_ranks(
    first_stage: NDArray[np.float32],
    alignment: NDArray[np.float32],
    candidates: NDArray[np.int64],
    weight: float,
    right: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The ranks when the first stage's best items are ranked again; all others stay behind them.

    Args:
        first_stage: (queries, items) scores.
        alignment: (queries, top), how well query and item belong together, of the candidates only.
        candidates: (queries, top), the items that the first stage ranks highest.
        weight: Of the alignment: an item's score is the first stage's plus weight times alignment.
        right: (queries, items), true where the item answers the query; at least one a query.

    Returns:
        (queries,) int64, from 0; ties count as ahead, as in `ranks`.
    """
    fused = np.take_along_axis(first_stage, candidates, axis=1) + weight * alignment
    among = np.take_along_axis(right, candidates, axis=1)
    return np.where(among.any(1), ranks(fused, among), ranks(first_stage, right))


def recall_table(found: NDArray[np.int64]) -> dict[str, float]:
    """R@1, R@5, R@10 as fractions and the median rank (from 1) of `found` (queries,)."""
    recalls = {f"r{depth}": float((found < depth).mean()) for depth in DEPTHS}
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
    return {f"r{depth}": interval(resampled_means(found < depth, groups, seed)) for depth in DEPTHS}
