"""How well captions find their pictures, and pictures their captions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures, embed_sentences
from videobert_desktop.models.evaluation.options import EvaluationOptions
from videobert_desktop.models.evaluation.reranking import FirstStage, rerank
from videobert_desktop.models.packs.pack import Pack
from videobert_desktop.models.retrieval import DEPTHS, confidence_intervals, ranks, recall_table
from videobert_desktop.models.training.base_checkpoints import base_sentence_encoder


def evaluate_pairs(
    pack: Pack, pictures: EncodedPictures, options: EvaluationOptions, *, cancel: CancelToken, report: Report
) -> dict[str, object]:
    """How well held-out captions find their pictures, and pictures their captions.

    Args:
        pack: The pack to measure.
        pictures: The held-out pictures, encoded by it.
        options: On how many captions to measure re-ranking, and with which weight.
        cancel: Looked at between batches.
        report: Told the progress.

    Returns:
        "t2v" ranks as a search does (less hubness), "t2v_plain" by cosine alone, "t2v_reranked" by the alignment of
        the best pictures besides; that is None where the pack has no weight for it and none was given.

    Raises:
        Cancelled: It was asked to stop.
    """
    texts, owners = pictures.pairs.sentences()
    right = owners[:, None] == np.arange(len(pictures))
    cosines = embed_sentences(pack, texts, cancel=cancel, report=report) @ pictures.embeddings.T
    scores = cosines - pack.background.hubness(pictures.embeddings)
    found = {"t2v": ranks(scores, right), "t2v_plain": ranks(cosines, right), "v2t": ranks(cosines.T, right.T)}
    groups = {"t2v": owners, "t2v_plain": owners, "v2t": np.arange(len(pictures))}
    intervals = {name: confidence_intervals(rank, groups[name], options.seed) for name, rank in found.items()}
    weight = _weight(pack, options)
    again = None
    if weight is not None:
        sample = FirstStage(texts, owners, pictures.moments, scores).sample(options.queries, options.seed)
        again = rerank(pack, sample, weight, seed=options.seed, cancel=cancel, report=report)
        intervals["t2v_reranked"] = again.intervals
    class_words, remarks = _class_words(pictures, texts, right, report)
    return {
        "n": len(texts),
        "pictures": len(pictures),
        "seed": options.seed,
        **{name: recall_table(rank) for name, rank in found.items()},
        "t2v_reranked": again and again.table,
        "reranking": again and again.report,
        "baselines": {"class_words": class_words, "chance": _chance(len(pictures))},
        "ci95": intervals,
        "remarks": remarks,
    }


def _weight(pack: Pack, options: EvaluationOptions) -> float | None:
    """The weight that was asked for, or the pack's own."""
    if options.rerank_weight is not None or pack.info.reranking is None:
        return options.rerank_weight
    return pack.info.reranking.weight


def _class_words(
    pictures: EncodedPictures, texts: Sequence[str], right: NDArray[np.bool_], report: Report
) -> tuple[dict[str, float] | None, list[str]]:
    """The baseline without training, what the classifier alone sees in plain MiniLM's words; or why it is not there."""
    if pictures.class_words is None:
        return None, ["Class words, the baseline without training, are left out: this pack has no classifier."]
    try:
        encoder = base_sentence_encoder()
    except UserError as error:
        return None, [f"Class words, the baseline without training, are left out: {error}"]
    if encoder.width != pictures.class_words.shape[1]:
        return None, ["Class words, the baseline without training, are left out: they are none of MiniLM's."]
    report(Progress("reading captions", 0, len(texts), "items", "plain MiniLM"))
    return recall_table(ranks(encoder.encode(texts).numpy() @ pictures.class_words.T, right)), []


def _chance(pictures: int) -> dict[str, float]:
    return {f"r{depth}": min(1.0, depth / pictures) for depth in DEPTHS} | {"medr": (pictures + 1) / 2}
