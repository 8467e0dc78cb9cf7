"""What may be asked of a search."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from videobert_desktop.domain.query import Example, Query

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_a_query_goes_by_its_text() -> None:
    assert str(Query("a dog", like=Example("a.mp4", 2.0))) == "a dog"


@pytest.mark.parametrize(
    ("example", "words"),
    [
        (Example("a.mp4", 12.0), "a.mp4@12"),
        (Example("me@home.mp4", 0.0), "me@home.mp4@0"),
        (Example(7, 100.25), "7@100.25"),
    ],
)
def test_a_query_without_a_text_goes_by_its_example(example: Example, words: str) -> None:
    assert str(Query(like=example)) == words


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({}, "a sentence, an example, or both"),
        ({"text": " \t"}, "empty query"),
        ({"text": "a \udcff dog"}, "not text"),
        ({"text": "a dog", "not_text": ("a cat", "")}, "empty query"),
        ({"text": "a dog", "not_text": ("\udcff",)}, "not text"),
        ({"text": "a dog", "limit": 0}, "At least one"),
        ({"text": "a dog", "min_confidence": -0.1}, "between 0 and 1"),
        ({"text": "a dog", "min_confidence": 1.1}, "between 0 and 1"),
        ({"text": "a dog", "min_confidence": math.nan}, "between 0 and 1"),
        ({"text": "a dog", "after": datetime(2024, 5, 1)}, "timezone"),
        ({"text": "a dog", "after": NOON, "before": NOON}, "both after"),
    ],
)
def test_what_asks_for_nothing_or_cannot_be_is_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Query(**wrong)


@pytest.mark.parametrize("second", [-1.0, math.nan, math.inf])
def test_an_example_lies_after_the_beginning(second: float) -> None:
    with pytest.raises(ValueError, match="seconds"):
        Example("a.mp4", second)
