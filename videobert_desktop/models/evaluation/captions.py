"""How good a pack's captions are, against those that people wrote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.evaluation.bootstrap import group_draws
from videobert_desktop.models.evaluation.caption_scores import require_scorers, score_captions
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures
from videobert_desktop.models.packs.pack import Pack

PICTURES_A_BATCH = 16


def evaluate_captions(
    pack: Pack,
    pictures: EncodedPictures,
    training: EncodedPictures | None,
    *,
    seed: int,
    cancel: CancelToken,
    report: Report,
) -> dict[str, object]:
    """BLEU-4 and CIDEr of a pack's captions of held-out pictures.

    Args:
        pack: The pack to measure.
        pictures: The held-out pictures, encoded by it, with the references.
        training: The training pictures, encoded by it. The baseline gives each held-out picture the first caption of
            the one whose embedding is nearest; there is none if None.
        seed: Of the intervals.
        cancel: Looked at between batches.
        report: Told the progress.

    Returns:
        "bleu4" (in [0, 1]) and "cider" with intervals over pictures, the same of "nearest_caption", and "lead", by how
        much the pack is ahead of it on the same pictures.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A package that measures captions is missing.
    """
    require_scorers()
    references = pictures.pairs.captions
    draws = group_draws(np.arange(len(pictures)), seed)
    own = score_captions(_written(pack, pictures, cancel, report), references)
    document: dict[str, object] = {"n": len(pictures), "seed": seed, **own.estimates(draws)}
    if training is None:
        return document | {"baselines": {"nearest_caption": None}, "lead": None}
    nearest = score_captions(nearest_captions(pictures, training), references)
    return document | {"baselines": {"nearest_caption": nearest.estimates(draws)}, "lead": own.lead(nearest, draws)}


def nearest_captions(pictures: EncodedPictures, training: EncodedPictures) -> list[str]:
    """For each picture the first caption of the training picture whose embedding is nearest."""
    nearest = (pictures.embeddings @ training.embeddings.T).argmax(1)
    return [training.pairs.captions[number][0] for number in nearest.tolist()]


def _written(pack: Pack, pictures: EncodedPictures, cancel: CancelToken, report: Report) -> Sequence[str]:
    texts: list[str] = []
    for start in range(0, len(pictures), PICTURES_A_BATCH):
        cancel.raise_if_cancelled()
        report(Progress("writing captions", start, len(pictures), "items"))
        texts.extend(caption.text for caption in pack.caption(pictures.moments[start : start + PICTURES_A_BATCH]))
    return texts
