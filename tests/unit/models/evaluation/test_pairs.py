"""A pack is measured on pictures that it was not trained on, against chance and against the classifier alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack
from tests.unit.models.evaluation.conftest import CAPTIONS, encoded
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation import pairs
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures
from videobert_desktop.models.evaluation.options import EvaluationOptions
from videobert_desktop.models.evaluation.pairs import evaluate_pairs
from videobert_desktop.models.packs.manifest import Reranking


def evaluated(pack: ColourPack, pictures: EncodedPictures, **options: Any) -> dict[str, Any]:
    return evaluate_pairs(pack, pictures, EvaluationOptions(**options), cancel=CancelToken(), report=ignore_progress)


def test_it_reports_both_directions_the_baselines_and_the_intervals(
    colour_pack: ColourPack, pictures: EncodedPictures
) -> None:
    found = evaluated(colour_pack, pictures)
    assert {"n", "pictures", "t2v", "t2v_plain", "v2t", "t2v_reranked", "baselines", "ci95"} <= set(found)
    assert (found["n"], found["pictures"]) == (CAPTIONS * len(COLOURS), len(COLOURS))
    assert set(found["baselines"]) == {"class_words", "chance"}
    assert set(found["ci95"]) == {"t2v", "t2v_plain", "v2t"}
    assert json.loads(json.dumps(found, allow_nan=False))["t2v"] == found["t2v"]


def test_a_pack_that_knows_colours_finds_plain_pictures(colour_pack: ColourPack, pictures: EncodedPictures) -> None:
    found = evaluated(colour_pack, pictures)
    assert found["t2v_plain"]["r1"] == found["v2t"]["r1"] == 1


def test_recalls_are_fractions_that_grow_with_the_depth_and_lie_within_their_intervals(
    colour_pack: ColourPack, tmp_path: Path
) -> None:
    confusing = {"red": ("red", "green"), "blue": ("nothing", "blue"), "cyan": ("yellow", "white")}
    found = evaluated(colour_pack, encoded(colour_pack, tmp_path / "confusing", list(COLOURS), confusing))
    for name in ("t2v", "t2v_plain", "v2t"):
        table, ends = found[name], found["ci95"][name]
        assert 0 <= table["r1"] <= table["r5"] <= table["r10"] <= 1
        assert all(low <= table[depth] <= high for depth, (low, high) in ends.items())
    assert found["t2v_plain"]["r1"] < 1


def test_chance_is_what_guessing_would_find(colour_pack: ColourPack, pictures: EncodedPictures) -> None:
    chance = evaluated(colour_pack, pictures)["baselines"]["chance"]
    assert chance == pytest.approx({"r1": 1 / 7, "r5": 5 / 7, "r10": 1, "medr": 4})


class TestReranking:
    class Corrected(ColourPack):
        """A pack that takes "turquoise" for nothing until it reads it beside the picture."""

        def align(self, sentence: str, moments: Sequence[Any]) -> NDArray[np.float32]:
            return super().align({"turquoise": "cyan"}.get(sentence, sentence), moments)

    @pytest.fixture
    def turquoise(self, colour_pack: ColourPack, tmp_path: Path) -> EncodedPictures:
        return encoded(colour_pack, tmp_path / "turquoise", list(COLOURS), {"cyan": ("turquoise", "turquoise")})

    def test_a_pack_without_a_weight_is_not_measured(self, colour_pack: ColourPack, pictures: EncodedPictures) -> None:
        found = evaluated(colour_pack, pictures)
        assert found["t2v_reranked"] is found["reranking"] is None

    def test_the_weight_is_that_of_the_pack(self, colour_pack: ColourPack, turquoise: EncodedPictures) -> None:
        info = replace(colour_pack.info, reranking=Reranking(3.0, 0.1, -0.2, 0.2, 9))
        found = evaluated(self.Corrected(info), turquoise)
        assert found["reranking"]["weight"] == 3.0
        assert found["t2v_reranked"]["r1"] == 1

    def test_another_weight_may_be_tried(self, colour_pack: ColourPack, turquoise: EncodedPictures) -> None:
        info = replace(colour_pack.info, reranking=Reranking(3.0, 0.1, -0.2, 0.2, 9))
        found = evaluated(self.Corrected(info), turquoise, rerank_weight=0.0)
        assert found["reranking"]["weight"] == 0.0
        assert found["reranking"]["lift"] == found["reranking"]["low"] == found["reranking"]["high"] == 0

    def test_the_lift_is_told_with_its_interval(self, colour_pack: ColourPack, turquoise: EncodedPictures) -> None:
        found = evaluated(self.Corrected(colour_pack.info), turquoise, rerank_weight=3.0)
        report = found["reranking"]
        assert report["lift"] == pytest.approx(found["t2v_reranked"]["r1"] - found["t2v"]["r1"])
        assert report["lift"] > 0
        assert report["low"] <= report["lift"] <= report["high"]
        assert report["n"] == found["t2v_reranked"]["n"] == found["n"]
        assert report["t2v"] == found["t2v"]
        assert set(found["ci95"]["t2v_reranked"]) == {"r1", "r5", "r10"}


class TestClassWords:
    """The baseline without training: the classifier's words, in the language of plain MiniLM."""

    class Classifying(ColourPack):
        """Says of a picture what its three colours are."""

        def class_word_vectors(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
            return pixels.mean((1, 2)).astype(np.float32)

    class Words:
        """A sentence encoder whose vectors are colours."""

        width = 3

        def encode(self, sentences: Sequence[str]) -> torch.Tensor:
            return torch.tensor([COLOURS[sentence] for sentence in sentences]).float()

    COLOURS = ("red", "green", "blue")

    @pytest.fixture
    def classified(self, colour_pack: ColourPack, tmp_path: Path) -> EncodedPictures:
        return encoded(self.Classifying(colour_pack.info), tmp_path / "classified", self.COLOURS)

    def test_they_are_compared_with_plain_sentences(
        self, colour_pack: ColourPack, classified: EncodedPictures, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pairs, "base_sentence_encoder", self.Words)
        found = evaluated(colour_pack, classified)
        assert found["baselines"]["class_words"]["r1"] == 1
        assert found["remarks"] == []

    def test_without_minilm_they_are_left_out_and_it_is_said_why(
        self, colour_pack: ColourPack, classified: EncodedPictures, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def missing() -> None:
            raise UserError("training needs the package minilm.", hint="Install it.")

        monkeypatch.setattr(pairs, "base_sentence_encoder", missing)
        found = evaluated(colour_pack, classified)
        assert found["baselines"]["class_words"] is None
        (remark,) = found["remarks"]
        assert "needs the package minilm. Install it." in remark

    def test_without_a_classifier_they_are_left_out(self, colour_pack: ColourPack, pictures: EncodedPictures) -> None:
        found = evaluated(colour_pack, pictures)
        assert found["baselines"]["class_words"] is None
        assert "no classifier" in found["remarks"][0]
