"""`videobert search --explain`, with a stand-in for the model's part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from tests.unit.cli.calling import CommandLine
from tests.unit.cli.test_search import Searcher, moment
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.searching import explain_moment, search_moments

CORNER = [[0.2, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
MIDDLE = [[0.0, 0.0, 0.0], [0.0, 0.8, 0.0], [0.0, 0.0, 0.0]]
EXPLANATION = MatchExplanation(
    ("red", "cat"),
    (Span(60.0, 61.5), Span(61.5, 63.0), Span(63.0, 64.5)),
    [[0.2, 0.8, 0.0], [0.1, 0.30004, 0.59996]],
    [[CORNER, MIDDLE, [[0.0] * 3] * 3], [CORNER, CORNER, MIDDLE]],
)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Moment]]:
    """What was explained."""
    asked: list[tuple[str, Moment]] = []

    class Fresh(Searcher):
        moments = (moment(),)
        in_library = True
        asked: ClassVar[list[Query]] = []
        opened = closed = 0

    def explain(searcher: object, text: str, found: Moment) -> MatchExplanation:
        asked.append((text, found))
        if found.path.name == "damaged.mp4":
            raise UserError("The features are damaged.")
        return EXPLANATION

    monkeypatch.setattr(search_moments, "MomentSearcher", Fresh)
    monkeypatch.setattr(explain_moment, "explain_moment", explain)
    return asked


@pytest.fixture
def searcher(asked: object) -> type[Searcher]:
    return search_moments.MomentSearcher  # type: ignore[return-value]


def test_each_result_says_what_each_word_weighs_in_each_window(
    videobert: CommandLine, of_library: Sequence[str]
) -> None:
    outcome = videobert(*of_library, "--json", "search", "red cat", "--explain")
    (result,) = outcome.document["results"]
    assert result["explanation"] == {
        "words": ["red", "cat"],
        "windows": [
            {"start": 60.0, "end": 61.5, "weights": [0.2, 0.1]},
            {"start": 61.5, "end": 63.0, "weights": [0.8, 0.3]},
            {"start": 63.0, "end": 64.5, "weights": [0.0, 0.6]},
        ],
        "grid": {
            "start": 61.5,
            "end": 63.0,
            "weights": [[[0, 0, 0], [0, 1.0, 0], [0, 0, 0]], [[1.0, 0, 0], [0, 0, 0], [0, 0, 0]]],
        },
    }
    assert result["video_id"] == 7


def test_people_get_a_line_below_each_result(videobert: CommandLine, of_library: Sequence[str]) -> None:
    *_, row, line = videobert(*of_library, "search", "red cat", "--explain").stdout.splitlines()
    assert row.split()[-1] == "/videos"
    assert line.split() == ["red", "1:02.2", "\N{MIDDLE DOT}", "cat", "1:03.8"]


def test_it_is_not_said_unless_it_is_asked_for(
    videobert: CommandLine, of_library: Sequence[str], asked: list[object]
) -> None:
    (result,) = videobert(*of_library, "--json", "search", "red cat").document["results"]
    assert "explanation" not in result
    assert asked == []


@pytest.mark.parametrize(("options", "count"), [([], 10), (["--limit", "3"], 3), (["--limit", "12"], 12)])
def test_the_first_ten_are_explained_or_as_many_as_are_asked_for(
    videobert: CommandLine,
    searcher: type[Searcher],
    of_library: Sequence[str],
    asked: list[object],
    options: list[str],
    count: int,
) -> None:
    searcher.moments = tuple(moment(f"/videos/{number}.mp4") for number in range(15))
    results = videobert(*of_library, "--json", "search", "cat", "--explain", *options).document["results"]
    assert [result["explanation"] is not None for result in results] == [number < count for number in range(15)]
    assert len(asked) == count


def test_every_query_of_a_file_is_explained(
    videobert: CommandLine, of_library: Sequence[str], asked: list[tuple[str, Moment]]
) -> None:
    outcome = videobert(*of_library, "--json", "search", "--queries", "-", "--explain", stdin="a cat\na dog\n")
    assert [search["results"][0]["explanation"]["words"] for search in outcome.document["searches"]] == [
        ["red", "cat"]
    ] * 2
    assert [text for text, _ in asked] == ["a cat", "a dog"]


def test_what_cannot_be_explained_is_found_all_the_same(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    searcher.moments = (moment("/videos/damaged.mp4"), moment("/videos/cat.mp4"), moment("/videos/damaged.mp4"))
    outcome = videobert(*of_library, "--json", "search", "cat", "--explain")
    assert outcome.status == 0
    assert outcome.stderr.count("Not explained: The features are damaged.") == 1
    first, second, third = outcome.document["results"]
    assert first["explanation"] is third["explanation"] is None
    assert second["explanation"]["words"] == ["red", "cat"]
    assert "damaged.mp4" in videobert(*of_library, "search", "cat", "--explain").stdout


def test_a_query_without_words_has_an_empty_explanation(
    videobert: CommandLine, of_library: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = MatchExplanation((), EXPLANATION.spans[:1], [], [])
    monkeypatch.setattr(explain_moment, "explain_moment", lambda *_: silent)
    (result,) = videobert(*of_library, "--json", "search", "?", "--explain").document["results"]
    assert result["explanation"] == {
        "words": [],
        "windows": [{"start": 60.0, "end": 61.5, "weights": []}],
        "grid": {"start": 60.0, "end": 61.5, "weights": []},
    }
    assert videobert(*of_library, "search", "?", "--explain").status == 0


def test_an_example_has_no_words_to_explain(
    videobert: CommandLine, of_library: Sequence[str], asked: list[object]
) -> None:
    outcome = videobert(*of_library, "search", "--like", "cat.mp4@12", "--explain")
    assert (outcome.status, asked) == (2, [])
    assert "no words" in outcome.stderr


def test_a_sentence_beside_an_example_is_explained(
    videobert: CommandLine, of_library: Sequence[str], asked: list[tuple[str, Moment]]
) -> None:
    assert videobert(*of_library, "search", "cat", "--like", "cat.mp4@12", "--explain").status == 0
    assert asked == [("cat", moment(str(Path("/videos/[red] cat.mp4"))))]
