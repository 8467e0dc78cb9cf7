"""Fits how probable it is that a phrase describes a picture, and says how well yes-or-no questions are answered.

    python packaging/calibration/fit_answers.py ../shared/data/flickr8k [--write]

Of the development pictures every second one is fitted on, with one of its captions and one of its nouns, each beside a
caption and a noun of another picture; the others measure: a true caption against another picture's, 200 of each.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation.encoded_pictures import encode_pictures
from videobert_desktop.models.evaluation.nouns import FORMS, named_nouns
from videobert_desktop.models.packs.pack import find_pack, load_pack
from videobert_desktop.models.training.pairs import read_pairs
from videobert_desktop.services.asking.calibration import word_measure
from videobert_desktop.services.asking.phrases import PhraseScorer
from videobert_desktop.settings.resources import resource_path

CALIBRATION = Path("resources/answers/calibration.json")
MEASURED, BINS = 200, 10


def main(argv: Sequence[str] | None = None) -> None:
    """Encode, fit, measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--write", action="store_true", help="put the coefficients into resources/answers")
    arguments = parser.parse_args(argv)
    pack = load_pack(find_pack("starter", resource_path("models")), "cpu", 2)
    pictures = encode_pictures(
        pack, read_pairs(arguments.pictures, train=False), cancel=CancelToken(), report=ignore_progress
    )
    embeddings = pictures.embeddings / np.linalg.norm(pictures.embeddings, axis=1, keepdims=True)
    scorer, captions = PhraseScorer(pack), pictures.pairs.captions
    random = np.random.default_rng(0)
    order = random.permutation(len(captions))
    fitted, held = order[::2], order[1::2]
    rows, truths = _captions(scorer, embeddings, captions, fitted, random)
    more, others = _nouns(scorer, embeddings, captions, fitted, random)
    coefficients = _fit(np.concatenate([rows, more]), np.concatenate([truths, others]))
    print("coefficients:", [round(value, 3) for value in coefficients])
    for name, (own, truth) in {
        "captions": _captions(scorer, embeddings, captions, held[:MEASURED], random),
        "nouns": _nouns(scorer, embeddings, captions, held[:MEASURED], random),
    }.items():
        believed = 1 / (1 + np.exp(-np.clip(own @ coefficients, -30, 30)))
        print(
            f"{name}: {truth.sum()} true, {(~truth).sum()} not; accuracy {((believed > 0.5) == truth).mean():.3f}, "
            f"expected calibration error {_calibration_error(believed, truth):.3f}, always yes 0.5"
        )
    if arguments.write:
        table = {"presence": [round(value, 4) for value in coefficients], "pack": pack.info.key}
        CALIBRATION.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


def _captions(
    scorer: PhraseScorer,
    embeddings: NDArray[np.float32],
    captions: Sequence[Sequence[str]],
    chosen: NDArray[np.int64],
    random: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    rows = []
    for place in chosen.tolist():
        other = (place + int(random.integers(1, len(captions)))) % len(captions)
        caption = captions[place][int(random.integers(len(captions[place])))].rstrip(" .").lower()
        rows += [_row(scorer, embeddings[each], caption) for each in (place, other)]
    return np.array(rows), np.tile([True, False], len(chosen))


def _nouns(
    scorer: PhraseScorer,
    embeddings: NDArray[np.float32],
    captions: Sequence[Sequence[str]],
    chosen: NDArray[np.int64],
    random: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """One noun that two captions of a picture name, and one that none names, as common among pictures."""
    named, names = named_nouns(captions), list(FORMS)
    common = named.sum(0) + 1.0
    rows, truths = [], []
    for place in chosen.tolist():
        text = " ".join(captions[place]).lower()
        absent = np.array([not any(form in text for form in FORMS[name]) for name in names]) * common
        if not named[place].any():
            continue
        for share, truth in ((named[place] / named[place].sum(), True), (absent / absent.sum(), False)):
            rows.append(_row(scorer, embeddings[place], f"a {names[int(random.choice(len(names), p=share))]}"))
            truths.append(truth)
    return np.array(rows), np.array(truths)


def _row(scorer: PhraseScorer, embedding: NDArray[np.float32], phrase: str) -> list[float]:
    score, words = float(scorer.scores(embedding[None], [phrase])[0, 0]), word_measure(phrase)
    return [score, words, score * words, 1.0]


def _fit(rows: NDArray[np.float64], truths: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A logistic regression by Newton's method, lightly regularised."""
    coefficients = np.zeros(rows.shape[1])
    for _ in range(50):
        believed = 1 / (1 + np.exp(-np.clip(rows @ coefficients, -30, 30)))
        gradient = rows.T @ (believed - truths) + 1e-2 * coefficients
        curvature = (rows.T * (believed * (1 - believed))) @ rows + 1e-2 * np.eye(rows.shape[1])
        coefficients -= np.linalg.solve(curvature, gradient)
    return coefficients


def _calibration_error(believed: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    bins = np.minimum((believed * BINS).astype(int), BINS - 1)
    return float(
        sum(
            (bins == each).mean() * abs(believed[bins == each].mean() - truth[bins == each].mean())
            for each in set(bins)
        )
    )


if __name__ == "__main__":
    main()
