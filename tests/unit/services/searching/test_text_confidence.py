"""How probable it is that a text is what was asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.text_query import TextHit, TextQuery
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.searching.text_confidence import confidence_of_meaning, confidence_of_words

TEXT = "one of the largest cleanrooms in the world"


def hit(*words: str, exact: bool = True) -> TextHit:
    """That text, in which some words match."""
    matches = tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in words)
    return TextHit(Channel.SPEECH, 1, 1, Span(0, 1), TEXT, 1.0, matches, exact)


def test_a_phrase_that_stands_there_is_nearly_certain() -> None:
    assert confidence_of_words(TextQuery(phrases=("largest cleanrooms",)), hit("largest cleanrooms")) > 0.9


def test_a_phrase_of_several_words_says_more_than_one_word() -> None:
    several = confidence_of_words(TextQuery(phrases=("largest cleanrooms",)), hit("largest cleanrooms"))
    assert several > confidence_of_words(TextQuery(phrases=("world",)), hit("world"))


@pytest.mark.parametrize("exact", [True, False])
def test_the_more_of_the_words_the_more_probable(*, exact: bool) -> None:
    query = TextQuery(words=("largest", "cleanrooms", "world"))
    found = [hit(*words, exact=exact) for words in (("world",), ("world", "largest"), query.words)]
    one, two, all_of_them = (confidence_of_words(query, each) for each in found)
    assert one < two < all_of_them


def test_all_words_are_believed_and_some_are_not() -> None:
    query = TextQuery(words=("largest", "cleanrooms", "elephant"))
    assert confidence_of_words(query, hit("largest", "cleanrooms")) < 0.5
    assert confidence_of_words(TextQuery(words=("largest", "cleanrooms")), hit("largest", "cleanrooms")) > 0.5


def test_what_is_only_like_the_word_is_less_probable() -> None:
    query = TextQuery(words=("cleanroms",))
    assert confidence_of_words(query, hit("cleanrooms", exact=False)) < confidence_of_words(query, hit("cleanrooms"))


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1))
def test_meaning_counts_the_more_the_more_similar_it_is(one: float, other: float, typical: float) -> None:
    first, second = (confidence_of_meaning(similarity, typical) for similarity in sorted((one, other)))
    assert 0 <= first <= second <= 1


def test_what_is_no_more_similar_than_unrelated_texts_is_not_believed() -> None:
    assert confidence_of_meaning(0.7, 0.8) < 0.5 < confidence_of_meaning(0.9, 0.8)
