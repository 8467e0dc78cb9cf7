"""What a query is looked for as in what is said and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.text_query import TextQuery
from videobert_desktop.services.searching.text_queries import text_query

QUERIES = {
    '"largest cleanrooms"': TextQuery(phrases=("largest cleanrooms",)),
    'she says "I do" twice': TextQuery(phrases=("I do",), words=("says", "twice")),
    "“ask  not” country": TextQuery(phrases=("ask not",), words=("country",)),
    "where the telescope is assembled": TextQuery(words=("telescope", "assembled")),
    "to be or not to be": TextQuery(words=("to", "be", "or", "not")),
    "the CAFÉ, the café": TextQuery(words=("café",)),
    "(ice-cream!)": TextQuery(words=("ice-cream",)),
    'the "end': TextQuery(phrases=("end",)),
    '"" dog': TextQuery(words=("dog",)),
    "长城": TextQuery(words=("长城",)),
}


@pytest.mark.parametrize(("text", "expected"), QUERIES.items())
def test_quotations_are_phrases_and_the_telling_words_are_looked_for(text: str, expected: TextQuery) -> None:
    assert text_query(Query(text)) == expected


def test_what_is_not_wanted_is_excluded() -> None:
    assert text_query(Query("a dog", not_text=("red car",))) == TextQuery(words=("dog",), excluded=("red car",))


@pytest.mark.parametrize("text", ["???", '""', "-"])
def test_without_a_word_there_is_nothing_to_look_for(text: str) -> None:
    assert text_query(Query(text)) is None


def test_an_example_has_no_words() -> None:
    assert text_query(Query(like=Example(1, 2.0))) is None


@pytest.mark.parametrize(
    ("text", "typing"), [("red d", True), ('red "big d', False), ('"big dog" r', True), ('"big dog"', False)]
)
def test_only_a_last_word_outside_of_phrases_may_go_on(text: str, *, typing: bool) -> None:
    query = text_query(Query(text), typing=True)
    assert query is not None
    assert query.typing is typing


@given(st.text(min_size=1))
def test_any_text_at_all_can_be_looked_for(text: str) -> None:
    try:
        query = Query(text)
    except ValueError:
        return
    found = text_query(query)
    assert found is None or all(found.phrases) or all(found.words)
