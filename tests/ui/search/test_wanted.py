"""What is said of a query and of a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.domain.query import Example, Query
from videobert_desktop.services.searching.parse_query import parse_query
from videobert_desktop.ui.search.advice import Advice, advice_on
from videobert_desktop.ui.search.moment_texts import certainty, percentage
from videobert_desktop.ui.search.wanted import Wanted

LIKE = Example(7, 12.5)


@pytest.mark.parametrize(
    ("wanted", "count", "heading"),
    [
        (Wanted(Query("a dog")), 12, "12 moments for “a dog”"),
        (Wanted(Query("a dog", not_text=("cat",))), 1, "1 moment for “a dog”"),
        (Wanted(Query(like=LIKE), "beach.mp4"), 3, "3 moments like beach.mp4 at 0:12.5"),
        (Wanted(Query("a dog", like=LIKE), "b\n.mp4"), 1, r"1 moment for “a dog”, like b\n.mp4 at 0:12.5"),
    ],
)
def test_the_heading_says_what_was_looked_for(wanted: Wanted, count: int, heading: str) -> None:
    assert wanted.heading(count) == heading


def test_what_would_help_goes_by_what_was_asked() -> None:
    plain, narrow = Wanted(Query("a dog")), Wanted(Query("a dog", folder=Path("/films")))
    assert len(plain.hints(indexing=False)) == 1
    assert any("filters" in hint for hint in narrow.hints(indexing=False))
    assert any("indexed" in hint for hint in plain.hints(indexing=True))
    assert any("another moment" in hint for hint in Wanted(Query(like=LIKE)).hints(indexing=False))


@pytest.mark.parametrize(
    ("confidence", "words", "percent"),
    [(1.0, "very sure", "100 %"), (0.85, "very sure", "85 %"), (0.84, "likely", "84 %"), (0.3, "perhaps", "30 %")],
)
def test_a_confidence_is_told_in_words_and_in_percent(confidence: float, words: str, percent: str) -> None:
    assert (certainty(confidence), percentage(confidence)) == (words, percent)


def advice(typed: str, *, with_example: bool = False, languages: tuple[str, ...] = ("en",)) -> Advice:
    return advice_on(parse_query(typed), typed, languages, with_example=with_example)


@pytest.mark.parametrize("typed", ["a dog", "dog -cat", "1984", "", "   ", "los angeles"])
def test_of_an_ordinary_query_nothing_is_said(typed: str) -> None:
    assert advice(typed) == Advice()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("-cat", "Say what to look for as well"),
        ('-"red car" -cat', "Say what to look for as well"),
        ("🐶🐶🐶", "There are no words to look for"),
        ("\x00\x01\x1b", "There are no words to look for"),
        ("狗在海滩上跑", "This library understands English"),
    ],
)
def test_what_cannot_be_searched_for_is_said(typed: str, title: str) -> None:
    found = advice(typed)
    assert (found.title, found.hinders) == (title, True)
    assert found.text


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("ein Hund läuft am Strand", "This library understands English"),
        ("dog -猫", "This library understands English"),
        ("dog " * 2500, "This is more than can be searched for at once"),
    ],
)
def test_what_may_be_found_all_the_same_is_searched_for_with_a_word_about_it(typed: str, title: str) -> None:
    found = advice(typed)
    assert (found.title, found.hinders) == (title, False)


def test_with_an_example_no_words_are_needed() -> None:
    assert advice("", with_example=True) == advice("-cat", with_example=True) == Advice()


def test_a_pack_of_other_languages_is_not_said_to_understand_english() -> None:
    found = advice("собака бежит", languages=("en", "de"))
    assert found.hinders
    assert "English" not in found.title + found.text
