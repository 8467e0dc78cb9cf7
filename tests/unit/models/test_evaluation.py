"""A pack is measured on pictures that it was not trained on, against chance and against the classifier alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.models.captioned_pictures import Scene, scenes, write_pairs
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.models import evaluation
from videobert_desktop.models.evaluation import evaluate_pairs
from videobert_desktop.models.packs.starter import StarterPack

HELD_OUT = 12


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Twelve held-out pictures in two splits, and eight to train."""
    dev, test, train = scenes(7), scenes(5, start=7), scenes(8, start=12)
    return write_pairs(tmp_path / "pairs", {"dev": dev, "test": test, "train": train})


def evaluated(
    pack: StarterPack, data: Path, *, cancel: CancelToken | None = None, report: Report = ignore_progress
) -> dict[str, Any]:
    return evaluate_pairs(pack, data, cancel=cancel or CancelToken(), report=report)


def test_only_held_out_rows_are_counted(tiny_pack: StarterPack, data: Path) -> None:
    found = evaluated(tiny_pack, data)
    assert (found["n"], found["pictures"]) == (3 * HELD_OUT, HELD_OUT)


def test_training_pictures_are_not_even_read(tiny_pack: StarterPack, data: Path, tmp_path: Path) -> None:
    held_out = write_pairs(tmp_path / "held-out", {"dev": scenes(HELD_OUT)})
    (data / "images.zip").write_bytes((held_out / "images.zip").read_bytes())
    assert evaluated(tiny_pack, data) == evaluated(tiny_pack, held_out)


def test_it_reports_both_directions_the_baselines_and_the_intervals(tiny_pack: StarterPack, data: Path) -> None:
    found = evaluated(tiny_pack, data)
    assert set(found) == {"n", "pictures", "t2v", "t2v_plain", "v2t", "t2v_reranked", "baselines", "ci95"}
    assert set(found["baselines"]) == {"class_words", "chance"}
    assert set(found["ci95"]) == {"t2v", "v2t"}
    assert found["t2v_reranked"] is None
    assert json.loads(json.dumps(found))["t2v"] == found["t2v"]


def test_recalls_are_fractions_that_grow_with_the_depth(tiny_pack: StarterPack, data: Path) -> None:
    found = evaluated(tiny_pack, data)
    for table in (found["t2v"], found["t2v_plain"], found["v2t"], *found["baselines"].values()):
        assert set(table) == {"r1", "r5", "r10", "medr"}
        assert 0 <= table["r1"] <= table["r5"] <= table["r10"] <= 1
        assert 1 <= table["medr"] <= 3 * HELD_OUT


def test_intervals_hold_the_recalls_that_they_are_about(tiny_pack: StarterPack, data: Path) -> None:
    found = evaluated(tiny_pack, data)
    for direction, intervals in found["ci95"].items():
        for depth, (low, high) in intervals.items():
            assert low <= found[direction][depth] <= high


def test_chance_is_what_guessing_would_find(tiny_pack: StarterPack, data: Path) -> None:
    chance = evaluated(tiny_pack, data)["baselines"]["chance"]
    assert chance == pytest.approx({"r1": 1 / 12, "r5": 5 / 12, "r10": 10 / 12, "medr": 6.5})


def test_fewer_pictures_than_the_depth_are_always_found(tiny_pack: StarterPack, tmp_path: Path) -> None:
    found = evaluated(tiny_pack, write_pairs(tmp_path, {"dev": scenes(4)}))
    for table in (found["t2v"], found["baselines"]["chance"]):
        assert table["r5"] == table["r10"] == 1


def test_a_pack_that_knows_colours_finds_plain_pictures(tiny_pack: StarterPack, tmp_path: Path) -> None:
    colours = ["red", "green", "blue", "yellow", "black", "white"]
    plain = [Scene(colour, colour, "square") for colour in colours]
    found = evaluated(tiny_pack, write_pairs(tmp_path, {"dev": plain}))
    assert found["t2v"]["r1"] > 0.8
    assert found["baselines"]["class_words"]["r1"] > 0.8
    assert found["v2t"]["r1"] > 0.8


def test_batches_change_nothing(tiny_pack: StarterPack, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = evaluated(tiny_pack, data)
    monkeypatch.setattr(evaluation, "PICTURES_A_BATCH", 8)
    monkeypatch.setattr(evaluation, "SENTENCES_A_BATCH", 5)
    parts = evaluated(tiny_pack, data)
    assert parts["t2v"]["r5"] == pytest.approx(whole["t2v"]["r5"], abs=2 / 36)
    assert (parts["n"], parts["pictures"]) == (whole["n"], whole["pictures"])


def test_it_stops_when_asked_to(tiny_pack: StarterPack, data: Path) -> None:
    for stage in ("looking at pictures", "reading captions"):
        cancel = CancelToken()
        stages: list[str] = []

        def stop(
            progress: Progress, stage: str = stage, cancel: CancelToken = cancel, stages: list[str] = stages
        ) -> None:
            stages.append(progress.stage)
            if progress.stage == stage:
                cancel.cancel()

        with pytest.raises(Cancelled):
            evaluated(tiny_pack, data, cancel=cancel, report=stop)
        assert stages[-1] == stage


def test_data_without_held_out_rows_are_refused(tiny_pack: StarterPack, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="held-out"):
        evaluated(tiny_pack, write_pairs(tmp_path, {"train": scenes(3)}))
