"""Measures a pack, as it is on the disk, on pictures that it was not trained on."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.packs.starter import StarterPack
from videobert_desktop.models.retrieval import confidence_intervals, ranks, recall_table
from videobert_desktop.models.training.pairs import CaptionedPictures, read_pairs, read_squares

PICTURES_A_BATCH = 32
SENTENCES_A_BATCH = 1024


def evaluate_pairs(pack: StarterPack, data: Path, *, cancel: CancelToken, report: Report) -> dict[str, object]:
    """How well the held-out captions of `data` find their pictures, and pictures their captions.

    Args:
        pack: The pack to measure.
        data: A directory with images.zip and captions.csv; rows whose split is "train" are left out.
        cancel: Looked at between batches.
        report: Told the progress.

    Returns:
        The part "pairs" of the evaluation: "t2v" ranks as a search does (less hubness), "t2v_plain" by cosine alone.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The data is missing or cannot be read.
    """
    pairs = read_pairs(data, train=False)
    texts, owners = pairs.sentences()
    pictures, class_words = _pictures(pack, pairs, cancel, report)
    sentences = _in_batches(pack.embed_texts, texts, cancel, report)
    plain = _in_batches(pack.sentence_vectors, texts, cancel, report)
    right = owners[:, None] == np.arange(len(pairs))
    cosines = sentences @ pictures.T
    found = {
        "t2v": ranks(cosines - pack.background.hubness(pictures), right),
        "t2v_plain": ranks(cosines, right),
        "v2t": ranks(cosines.T, right.T),
    }
    return {
        "n": len(texts),
        "pictures": len(pairs),
        **{name: recall_table(rank) for name, rank in found.items()},
        "t2v_reranked": None,
        "baselines": {
            "class_words": recall_table(ranks(plain @ class_words.T, right)),
            "chance": _chance(len(pairs)),
        },
        "ci95": {
            "t2v": confidence_intervals(found["t2v"], owners),
            "v2t": confidence_intervals(found["v2t"], np.arange(len(pairs))),
        },
    }


def _pictures(
    pack: StarterPack, pairs: CaptionedPictures, cancel: CancelToken, report: Report
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The pictures as the pack sees them and as the ImageNet classifier alone does, each (n, width) float32."""
    embeddings, class_words = [], []
    with zipfile.ZipFile(pairs.archive) as archive:
        for start in range(0, len(pairs), PICTURES_A_BATCH):
            cancel.raise_if_cancelled()
            report(Progress("looking at pictures", start, len(pairs), "items"))
            squares = read_squares(archive, pairs.names[start : start + PICTURES_A_BATCH], pack.info.frame_size)
            frames = pack.encode_frames(squares)
            embeddings.append(pack.embed_windows(frames, np.arange(len(squares))).astype(np.float32))
            class_words.append(pack.class_word_vectors(squares))
    return np.concatenate(embeddings), np.concatenate(class_words)


def _in_batches(
    embed: Callable[[list[str]], NDArray[np.float32]], texts: list[str], cancel: CancelToken, report: Report
) -> NDArray[np.float32]:
    parts = []
    for start in range(0, len(texts), SENTENCES_A_BATCH):
        cancel.raise_if_cancelled()
        report(Progress("reading captions", start, len(texts), "items"))
        parts.append(embed(texts[start : start + SENTENCES_A_BATCH]))
    return np.concatenate(parts)


def _chance(pictures: int) -> dict[str, float]:
    return {f"r{depth}": min(1.0, depth / pictures) for depth in (1, 5, 10)} | {"medr": (pictures + 1) / 2}
