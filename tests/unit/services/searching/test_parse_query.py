"""What is typed, and what is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.query import Query
from videobert_desktop.services.searching.parse_query import LONGEST, ParsedQuery, parse_query

TYPED = st.lists(st.sampled_from(["dog", "red car", "-", "--", '"', "-cat", '-"', "“", "”", "é", " ", "\t", "t-shirt"]))


@pytest.mark.parametrize(
    ("typed", "text", "not_text"),
    [
        ("a dog", "a dog", ()),
        ("  a   dog\t", "a dog", ()),
        ("a dog -cat", "a dog", ("cat",)),
        ("-cat a dog", "a dog", ("cat",)),
        ('a dog -"red car" runs', "a dog runs", ("red car",)),
        ("a dog -“red car”", "a dog", ("red car",)),
        ("a dog -cat -cat -bird", "a dog", ("cat", "bird")),
        ("a dog -cat, -bird.", "a dog", ("cat", "bird")),
        ("a man in a t-shirt", "a man in a t-shirt", ()),
        ("open 24-7", "open 24-7", ()),
        ("dog - cat", "dog - cat", ()),
        ("dog -", "dog -", ()),
        ("dog -- cat", "dog -- cat", ()),
        ("--cat", "--cat", ()),
        ("a sign that says “stop”", "a sign that says “stop”", ()),
        ('the "red car" drives', 'the "red car" drives', ()),
        ('dog -""', "dog", ()),
        ('dog -" "', "dog", ()),
        ('dog -"red ca', "dog", ("red ca",)),
        ("-cat", None, ("cat",)),
        ('-cat -"red car"', None, ("cat", "red car")),
        ("", None, ()),
        (" \n ", None, ()),
        ("Hund -Straße", "Hund", ("Straße",)),
        ("狗 -猫", "狗", ("猫",)),
    ],
)
def test_a_word_after_a_hyphen_is_not_wanted(typed: str, text: str | None, not_text: tuple[str, ...]) -> None:
    assert parse_query(typed) == ParsedQuery(text, not_text)


def test_control_characters_and_halves_of_characters_count_as_blanks() -> None:
    assert parse_query("a\x00dog\x1b\x7f \ud83d runs\u2028") == ParsedQuery("a dog runs")
    assert parse_query("\x00\x01\x02\udcff") == ParsedQuery(None)


def test_what_is_too_long_is_cut_between_two_words() -> None:
    parsed = parse_query("word " * 2000)
    assert parsed.shortened
    assert parsed.text is not None
    assert LONGEST - len("word ") <= len(parsed.text) <= LONGEST
    assert set(parsed.text.split()) == {"word"}


def test_one_endless_word_is_cut_too() -> None:
    assert parse_query("x" * 10_000) == ParsedQuery("x" * LONGEST, shortened=True)


def test_what_is_just_not_too_long_is_kept_whole() -> None:
    assert parse_query("x" * LONGEST + "   ") == ParsedQuery("x" * LONGEST)
    assert parse_query("x " + "y" * (LONGEST - 2)).text == "x " + "y" * (LONGEST - 2)


@given(st.text() | TYPED.map(" ".join) | TYPED.map("".join))
def test_whatever_is_typed_can_be_asked_or_is_nothing(typed: str) -> None:
    parsed = parse_query(typed)
    if parsed.text is not None:
        query = Query(parsed.text, not_text=parsed.not_text)
        assert query.text == parsed.text.strip()
    assert all(words.strip() for words in parsed.not_text)


@given(st.text() | TYPED.map(" ".join) | TYPED.map("".join))
def test_nothing_that_is_looked_for_comes_from_elsewhere(typed: str) -> None:
    parsed = parse_query(typed)
    for part in (*(parsed.text or "").split(), *" ".join(parsed.not_text).split()):
        assert part in typed


@given(st.lists(st.from_regex(r"[a-z]+(-[a-z]+)?", fullmatch=True), min_size=1))
def test_a_sentence_without_exclusions_stays_what_it_is(words: list[str]) -> None:
    sentence = " ".join(words)[:LONGEST].strip("- ")
    assert parse_query(sentence) == ParsedQuery(sentence or None)


@given(TYPED.map(" ".join) | TYPED.map("".join))
def test_written_out_and_parsed_again_it_is_the_same(typed: str) -> None:
    parsed = parse_query(typed)
    if not parsed.shortened:
        assert parse_query(str(parsed)) == parsed
