"""How sure one can be of a number that was measured on a sample: bootstrap intervals (Efron, 1979)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000

Estimate = dict[str, float]
"""A "value" with the ends of its 95 % interval, "low" and "high"."""


def group_draws(groups: NDArray[np.int64], seed: int = 0) -> NDArray[np.int64]:
    """How often each item is drawn when groups are drawn with replacement, each of them whole.

    Args:
        groups: (n,) the group of each item; captions of one picture, or windows of one video, are no independent
            evidence.
        seed: Of the drawing.

    Returns:
        (RESAMPLES, n) int64.
    """
    _, number = np.unique(groups, return_inverse=True)
    count = int(number.max()) + 1
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return np.asarray(draws[:, number], np.int64)


def resampled_means(values: NDArray[np.generic], groups: NDArray[np.int64], seed: int = 0) -> NDArray[np.float64]:
    """The means (RESAMPLES,) of `values` (n,) when their groups (n,) are drawn anew."""
    draws = group_draws(groups, seed)
    return np.asarray(draws @ values.astype(np.float64) / draws.sum(1), np.float64)


def interval(resampled: NDArray[np.float64]) -> tuple[float, float]:
    """The ends of the 95 % interval of a number that came out as `resampled` (r,); what is not finite is left out."""
    low, high = np.percentile(resampled[np.isfinite(resampled)], [2.5, 97.5])
    return float(low), float(high)


def estimate(value: float, resampled: NDArray[np.float64]) -> Estimate:
    """A number with its interval."""
    low, high = interval(resampled)
    return {"value": float(value), "low": low, "high": high}


def mean_estimate(values: NDArray[np.generic], groups: NDArray[np.int64], seed: int = 0) -> Estimate:
    """The mean of `values` (n,) with its interval, their groups (n,) being resampled whole."""
    return estimate(float(values.mean()), resampled_means(values, groups, seed))


def paired_bootstrap(
    found_a: NDArray[np.generic], found_b: NDArray[np.generic], groups: NDArray[np.int64], seed: int = 0
) -> tuple[float, float, float]:
    """By how much the second of two ways is better on the same queries.

    Args:
        found_a: (q,) bool or float, whether (or how well) the first way answered each query: `ranks < 1` for R@1.
        found_b: (q,) of the second way.
        groups: (q,) the picture of each query; pictures are resampled whole.
        seed: Of the resampling.

    Returns:
        The difference of the means, second less first, and the ends of its 95 % interval.

    Raises:
        ValueError: These are ranks, of which the mean says nothing.
    """
    if not {found_a.dtype.kind, found_b.dtype.kind} <= set("bf"):
        raise ValueError("Compare the ranks with a depth first: ranks < 1 for R@1.")
    differences = found_b.astype(np.float64) - found_a.astype(np.float64)
    return float(differences.mean()), *interval(resampled_means(differences, groups, seed))
