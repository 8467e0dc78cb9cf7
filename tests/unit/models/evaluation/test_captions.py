"""A pack's captions of held-out pictures, beside those of the nearest training picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.colour_pack import COLOURS, ColourPack
from tests.unit.models.evaluation.conftest import encoded
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation.captions import evaluate_captions, nearest_captions
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures

pytest.importorskip("sacrebleu", reason="captions are scored by packages of the extra 'evaluate'")
pytest.importorskip("pycocoevalcap", reason="captions are scored by packages of the extra 'evaluate'")

RIGHT = {colour: (f"The picture is {colour}.", f"All is {colour} here") for colour in COLOURS}


@pytest.fixture
def held_out(colour_pack: ColourPack, tmp_path: Path) -> EncodedPictures:
    return encoded(colour_pack, tmp_path / "held-out", list(COLOURS), RIGHT)


@pytest.fixture
def training(colour_pack: ColourPack, tmp_path: Path) -> EncodedPictures:
    """Two colours, of which nobody says more than a word or two."""
    said = {"red": ("a red thing", "red"), "white": ("a bright thing", "white")}
    return encoded(colour_pack, tmp_path / "training", list(said), said)


def evaluated(pack: ColourPack, *pictures: EncodedPictures | None) -> dict[str, Any]:
    held_out, training = pictures
    assert held_out is not None
    return evaluate_captions(pack, held_out, training, seed=0, cancel=CancelToken(), report=ignore_progress)


def test_captions_that_people_wrote_too_score_best(colour_pack: ColourPack, held_out: EncodedPictures) -> None:
    found = evaluated(colour_pack, held_out, None)
    assert found["n"] == len(COLOURS)
    assert found["bleu4"] == {"value": pytest.approx(1), "low": pytest.approx(1), "high": pytest.approx(1)}
    assert found["cider"]["value"] > 1


def test_without_training_pictures_there_is_no_baseline(colour_pack: ColourPack, held_out: EncodedPictures) -> None:
    found = evaluated(colour_pack, held_out, None)
    assert found["baselines"] == {"nearest_caption": None}
    assert found["lead"] is None


def test_the_baseline_is_what_was_said_first_of_the_nearest_training_picture(
    held_out: EncodedPictures, training: EncodedPictures
) -> None:
    nearest = dict(zip(COLOURS, nearest_captions(held_out, training), strict=True))
    assert nearest["red"] == "a red thing"
    assert nearest["white"] == nearest["cyan"] == "a bright thing"


def test_the_lead_is_told_with_its_interval(
    colour_pack: ColourPack, held_out: EncodedPictures, training: EncodedPictures
) -> None:
    found = evaluated(colour_pack, held_out, training)
    for measure in ("bleu4", "cider"):
        behind = found["baselines"]["nearest_caption"][measure]["value"]
        assert found["lead"][measure]["value"] == pytest.approx(found[measure]["value"] - behind)
        assert found["lead"][measure]["low"] > 0


def test_it_stops_when_asked_to(colour_pack: ColourPack, held_out: EncodedPictures) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        evaluate_captions(colour_pack, held_out, None, seed=0, cancel=cancel, report=ignore_progress)
