"""Measures the background of a trained pack, and how sure its scores allow one to be."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.packs.calibration import Background, Coefficients, features, fit_confidence
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
) -> Coefficients:
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
    hubness = background.hubness(pictures)
    similarities, unrelated = sentences @ pictures.T, background.sentences @ pictures.T
    resemblances = background.imagined(sentences) @ pictures.T
    familiarity = background.familiarity(sentences)
    observed, present = [], []
    for size in LIBRARY_SIZES * LIBRARIES_A_SIZE:
        library = random.choice(len(pictures), min(size, len(pictures) // 2), replace=False)
        held = np.flatnonzero(np.isin(owners, library))
        others = np.flatnonzero(~np.isin(owners, library))
        absent = random.choice(others, min(len(held), len(others)), replace=False)
        firsts = first_pictures(unrelated[:, library], hubness[library])
        ordinary = float(unrelated[:, library][np.arange(len(firsts)), firsts].mean())
        for queries in (held, absent):
            found = library[first_pictures(similarities[queries][:, library], hubness[library])]
            best = similarities[queries, found], resemblances[queries, found]
            observed.append(features(*best, familiarity[queries], ordinary))
            present.append(np.full(len(queries), queries is held))
    return fit_confidence(np.concatenate(observed), np.concatenate(present))


def first_pictures(similarities: NDArray[np.float32], hubness: NDArray[np.float32]) -> NDArray[np.int64]:
    """The picture (q,) that a ranking puts first for each query, of similarities (q, n) and hubness (n,)."""
    return np.asarray((similarities - hubness).argmax(axis=1), np.int64)
