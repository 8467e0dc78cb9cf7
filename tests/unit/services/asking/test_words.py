"""Words as questions and answers need them, the vocabulary, follow-ups, and colours."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from videobert_desktop.domain.answer import Answer, AnswerSentence, Citation, Exchange
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.asking import calibration, vocabulary
from videobert_desktop.services.asking.calibration import load_presence, word_measure
from videobert_desktop.services.asking.colours import COLOURS, colour_shares, lightness
from videobert_desktop.services.asking.follow_up import Asked, in_context
from videobert_desktop.services.asking.vocabulary import load_vocabulary, things_of
from videobert_desktop.services.asking.wording import as_described, progressive, singular, with_article, without_tail


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("ride", "riding"),
        ("rides", "riding"),
        ("runs", "running"),
        ("watch", "watching"),
        ("watches", "watching"),
        ("carries", "carrying"),
        ("lie", "lying"),
        ("celebrated", "celebrating"),
        ("eaten", "eating"),
        ("riding", "riding"),
        ("sing", "singing"),
        ("", ""),
    ],
)
def test_a_verb_goes_on(verb: str, form: str) -> None:
    assert progressive(verb) == form


@pytest.mark.parametrize(
    ("noun", "form"),
    [("dogs", "dog"), ("children", "child"), ("boxes", "box"), ("cities", "city"), ("bus", "bus"), ("grass", "grass")],
)
def test_one_of_many(noun: str, form: str) -> None:
    assert singular(noun) == form


@pytest.mark.parametrize(
    ("name", "shown"),
    [("dog", "a dog"), ("apple", "an apple"), ("drums", "drums"), ("uniform", "a uniform"), ("mountains", "mountains")],
)
def test_a_name_has_its_article(name: str, shown: str) -> None:
    assert with_article(name) == shown


def test_a_phrase_is_put_as_descriptions_are() -> None:
    assert as_described("the woman's hair") == "a woman's hair"
    assert as_described("someone with the dogs in the video") == "a person with dogs"
    assert without_tail("is there a dog anywhere in this clip") == "is there a dog"


def test_the_vocabulary_that_comes_along_is_sound() -> None:
    known = load_vocabulary()
    assert len(known.kinds) >= 15
    assert set(known.asked.values()) <= set(known.kinds)
    for kind, things in known.kinds.items():
        names = [thing.name for thing in things]
        assert len(set(names)) == len(names) > 1, kind
        assert all(thing.kind == kind for thing in things)
    assert known.counts["dog"] > known.counts["hedgehog"]
    assert len(known.of_kinds(("food", "vegetable"))) < len(known.kinds["food"]) + len(known.kinds["vegetable"])


def test_a_line_of_the_vocabulary_may_have_narrower_names() -> None:
    first, second = things_of("animal", "\ndog: poodle , husky\n cat\n")
    assert (first.name, first.narrower) == ("dog", ("poodle", "husky"))
    assert (second.name, second.narrower) == ("cat", ())


@pytest.mark.parametrize("content", [None, "{", "[1]", '{"presence": [1]}'])
def test_a_damaged_calibration_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None) -> None:
    path = tmp_path / "calibration.json"
    if content is not None:
        path.write_text(content)
    monkeypatch.setattr(calibration, "resource_path", lambda *_: path)
    with pytest.raises(UserError, match="cannot be read"):
        load_presence()


def test_a_damaged_vocabulary_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / vocabulary.VOCABULARY).write_text("[animal")
    (tmp_path / vocabulary.COUNTS).write_text(json.dumps({}))
    monkeypatch.setattr(vocabulary, "resource_path", lambda _, name: tmp_path / name)
    with pytest.raises(UserError, match="cannot be read"):
        load_vocabulary()


def test_the_higher_the_score_the_more_probable() -> None:
    presence = load_presence()
    values = [presence.probability(score, "a dog on a beach") for score in (-40, -1, 0, 1, 2, 3, 400)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] <= 1
    assert word_measure("a dog") == word_measure("dog") == 0


@pytest.mark.parametrize(
    ("colour", "pixel"),
    [
        ("red", (220, 20, 20)),
        ("orange", (255, 140, 0)),
        ("yellow", (240, 230, 20)),
        ("green", (20, 180, 40)),
        ("blue", (20, 60, 220)),
        ("purple", (130, 20, 200)),
        ("pink", (255, 160, 200)),
        ("brown", (110, 70, 30)),
        ("black", (10, 10, 12)),
        ("grey", (128, 128, 130)),
        ("white", (250, 250, 250)),
    ],
)
def test_colours_have_the_names_that_people_give_them(colour: str, pixel: tuple[int, int, int]) -> None:
    shares = colour_shares(np.full((2, 8, 10, 3), pixel, np.uint8))
    assert set(shares) == set(COLOURS)
    assert max(shares, key=lambda name: shares[name]) == colour
    assert sum(shares.values()) == pytest.approx(1.0)


def test_the_middle_of_a_picture_counts_more_than_its_edge() -> None:
    picture = np.zeros((1, 9, 9, 3), np.uint8)
    picture[:, 2:7, 2:7] = (255, 0, 0)
    shares = colour_shares(picture)
    assert shares["red"] > 25 / 81
    assert lightness(picture) == 0.0


def exchange(text: str, start: float = 4.0, end: float = 7.0, *, abstained: bool = False) -> Exchange:
    proof = Citation(1, Span(start, end), Channel.PICTURE)
    return Exchange(1, Answer("?", (AnswerSentence(text, (proof,)),), 0.9, abstained, "evidence"), 0.0)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("and what does he do next?", Asked("what does he do?", after=7.0)),
        ("What does he do then?", Asked("What does he do?", after=7.0)),
        ("What did she do before that?", Asked("What did she do?", before=4.0)),
        ("What colour is it?", Asked("What colour is the rabbit?")),
        ("Where is it?", Asked("Where is the rabbit?")),
        ("Is it day or night?", Asked("Is it day or night?")),
        ("What is this video about?", Asked("What is this video about?")),
        ("And is there a dog?", Asked("is there a dog?")),
    ],
)
def test_a_follow_up_keeps_the_context(question: str, asked: Asked) -> None:
    assert in_context(question, [exchange("A rabbit.")]) == asked


def test_what_was_not_answered_is_no_context() -> None:
    assert in_context("What colour is it?", [exchange("A rabbit.", abstained=True)]) == Asked("What colour is it?")
    assert in_context("What colour is it?", []) == Asked("What colour is it?")
