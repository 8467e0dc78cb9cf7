"""Measures the background of a trained pack, and how sure its scores allow one to be."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.packs.calibration import Background, features, fit_confidence
from videobert_desktop.models.training.tables import cells, readable

BACKGROUND_SIZE = 1024
LIBRARY_SIZES = (20, 60, 200, 600)
LIBRARIES_A_SIZE = 5
_SENTENCES = "It holds captions of videos: tab-separated text in UTF-8 with a column caption, compressed by gzip."


def read_video_sentences(path: Path, count: int, seed: int) -> list[str]:
    """Draw `count` of the sentences of a captions.tsv.gz (source, video, caption) at random.

    Raises:
        UserError: The file is missing, damaged or something else.
    """
    with readable(path, _SENTENCES), gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        table = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        sentences = [caption for (caption,) in cells(table, ("caption",), path, _SENTENCES)]
    chosen = np.random.default_rng(seed).permutation(len(sentences))[:count]
    return [sentences[index] for index in chosen]


def calibrate_confidence(
    background: Background,
    pictures: NDArray[np.float32],
    sentences: NDArray[np.float32],
    owners: NDArray[np.int64],
    seed: int = 0,
) -> tuple[float, float, float]:
    """Fit the confidence on small libraries of held-out pictures, asked for what they hold and for what they do not.

    Args:
        background: The pack's.
        pictures: (n, dim), unit-normalised.
        sentences: (m, dim), unit-normalised.
        owners: (m,), the picture that each sentence describes.
        seed: Of the drawing of libraries.

    Returns:
        The coefficients for `models.packs.calibration.confidence`.
    """
    random = np.random.default_rng(seed)
    corrected = sentences @ pictures.T - background.hubness(pictures)
    unrelated = background.sentences @ pictures.T - background.hubness(pictures)
    reach = background.reach(sentences)
    observed, present = [], []
    for size in LIBRARY_SIZES * LIBRARIES_A_SIZE:
        library = random.choice(len(pictures), min(size, len(pictures) // 2), replace=False)
        held = np.flatnonzero(np.isin(owners, library))
        others = np.flatnonzero(~np.isin(owners, library))
        absent = random.choice(others, min(len(held), len(others)), replace=False)
        best = unrelated[:, library].max(1)
        for queries in (held, absent):
            scores = corrected[queries][:, library].max(1)
            observed.append(features(scores, reach[queries], float(best.mean()), float(best.std())))
            present.append(np.full(len(queries), queries is held))
    return fit_confidence(np.concatenate(observed), np.concatenate(present))
