"""Whether sentence and picture belong together: half of the pairs do, and half do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack
from tests.unit.models.evaluation.conftest import CAPTIONS, encoded
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation.alignment import evaluate_alignment, measured_alignment
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures

GROUPS = np.arange(400) // 4


def measured(matched: NDArray[np.float64], mismatched: NDArray[np.float64]) -> dict[str, Any]:
    return measured_alignment(matched.astype(np.float32), mismatched.astype(np.float32), GROUPS, seed=0)


@dataclass
class Watching(ColourPack):
    """A pack that remembers what it was asked."""

    asked: list[tuple[str, list[str]]] = field(default_factory=list)

    def align(self, sentence: str, moments: Sequence[Any]) -> NDArray[np.float32]:
        names = list(COLOURS)
        self.asked.append((sentence, [names[each.visual_words[0]] for each in moments]))
        return super().align(sentence, moments)


def test_each_sentence_is_read_with_its_own_picture_and_with_another(
    colour_pack: ColourPack, pictures: EncodedPictures
) -> None:
    pack = Watching(colour_pack.info)
    found = evaluate_alignment(pack, pictures, queries=100, seed=0, cancel=CancelToken(), report=ignore_progress)
    assert found["n"] == 2 * len(pack.asked) == 2 * CAPTIONS * len(COLOURS)
    for sentence, (own, other) in pack.asked:
        assert own == sentence != other


def test_a_pack_that_knows_colours_tells_them_apart(colour_pack: ColourPack, tmp_path: Path) -> None:
    plain = encoded(colour_pack, tmp_path / "primary", ["red", "green", "blue"])
    found: dict[str, Any] = evaluate_alignment(
        colour_pack, plain, queries=100, seed=0, cancel=CancelToken(), report=ignore_progress
    )
    assert found["accuracy"]["value"] == found["auc"]["value"] == 1


def test_as_many_captions_are_drawn_as_were_asked_for(colour_pack: ColourPack, pictures: EncodedPictures) -> None:
    drawn = []
    for seed in (0, 0, 1):
        pack = Watching(colour_pack.info)
        evaluate_alignment(pack, pictures, queries=5, seed=seed, cancel=CancelToken(), report=ignore_progress)
        assert len(pack.asked) == 5
        drawn.append(pack.asked)
    assert drawn[0] == drawn[1] != drawn[2]


def test_it_stops_when_asked_to(colour_pack: ColourPack, pictures: EncodedPictures) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        evaluate_alignment(colour_pack, pictures, queries=5, seed=0, cancel=cancel, report=ignore_progress)


def test_both_halves_count_the_same() -> None:
    found = measured(np.where(np.arange(400) < 300, 1.0, -1.0), np.where(np.arange(400) < 100, 1.0, -1.0))
    assert found["accuracy"]["value"] == pytest.approx(0.75)
    assert found["accuracy"]["low"] < 0.75 < found["accuracy"]["high"]


def test_the_area_under_the_curve_does_not_depend_on_where_zero_is() -> None:
    random = np.random.default_rng(0)
    matched, mismatched = random.normal(1.0, 1.0, 400), random.normal(0.0, 1.0, 400)
    here, there = (measured(matched + shift, mismatched + shift)["auc"] for shift in (0.0, 5.0))
    assert here == pytest.approx(there, abs=1e-3)
    assert here["low"] < 0.76 < here["high"]  # the normal distribution's at 1 / sqrt(2)


def test_constant_logits_are_no_better_than_chance() -> None:
    found = measured(np.ones(400), np.ones(400))
    assert (found["accuracy"]["value"], found["auc"]["value"]) == (0.5, 0.5)


def test_with_shuffled_labels_even_a_perfect_head_falls_to_chance() -> None:
    found = measured(np.ones(400), -np.ones(400))
    assert found["accuracy"]["value"] == 1
    assert found["shuffled"]["value"] == pytest.approx(0.5, abs=0.01)
    assert 0.44 < found["shuffled"]["low"] < 0.5 < found["shuffled"]["high"] < 0.56
