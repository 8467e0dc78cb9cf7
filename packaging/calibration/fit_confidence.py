"""Fits a pack's confidence on real clips, and says how many queries it keeps and refuses.

    python packaging/calibration/fit_confidence.py ../shared/data/clips [--write resources/models/starter/pack.json]

The clips' own descriptions, and a few words about each, are what a library holds; `tests/data/queries.json` has these
words, and sentences about nothing in the clips. All are split in two: the coefficients come from the first halves
("tune"), over libraries of one clip to all of them, and the table shows both halves.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.packs.calibration import Coefficients, confidence, features, fit_confidence
from videobert_desktop.models.packs.pack import Pack
from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos
from videobert_desktop.services.indexing.stored_vectors import with_one
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.searching.indexed_windows import IndexedWindows
from videobert_desktop.services.searching.library_view import LibraryView
from videobert_desktop.services.searching.search_background import SENTENCES
from videobert_desktop.services.searching.search_moments import MomentSearcher

QUERIES = Path("tests/data/queries.json")
# How many libraries of each size are drawn; all clips make one library.
LIBRARIES = {1: 38, 2: 24, 5: 12, 10: 6, 20: 6}
# Refusing what is there costs more than keeping what is not: a person who is told "no" does not look on.
WEIGHT_OF_PRESENT = 1.3
# The library of all clips is the most like a person's own.
WEIGHT_OF_ALL = 4.0
# Of so few words, against whole sentences, which the pack understands better.
WORDS_OF_SHORT, WEIGHT_OF_SHORT = 4, 0.3


@dataclass(frozen=True)
class Question:
    """A sentence, the clip that it describes or None, the half that it belongs to, and what it counts."""

    vector: NDArray[np.float32]
    clip: int | None
    half: str
    weight: float


@dataclass(frozen=True)
class Answers:
    """What one library answered: (n, 5) rows of `features`; for each whether it is there, its half and its weight."""

    size: int
    rows: NDArray[np.float64]
    present: NDArray[np.bool_]
    halves: NDArray[np.str_]
    weights: NDArray[np.float64]


def main(argv: Sequence[str] | None = None) -> None:
    """Index the clips, fit, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--write", type=Path, help="the pack.json to put the coefficients into")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as directory:
        library = create_library(Path(directory) / "clips")
        index_videos(
            library,
            [arguments.clips],
            IndexOptions(),
            cancel=CancelToken(),
            report=ignore_progress,
            failed=print,
        )
        with MomentSearcher(library) as searcher:
            view = searcher.view()
            assert view is not None
            names = {file.video_id: file.fingerprint.path.name for file in searcher.catalogue.files.all()}
            questions = list(_questions(view.pack, arguments.clips, names))
            answers = [_ask(view, questions, clips) for clips in _libraries(sorted(names))]
    coefficients = _fit(answers)
    print("coefficients:", [round(value, 3) for value in coefficients])
    for half in ("tune", "test"):
        for size in sorted({answer.size for answer in answers}):
            for weight, kind in ((1.0, "sentences"), (WEIGHT_OF_SHORT, "few words")):
                chosen = [answer for answer in answers if answer.size == size]
                print(f"{half}, {kind}, libraries of {size:2d}: {_line(half, weight, chosen, coefficients)}")
    if arguments.write is not None:
        manifest = json.loads(arguments.write.read_text(encoding="utf-8"))
        manifest["confidence"] = [round(value, 3) for value in coefficients]
        arguments.write.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _questions(pack: Pack, clips: Path, names: dict[int, str]) -> Iterator[Question]:
    captions = json.loads((clips / "captions.json").read_text(encoding="utf-8"))
    queries = json.loads(QUERIES.read_text(encoding="utf-8"))
    for number, (video_id, name) in enumerate(sorted(names.items(), key=lambda item: item[1])):
        half = "test" if number % 2 else "tune"
        yield from _asked(pack, [*captions[name], queries["short"][name]], video_id, half)
    for half in ("tune", "test"):
        yield from _asked(pack, queries["absent"][half], None, half)


def _asked(pack: Pack, sentences: Sequence[str], clip: int | None, half: str) -> Iterator[Question]:
    for sentence, vector in zip(sentences, pack.embed_texts(sentences), strict=True):
        short = len(sentence.split()) <= WORDS_OF_SHORT
        yield Question(vector, clip, half, WEIGHT_OF_SHORT if short else 1.0)


def _libraries(videos: Sequence[int]) -> Iterator[list[int]]:
    random = np.random.default_rng(0)
    for size, count in LIBRARIES.items():
        for number in range(count):
            yield [videos[number % len(videos)]] if size == 1 else random.choice(videos, size, replace=False).tolist()
    yield list(videos)


def _ask(view: LibraryView, questions: Iterable[Question], clips: list[int]) -> Answers:
    background = view.pack.background
    ordinary = np.mean([_found(view, vector, clips)[0] for vector in background.sentences[:SENTENCES]])
    # A description of a clip that was left out says nothing for certain: another clip may show the same.
    asked = [question for question in questions if question.clip is None or question.clip in clips]
    found = np.array([_found(view, question.vector, clips) for question in asked], np.float32)
    familiarity = background.familiarity(np.stack([question.vector for question in asked]))
    return Answers(
        len(clips),
        features(*found.T, familiarity, float(ordinary)),
        np.array([question.clip is not None for question in asked]),
        np.array([question.half for question in asked]),
        np.array([question.weight for question in asked]),
    )


def _found(view: LibraryView, vector: NDArray[np.float32], clips: list[int]) -> tuple[float, float]:
    """The similarity and the resemblance of the best moment among the clips."""
    windows: IndexedWindows = view.windows
    query = with_one(vector[None])[0]
    typical = view.background.typical_score(query)
    imagined = view.pack.background.imagined(vector[None])[0]
    (found,) = windows.best_moments(query, typical=typical, limit=1, among=clips, imagined=imagined)
    return found.moment.similarity, found.moment.resemblance


def _fit(answers: Sequence[Answers]) -> Coefficients:
    rows, present, weights = [], [], []
    largest = max(answer.size for answer in answers)
    for answer in answers:
        tune = answer.halves == "tune"
        there, absent = answer.present[tune], ~answer.present[tune]
        share = (WEIGHT_OF_ALL if answer.size == largest else 1.0) / sum(a.size == answer.size for a in answers)
        rows.append(answer.rows[tune])
        present.append(there)
        counts = answer.weights[tune]
        of_present = WEIGHT_OF_PRESENT * counts * there / max(1.0, (counts * there).sum())
        weights.append(share * 100 * (of_present + counts * absent / (counts * absent).sum()))
    return fit_confidence(np.concatenate(rows), np.concatenate(present), np.concatenate(weights))


def _line(half: str, weight: float, answers: Sequence[Answers], coefficients: Coefficients) -> str:
    chosen = [(answer.halves == half) & (answer.weights == weight) for answer in answers]
    rows = np.concatenate([answer.rows[mask] for answer, mask in zip(answers, chosen, strict=True)])
    present = np.concatenate([answer.present[mask] for answer, mask in zip(answers, chosen, strict=True)])
    found = confidence(*rows[:, :4].astype(np.float32).T, coefficients) >= 0.5
    kept, refused = found[present].mean(), (~found[~present]).mean()
    counts = f"{present.sum()} true, {(~present).sum()} absent"
    return f"kept {kept:.3f}, refused {refused:.3f} ({counts})"


if __name__ == "__main__":
    main()
