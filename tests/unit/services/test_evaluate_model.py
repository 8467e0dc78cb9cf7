"""An evaluation measures what it was asked for, encodes the pictures once, and tells at once what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.helpers.colour_pack import COLOURS, ColourPack, install_colour_pack
from tests.helpers.media import picture_clip
from tests.helpers.tiny_pack import write_tiny_pack
from tests.unit.models.captioned_pictures import write_pairs
from tests.unit.models.evaluation.conftest import plain_pictures
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation import caption_scores
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services.evaluate_model import PARTS, EvaluationOptions, evaluate_model

HELD_OUT = ["red", "green", "blue", "white"]
SAID = {colour: (f"a {colour} dog", f"the dog is {colour}") for colour in COLOURS}


@pytest.fixture(autouse=True)
def _threads_as_before() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four held-out pictures and three to train."""
    splits = {"dev": plain_pictures(HELD_OUT, SAID), "train": plain_pictures(["yellow", "cyan", "black"], SAID)}
    return write_pairs(tmp_path / "pairs", splits)  # type: ignore[arg-type]


@pytest.fixture
def info(tmp_path: Path) -> PackInfo:
    """A pack on the disk that is not installed."""
    return install_colour_pack(tmp_path)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[ColourPack]:
    """The packs that were loaded."""
    packs: list[ColourPack] = []

    def load_pack(info: PackInfo, device: str = "auto", threads: int = 0) -> ColourPack:
        assert threads > 0
        packs.append(ColourPack(info, device))
        return packs[-1]

    monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", load_pack)
    return packs


def evaluated(data: Path, info: PackInfo, *parts: str, **options: Any) -> dict[str, Any]:
    chosen = EvaluationOptions(parts, **options) if parts else None
    return evaluate_model(data, chosen, pack=info.directory, device="cpu", cancel=CancelToken(), report=ignore_progress)


@pytest.mark.usefixtures("loaded")
class TestParts:
    def test_unless_asked_for_more_it_measures_pairs(self, data: Path, info: PackInfo) -> None:
        found = evaluated(data, info)
        assert set(found) == {"pack", "revision", "device", "pairs"}
        assert (found["pack"], found["revision"], found["device"]) == ("colours", "1", "cpu")
        assert found["pairs"]["pictures"] == len(HELD_OUT)

    def test_parts_come_in_their_own_order(self, data: Path, info: PackInfo) -> None:
        found = evaluated(data, info, "cost", "alignment", "cloze")
        assert list(found)[3:] == [part for part in PARTS if part in ("cost", "alignment", "cloze")]

    def test_re_ranking_is_measured_with_the_weight_and_on_the_captions_that_were_asked_for(
        self, data: Path, info: PackInfo
    ) -> None:
        found = evaluated(data, info, "pairs", queries=5, rerank_weight=0.5, seed=3)["pairs"]["reranking"]
        assert (found["n"], found["weight"], found["seed"]) == (5, 0.5, 3)

    def test_captions_are_compared_with_those_of_training_pictures(self, data: Path, info: PackInfo) -> None:
        pytest.importorskip("sacrebleu", reason="captions are scored by packages of the extra 'evaluate'")
        pytest.importorskip("pycocoevalcap", reason="captions are scored by packages of the extra 'evaluate'")
        assert evaluated(data, info, "captions")["captions"]["baselines"]["nearest_caption"] is not None
        without = evaluated(data, info, "captions", train_baseline=False)["captions"]
        assert without["baselines"]["nearest_caption"] is None


def test_the_pictures_are_encoded_once_for_all_parts(data: Path, info: PackInfo, loaded: list[ColourPack]) -> None:
    evaluated(data, info, "pairs", "cloze", "alignment")
    assert [pack.frames_seen for pack in loaded] == [len(HELD_OUT)]


class TestWhatIsMissing:
    """It is told before any picture is looked at."""

    @pytest.fixture(autouse=True)
    def _nothing_was_encoded(self, loaded: list[ColourPack]) -> Iterator[None]:
        yield
        assert sum(pack.frames_seen for pack in loaded) == 0

    def test_packages_that_score_captions(self, data: Path, info: PackInfo, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(caption_scores, "find_spec", lambda _: None)
        with pytest.raises(UserError, match="sacrebleu and pycocoevalcap"):
            evaluated(data, info, "pairs", "captions")

    def test_held_out_pictures(self, tmp_path: Path, info: PackInfo) -> None:
        only_train = write_pairs(tmp_path / "train", {"train": plain_pictures(["red"])})  # type: ignore[dict-item]
        with pytest.raises(UserError, match="held-out"):
            evaluated(only_train, info)

    def test_training_pictures_for_the_baseline_of_captions(self, tmp_path: Path, info: PackInfo) -> None:
        pytest.importorskip("sacrebleu", reason="captions are scored by packages of the extra 'evaluate'")
        pytest.importorskip("pycocoevalcap", reason="captions are scored by packages of the extra 'evaluate'")
        only_dev = write_pairs(tmp_path / "dev", {"dev": plain_pictures(["red"])})  # type: ignore[dict-item]
        with pytest.raises(UserError, match="training rows"):
            evaluated(only_dev, info, "pairs", "captions")

    def test_videos_for_visual_words(self, data: Path, info: PackInfo) -> None:
        with pytest.raises(UserError, match="measured on videos"):
            evaluated(data, info, "pairs", "visual_words")

    def test_a_folder_that_has_videos(self, data: Path, info: PackInfo, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(UserError, match="no videos"):
            evaluated(data, info, "pairs", "visual_words", clips=tmp_path / "empty")

    def test_a_pack(self, data: Path, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="not a pack"):
            evaluate_model(data, pack=tmp_path, cancel=CancelToken(), report=ignore_progress)


def test_visual_words_and_the_cost_of_a_real_pack_are_measured_on_videos(data: Path, tmp_path: Path) -> None:
    info = write_tiny_pack(tmp_path / "tiny")
    (tmp_path / "clips").mkdir()
    for name, colours in {
        "one.mp4": ("red", "green"),
        "two.mp4": ("green", "red"),
        "three.mp4": ("blue", "red"),
    }.items():
        images = [np.full((64, 64, 3), COLOURS[colour], np.uint8) for colour in colours]
        picture_clip(tmp_path / "clips" / name, images, seconds_each=3.0, rate=4)
    found = evaluated(data, info, "visual_words", "cost", clips=tmp_path / "clips")
    assert (found["visual_words"]["videos"], found["visual_words"]["n"]) == (3, 12)
    assert found["cost"]["ratio"] > 0
