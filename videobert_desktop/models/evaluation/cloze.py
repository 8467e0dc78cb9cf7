"""Fill in the blank: which noun a pack puts where a sentence about a picture has lost one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.evaluation.bootstrap import Estimate, estimate, group_draws, mean_estimate
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures
from videobert_desktop.models.evaluation.nouns import FORMS, named_nouns
from videobert_desktop.models.packs.pack import Pack

TEMPLATES = (
    "a photo of a [MASK].",
    "the picture shows a [MASK].",
    "here is a [MASK].",
    "a close view of the [MASK].",
    "someone looks at the [MASK].",
)
DEPTHS = (1, 5)
PICTURES_A_BATCH = 32


def evaluate_cloze(
    pack: Pack, pictures: EncodedPictures, *, seed: int, cancel: CancelToken, report: Report
) -> dict[str, object]:
    """How often a pack names what a picture shows, among the hundred commonest nouns.

    Every noun counts the same, however many pictures show it: the share of its pictures for which it is the first (or
    among the first five) is taken for each noun, and then the mean over the nouns. A language model that does not look
    at the pictures answers them all alike, and gets one noun (or five) of the hundred.

    Args:
        pack: The pack to measure.
        pictures: The held-out pictures, encoded by it.
        seed: Of the intervals.
        cancel: Looked at between batches.
        report: Told the progress.

    Returns:
        "top1" and "top5" balanced over the nouns, "named" the share of pictures whose first noun is any that they are
        named by, intervals over pictures, and what the language prior alone gets.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The captions name none of the nouns.
    """
    named = named_nouns(pictures.pairs.captions)
    shown = np.flatnonzero(named.any(1))
    if not len(shown):
        raise UserError("No two captions of a picture name one of the nouns that are asked for.")
    named, asked = named[shown], int(named.any(0).sum())
    places = _places(_completions(pack, pictures, shown, cancel, report))
    draws = group_draws(shown, seed)
    first_is_named = np.take_along_axis(named, places.argmin(1)[:, None], axis=1)[:, 0]
    prior = {f"top{depth}": min(1.0, depth / asked) for depth in DEPTHS} | {"named": float(named.mean(0).max())}
    return {
        "n": len(shown),
        "nouns": asked,
        "seed": seed,
        **{f"top{depth}": balanced_recall(named, places < depth, draws) for depth in DEPTHS},
        "named": mean_estimate(first_is_named, shown, seed),
        "baselines": {"language_prior": prior},
    }


def balanced_recall(named: NDArray[np.bool_], answered: NDArray[np.bool_], draws: NDArray[np.int64]) -> Estimate:
    """The mean over nouns of the share of pictures showing them for which they were answered.

    Args:
        named: (pictures, nouns), whether a picture shows a noun; nouns that none shows are left out.
        answered: (pictures, nouns), whether the noun was among the answers.
        draws: (resamples, pictures), how often each picture is drawn.
    """
    once = np.ones((1, len(named)), np.int64)
    return estimate(_recalls(named, answered, once)[0], _recalls(named, answered, draws))


def _recalls(named: NDArray[np.bool_], answered: NDArray[np.bool_], draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """The balanced recall (resamples,); a noun none of whose pictures was drawn does not count."""
    weights = draws.astype(np.float64)
    shown, right = weights @ named, weights @ (named & answered)
    present = shown > 0
    shares = np.divide(right, shown, out=np.zeros_like(right), where=present)
    return np.asarray(shares.sum(1) / present.sum(1), np.float64)


def _places(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The place (pictures, nouns), from 0, of each noun among the answers."""
    return np.asarray(np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1), np.int64)


def _completions(
    pack: Pack, pictures: EncodedPictures, which: NDArray[np.int64], cancel: CancelToken, report: Report
) -> NDArray[np.float32]:
    """How well each noun fills the blank for each of the pictures `which`: (n, nouns)."""
    parts = []
    for start in range(0, len(which), PICTURES_A_BATCH):
        cancel.raise_if_cancelled()
        report(Progress("filling in blanks", start, len(which), "items"))
        moments = [pictures.moments[number] for number in which[start : start + PICTURES_A_BATCH].tolist()]
        parts.append(pack.complete(TEMPLATES, tuple(FORMS), moments))
    return np.concatenate(parts)
