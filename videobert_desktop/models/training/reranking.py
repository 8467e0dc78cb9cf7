"""Whether ranking the first candidates again by alignment makes rankings better, and how much it should count."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.evaluation.bootstrap import paired_bootstrap
from videobert_desktop.models.packs.manifest import Reranking
from videobert_desktop.models.retrieval import rerank_ranks

# In logits of alignment a unit is a lot, in cosines it is everything.
WEIGHTS = (0.002, 0.004, 0.006, 0.008, 0.01, 0.012, 0.015, 0.02, 0.025, 0.03, 0.04, 0.06, 0.1)


def measure_reranking(
    scores: NDArray[np.float32],
    alignments: NDArray[np.float32],
    candidates: NDArray[np.int64],
    owners: NDArray[np.int64],
    seed: int = 0,
) -> Reranking:
    """Choose the weight on one half of the pictures, and measure what it brings on the other.

    Args:
        scores: (q, n) float32, by which the first stage ranks pictures for sentences.
        alignments: (q, c) float32, logits.
        candidates: (q, c) int64, the pictures that were aligned.
        owners: (q,) int64, the right picture of each sentence.
        seed: Of the halves and of the bootstrap.
    """
    pictures = np.random.default_rng(seed).permutation(scores.shape[1])
    choosing = np.isin(owners, pictures[: len(pictures) // 2])
    right = owners[:, None] == np.arange(scores.shape[1])

    def found(rows: NDArray[np.bool_], weight: float) -> NDArray[np.int64]:
        return rerank_ranks(scores[rows], alignments[rows], candidates[rows], weight, right[rows])

    weight = max(WEIGHTS, key=lambda each: float((found(choosing, each) < 1).mean()))
    first, fused = found(~choosing, 0.0), found(~choosing, weight)
    lift, low, high = paired_bootstrap(first < 1, fused < 1, owners[~choosing], seed)
    return Reranking(weight, lift, low, high, int((~choosing).sum()))
