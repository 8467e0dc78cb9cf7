"""What questions ask for, whatever way they are put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.services.asking.parse_question import parse_question
from videobert_desktop.services.asking.questions import GAP, Question, QuestionKind
from videobert_desktop.services.asking.vocabulary import load_vocabulary

ASKED = load_vocabulary().asked


def parsed(text: str) -> Question:
    return parse_question(text, ASKED)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Is there a dog in the video?", QuestionKind.YES_NO),
        ("does anyone swim", QuestionKind.YES_NO),
        ("Is the cat black or white?", QuestionKind.EITHER),
        ("Is it day or night?", QuestionKind.DAYTIME),
        ("What time of day is it?", QuestionKind.DAYTIME),
        ("What colour is the car?", QuestionKind.COLOUR),
        ("What color are the shoes?", QuestionKind.COLOUR),
        ("How many children are there?", QuestionKind.COUNT),
        ("When does the rocket start?", QuestionKind.WHEN),
        ("At what second does he fall?", QuestionKind.WHEN),
        ("What is this film about?", QuestionKind.SUMMARY),
        ("What happens in the clip?", QuestionKind.SUMMARY),
        ("Describe the video", QuestionKind.SUMMARY),
        ("What does she say about mirrors?", QuestionKind.SAID),
        ("What is written on the wall?", QuestionKind.WRITTEN),
        ("What does the sign say?", QuestionKind.SAID),
        ("What is the name of the dog?", QuestionKind.UNSEEN),
        ("How much does the house cost?", QuestionKind.UNSEEN),
        ("Why is he sad?", QuestionKind.UNSEEN),
        ("hello", QuestionKind.OTHER),
        ("这是什么动物?", QuestionKind.OTHER),
    ],
)
def test_a_question_has_a_kind(text: str, kind: QuestionKind) -> None:
    assert parsed(text).kind is kind


@pytest.mark.parametrize(
    ("text", "statement", "first"),
    [
        ("What animal is it?", GAP, "animal"),
        ("Which instrument does she play?", f"a woman playing {GAP}", "instrument"),
        ("What kind of vehicle is shown?", GAP, "vehicle"),
        ("What animal runs along the road?", f"{GAP} running along the road", "animal"),
        ("What fruit is on the table?", f"{GAP} on the table", "fruit"),
        ("What is the girl riding?", f"a girl riding {GAP}", "vehicle"),
        ("What does the man lift?", f"a man lifting {GAP}", "object"),
        ("What is being cut?", f"someone cutting {GAP}", "vegetable"),
        ("What stands on the table?", f"{GAP} standing on the table", "object"),
        ("What is swimming?", f"{GAP} swimming", "vehicle"),
        ("What are the children doing?", f"children {GAP}", "activity"),
        ("Where does this take place?", GAP, "place"),
        ("Who is on the couch?", f"{GAP} on the couch", "person"),
        ("What is the weather like?", f"{GAP} weather", "weather"),
    ],
)
def test_what_is_asked_for_leaves_a_gap_and_says_of_which_kind_it_is(text: str, statement: str, first: str) -> None:
    question = parsed(text)
    assert question.kind is QuestionKind.NAME
    assert question.statement == statement
    assert question.candidates[0] == first


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Is there a dog in the video?", "a dog"),
        ("Are there any people here?", "people"),
        ("Is someone riding a bicycle?", "a person riding a bicycle"),
        ("Does the man wear a hat?", "a man wearing a hat"),
        ("Can you see a boat on the river?", "a boat on a river"),
        ("Is the man indoors?", "a man indoors"),
    ],
)
def test_a_yes_or_no_question_becomes_a_description(text: str, statement: str) -> None:
    assert parsed(text).statement == statement


def test_what_is_taken_for_granted_is_known() -> None:
    assert parsed("What is the dog doing?").supposed == "a dog"
    assert parsed("What colour is the horse?").supposed == "a horse"


def test_names_are_told_from_the_beginning_of_a_sentence() -> None:
    assert parsed("What is the weather like on Mars?").names == ("Mars",)
    assert parsed("Where is Aunt Mary?").names == ("Aunt", "Mary")
    assert parsed("What can I see?").names == ()


def test_the_alternatives_are_the_words_beside_the_or() -> None:
    question = parsed("Is the dog black or white?")
    assert question.candidates == ("black", "white")
    assert question.statement == f"a dog {GAP}"


@given(st.text(max_size=200))
def test_whatever_is_asked_is_some_question(text: str) -> None:
    question = parsed(text)
    assert question.text == text
    assert question.kind is not QuestionKind.NAME or question.candidates
