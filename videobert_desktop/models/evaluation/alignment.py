"""Whether a pack can tell which sentence and picture belong together, reading both at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.evaluation.bootstrap import estimate, group_draws, mean_estimate
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures
from videobert_desktop.models.packs.pack import Pack

SHUFFLES = 100


def evaluate_alignment(
    pack: Pack, pictures: EncodedPictures, *, queries: int, seed: int, cancel: CancelToken, report: Report
) -> dict[str, object]:
    """How often the sign of the alignment is right: half of the pairs belong together, and half do not.

    Args:
        pack: The pack to measure.
        pictures: The held-out pictures, encoded by it; at least two.
        queries: How many captions to draw; each is read with its own picture and with another one.
        seed: Of the drawing and of the intervals.
        cancel: Looked at between captions.
        report: Told the progress.

    Returns:
        "accuracy" and "auc" with intervals over pictures, and "shuffled", the control: the accuracy with the pairs'
        labels shuffled, its mean and the range of 95 % of the shuffles.

    Raises:
        Cancelled: It was asked to stop.
    """
    texts, owners = pictures.pairs.sentences()
    random = np.random.default_rng(seed)
    chosen = np.sort(random.permutation(len(texts))[:queries])
    others = (owners[chosen] + random.integers(1, len(pictures), len(chosen))) % len(pictures)
    logits = np.zeros((len(chosen), 2), np.float32)
    for done, (number, other) in enumerate(zip(chosen.tolist(), others.tolist(), strict=True)):
        cancel.raise_if_cancelled()
        report(Progress("comparing pairs", done, len(chosen), "items"))
        logits[done] = pack.align(texts[number], [pictures.moments[owners[number]], pictures.moments[other]])
    return measured_alignment(logits[:, 0], logits[:, 1], owners[chosen], seed)


def measured_alignment(
    matched: NDArray[np.float32], mismatched: NDArray[np.float32], groups: NDArray[np.int64], seed: int
) -> dict[str, object]:
    """What `evaluate_alignment` returns, of logits.

    Args:
        matched: (n,), of sentences and their own pictures.
        mismatched: (n,), of the same sentences and other pictures.
        groups: (n,), the picture of each sentence; pictures are resampled whole.
        seed: Of the intervals and of the control.
    """
    believed = np.concatenate([matched > 0, mismatched > 0])
    labels = np.repeat([True, False], len(matched))
    draws = group_draws(groups, seed)
    return {
        "n": len(labels),
        "seed": seed,
        "accuracy": mean_estimate(believed == labels, np.tile(groups, 2), seed),
        "auc": estimate(_auc(matched, mismatched, np.ones_like(draws[:1]))[0], _auc(matched, mismatched, draws)),
        "shuffled": _shuffled(believed, labels, seed),
        "baselines": {"chance": {"accuracy": 0.5, "auc": 0.5}},
    }


def _auc(
    matched: NDArray[np.float32], mismatched: NDArray[np.float32], draws: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How often a matched pair is above a mismatched one (Mann and Whitney, 1947), for each of `draws` (r, n): (r,)."""
    above = (matched[:, None] > mismatched) + 0.5 * (matched[:, None] == mismatched)
    return np.asarray(((draws @ above) * draws).sum(1) / draws.sum(1) ** 2, np.float64)


def _shuffled(believed: NDArray[np.bool_], labels: NDArray[np.bool_], seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    accuracies = np.array([(believed == random.permutation(labels)).mean() for _ in range(SHUFFLES)])
    return estimate(accuracies.mean(), accuracies)
