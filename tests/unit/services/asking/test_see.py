"""Answers by looking, where each window says how much it looks like each phrase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from videobert_desktop.domain.answer import Answer
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.asking.calibration import load_presence
from videobert_desktop.services.asking.evidence import ClipEvidence, Quote
from videobert_desktop.services.asking.evidence_answerer import EvidenceAnswerer
from videobert_desktop.services.asking.parse_question import parse_question
from videobert_desktop.services.asking.phrases import PhraseScorer
from videobert_desktop.services.asking.see import Looker
from videobert_desktop.services.asking.vocabulary import load_vocabulary

WINDOWS = 8
VOCABULARY = load_vocabulary()


class Scorer(PhraseScorer):
    """Windows from 4 to 7 look like a phrase as much as the words in it that are known, others like nothing."""

    def __init__(self, known: Mapping[str, float]) -> None:
        self.known = known

    def scores(self, embeddings: NDArray[np.float32], phrases: Sequence[str]) -> NDArray[np.float32]:
        found = np.full((len(embeddings), len(phrases)), -1.0, np.float32)
        for place, phrase in enumerate(phrases):
            values = [value for words, value in self.known.items() if words in phrase]
            found[len(embeddings) // 2 :, place] = sum(values) if values else -1.0
        return found


def clip(pictures: NDArray[np.uint8] | None = None, lines: Sequence[Quote] = ()) -> ClipEvidence:
    spans = tuple(Span(1.5 * number, 1.5 * (number + 1)) for number in range(WINDOWS))
    return ClipEvidence(1, spans, np.zeros((WINDOWS, 4), np.float32), tuple(lines), pictures=pictures)


def answered(
    text: str, known: Mapping[str, float], pictures: NDArray[np.uint8] | None = None, lines: Sequence[Quote] = ()
) -> Answer:
    answerer = EvidenceAnswerer(Looker(Scorer(known), VOCABULARY, load_presence()))
    return answerer.answer(parse_question(text, VOCABULARY.asked), clip(pictures, lines), (), tuple)


def test_what_is_seen_best_is_named_with_where_it_is_seen() -> None:
    answer = answered("What animal is it?", {"rabbit": 6.0, "dog": 2.0})
    assert answer.sentences[0].text == "A rabbit."
    assert answer.sentences[0].citations[0].span == Span(6.0, 12.0)
    assert answer.confidence > 0.9


def test_a_narrower_name_stands_for_its_thing() -> None:
    assert answered("What animal is it?", {"a cockatoo": 6.0}).sentences[0].text == "A parrot."


def test_the_statement_decides_between_things_that_are_both_there() -> None:
    known = {"a horse": 4.0, "a bicycle": 4.0, "riding a horse": 3.0, "a woman": 4.0}
    assert answered("What is the woman riding?", known).sentences[0].text == "A horse."


def test_where_nothing_is_seen_nothing_is_named() -> None:
    answer = answered("What animal is it?", {})
    assert answer.abstained
    assert answer.sentences[0].citations


def test_what_is_taken_for_granted_has_to_be_there() -> None:
    answer = answered("What is the dog doing?", {"running": 6.0})
    assert answer.abstained
    assert "a dog" in answer.sentences[0].text
    assert answered("What is the dog doing?", {"running": 6.0, "a dog": 5.0}).sentences[0].text == "Running."


def test_a_name_that_is_spoken_of_is_no_reason_to_abstain() -> None:
    line = Quote(Span(0, 2), "welcome to Mars", Channel.SPEECH)
    assert answered("What is the weather like on Mars?", {"sunny": 7.0}).abstained
    assert answered("What is the weather like on Mars?", {"sunny": 7.0}, lines=[line]).sentences[0].text == "Sunny."


@pytest.mark.parametrize(
    ("seen", "text"), [("two dogs", "Two dogs."), ("one dog", "One dog."), ("a crowd", "Many dogs.")]
)
def test_how_many_there_are(seen: str, text: str) -> None:
    answer = answered("How many dogs are there?", {seen: 6.0, "dogs": 1.0})
    assert answer.sentences[0].text == text


def test_numbers_that_are_as_likely_are_said() -> None:
    answer = answered("How many dogs are there?", {"two dogs": 5.0, "three dogs": 5.1, "dogs": 1.0})
    assert answer.sentences[1].text == "It may be two to three."


def test_pixels_decide_between_colours_that_look_alike() -> None:
    known = {"a red car": 4.0, "a blue car": 4.1, "a car": 5.0}
    assert answered("What colour is the car?", known).sentences[0].text == "Blue."
    red = np.full((4, 8, 8, 3), (210, 20, 20), np.uint8)
    assert answered("What colour is the car?", known, red).sentences[0].text == "Red."


@pytest.mark.parametrize(("value", "text"), [(10, "It is night."), (200, "It is day.")])
def test_light_decides_between_day_and_night(value: int, text: str) -> None:
    pictures = np.full((4, 8, 8, 3), value, np.uint8)
    assert answered("Is it day or night?", {}, pictures).sentences[0].text == text


def test_the_opposite_counts_against_a_statement() -> None:
    assert answered("Is the man indoors?", {"indoors": 3.0, "outdoors": 6.0}).text.startswith("No")
    assert answered("Is the man indoors?", {"indoors": 6.0, "outdoors": 3.0}).text.startswith("Yes")


def test_one_of_two_is_chosen() -> None:
    assert answered("Is the cat black or white?", {"white": 4.0, "black": 1.0}).sentences[0].text == "White."
