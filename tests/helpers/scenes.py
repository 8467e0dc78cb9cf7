"""Embeddings of videos that nobody had to make: scenes one after another, each with a direction of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import WINDOW_SECONDS, Span

DIM = 32


def scenes(
    *lengths: int, shown: Sequence[int] | None = None, noise: float = 0.03, seed: int = 0
) -> NDArray[np.float32]:
    """Windows (n, 32) of length one.

    Args:
        lengths: How many windows each scene has.
        shown: What each scene shows, as a number; something else in each if None.
        noise: The deviation of each coordinate.
        seed: Of the noise.
    """
    directions = np.repeat(range(len(lengths)) if shown is None else shown, lengths)
    vectors = np.eye(DIM)[directions % DIM] + np.random.default_rng(seed).normal(0, noise, (len(directions), DIM))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def windows(count: int, seconds: float = WINDOW_SECONDS) -> list[Span]:
    """So many windows, one after the other."""
    return [Span(number * seconds, (number + 1) * seconds) for number in range(count)]
