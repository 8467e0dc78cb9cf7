"""Which queries a pack cannot read."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.data import SHARED_DATA
from videobert_desktop.services.searching.query_language import Unreadable, languages_of, unreadable

ENGLISH = ("en",)
QUERIES = Path(__file__).parents[3] / "data" / "queries.json"


@pytest.mark.parametrize(
    "text",
    ["狗在海滩上跑", "собака бежит", "كلب يجري على الشاطئ", "走る犬", "γάτα", "犬", "एक लड़का", "dog 一只狗跑"],
)
def test_other_letters_are_told_for_certain(text: str) -> None:
    found = unreadable(text, ENGLISH)
    assert found is Unreadable.SCRIPT
    assert found.certain


@pytest.mark.parametrize("text", ["", "🐶🐶", "?!", "- …", "\u200b"])
def test_so_is_what_has_no_letters_at_all(text: str) -> None:
    assert unreadable(text, ENGLISH) is Unreadable.WORDLESS
    assert unreadable(text, ()) is Unreadable.WORDLESS


@pytest.mark.parametrize("text", ["dog", "1984", "a dog in 東京", "café", "😀 dog", "ﬁsh", "t-shirt", "24-7", "Hund"])
def test_a_few_foreign_letters_or_one_word_are_let_through(text: str) -> None:
    assert unreadable(text, ENGLISH) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ein Hund läuft am Strand",
        "rotes Auto auf der Straße",
        "Kinder spielen im Schnee",
        "Geburtstag mit Kuchen und Kerzen",
        "un chien court sur la plage",
        "une femme mange une pizza",
        "coucher de soleil sur la mer",
        "un perro corre por la playa",
        "niños jugando en la nieve",
        "puesta de sol en el mar",
        "un cane corre sulla spiaggia",
        "una donna mangia la pizza",
        "tramonto sul mare",
        "um cachorro corre na praia",
        "een hond rent op het strand",
    ],
)
def test_sentences_in_other_languages_of_the_same_letters_are_suspected(text: str) -> None:
    found = unreadable(text, ENGLISH)
    assert found is Unreadable.LANGUAGE
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        "los angeles at night",
        "las vegas strip",
        "los gatos california",
        "el capitan",
        "la dolce vita",
        "van der rohe house",
        "mit campus",
        "cirque du soleil",
        "notre dame de paris",
        "dia de los muertos parade",
        "un general assembly",
        "a sugar cane field",
        "mare and foal",
        "boom mic",
        "rent sign",
        "avenue des champs elysees",
    ],
)
def test_names_and_loans_in_english_queries_are_not(text: str) -> None:
    assert unreadable(text, ENGLISH) is None


def test_no_query_that_the_confidence_was_measured_with_is_suspected() -> None:
    queries = list(strings(json.loads(QUERIES.read_text(encoding="utf-8"))))
    assert len(queries) > 300
    assert [query for query in queries if unreadable(query, ENGLISH)] == []


@pytest.mark.data
def test_captions_that_people_wrote_in_english_are_not() -> None:
    path = SHARED_DATA / "captions" / "captions.tsv.gz"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        captions = [row[2] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1::10]
    assert len(captions) > 20_000
    assert len([caption for caption in captions if unreadable(caption, ENGLISH)]) <= 3  # three of all are foreign


def test_a_pack_reads_its_own_languages() -> None:
    assert unreadable("ein Hund läuft am Strand", ("en", "de")) is None
    assert unreadable("собака бежит", ("en", "ru")) is None
    assert unreadable("狗在海滩上跑", ("en", "ru")) is Unreadable.SCRIPT


def test_of_a_pack_whose_languages_are_not_known_nothing_is_said() -> None:
    assert unreadable("собака бежит", ()) is None
    assert unreadable("собака бежит", ("en", "xx")) is None
    assert languages_of("of somebody else") == ()


def test_the_starter_pack_reads_english() -> None:
    assert languages_of("starter") == ENGLISH


@given(st.text())
def test_anything_can_be_asked_about(text: str) -> None:
    assert unreadable(text, ENGLISH) in (None, *Unreadable)


def strings(tree: object) -> Iterator[str]:
    """All strings in a tree of lists and dictionaries."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, (dict, list)):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from strings(part)
