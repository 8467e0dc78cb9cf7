"""Sentences about moments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import colour_pack_info
from tests.helpers.talking_pack import NAMES, TalkingPack
from videobert_desktop.models.packs.caption import Caption
from videobert_desktop.models.packs.window_rows import WindowRows
from videobert_desktop.services.describing.write_sentences import Sentence, best_sentences


@pytest.fixture
def pack(tmp_path: Path) -> TalkingPack:
    return TalkingPack(colour_pack_info(tmp_path))


def moment(*colours: str) -> WindowRows:
    return WindowRows(np.zeros((len(colours), 11, 8), np.float32), np.array([NAMES.index(name) for name in colours]))


def texts(pack: TalkingPack, *moments: WindowRows) -> list[str]:
    return [sentence.text for sentence in best_sentences(pack, moments)]


def test_each_moment_has_one_of_its_own(pack: TalkingPack) -> None:
    assert texts(pack, moment("red"), moment("green", "green")) == ["the wall is red", "the wall is green"]


def test_what_holds_for_most_of_a_moment_is_better_than_what_holds_for_its_beginning(pack: TalkingPack) -> None:
    assert texts(pack, moment("red", *["blue"] * 5)) == ["the wall is blue"]


def test_of_a_moment_that_is_read_at_once_one_sentence_is_written(pack: TalkingPack) -> None:
    best_sentences(pack, [moment("red", "red", "blue", "blue")])
    assert pack.written == 1


def test_the_same_sentence_is_read_once_beside_all_moments(pack: TalkingPack) -> None:
    best_sentences(pack, [moment(*["red"] * 6), moment(*["red"] * 6), moment("green")])
    assert pack.aligned == ["the wall is red", "the wall is green"]


def test_the_confidence_is_the_probability_of_the_alignment(pack: TalkingPack) -> None:
    (sentence,) = best_sentences(pack, [moment("red")])
    assert sentence.confidence == pytest.approx(1 / (1 + np.exp(-4.0)))
    assert sentence.fluency == pytest.approx(np.exp(-0.5))


def test_neither_side_makes_up_for_the_other() -> None:
    assert Sentence("a dog", 0.9, 0.8).certainty == pytest.approx(0.72)
    assert Sentence("a dog", 0.01, 1.0).certainty < 0.02
    assert Sentence("a dog", 1.0, 0.01).certainty < 0.02


def test_without_a_word_there_is_nothing_sure(pack: TalkingPack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "caption", lambda moments: [Caption(" ", 0.0) for _ in moments])
    (sentence,) = best_sentences(pack, [moment("red")])
    assert (sentence.text, sentence.certainty) == ("", 0.0)
    assert pack.aligned == []


def test_of_no_moments_there_is_nothing(pack: TalkingPack) -> None:
    assert best_sentences(pack, []) == []
