"""The kinds of queries that people type."""

from __future__ import annotations

import pytest

from videobert_desktop.services.searching.query_kinds import QueryKind, query_kind

KINDS = {
    QueryKind.QUOTED: ['"largest cleanrooms"', 'she says "I do"', "“ask not”", 'the sign "EXIT"'],
    QueryKind.QUESTION: ["where is the telescope assembled", "who blows out the candles?", "什么时候下雨?"],
    QueryKind.NAMED: ["the Webb telescope", "a walk with Anna", "route 66", "NASA", "call 0800 1234", "长城"],
    QueryKind.DESCRIBED: [
        "grandpa blows out the candles",
        "A dog runs on the grass",
        "is raining",
        "children jump into a lake",
        "Two Dogs",
        "the tailor's 'shop",
        '""',
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_a_query_is_of_the_kind_that_a_person_would_say(kind: QueryKind, text: str) -> None:
    assert query_kind(text) is kind
