"""`videobert search`, with a stand-in for the model's part."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import numpy as np
import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop.domain.moment import Evidence, Moment, SearchResult
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.libraries import Library
from videobert_desktop.services.searching import search_moments

ODD = os.fsdecode(b"/videos/caf\xe9.mp4")


def moment(path: str = "/videos/[red] cat.mp4", *, online: bool = True) -> Moment:
    return Moment(7, Path(path), Span(60.0, 64.50049), 61.5, 0.25, 0.875, Evidence(0.25), online=online)


class Searcher:
    """Stands in for `MomentSearcher`: gives the same moments to every query, and remembers what it was asked."""

    moments: ClassVar[tuple[Moment, ...]]
    in_library: ClassVar[bool]
    asked: ClassVar[list[Query]]
    opened: ClassVar[int]
    closed: ClassVar[int]

    def __init__(self, library: Library) -> None:
        type(self).opened += 1

    def search(self, query: Query) -> SearchResult:
        self.asked.append(query)
        return SearchResult(str(query), self.in_library, 0.0123456, self.moments)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        type(self).closed += 1


@pytest.fixture(autouse=True)
def searcher(monkeypatch: pytest.MonkeyPatch) -> type[Searcher]:
    class Fresh(Searcher):
        moments = (moment(),)
        in_library = True
        asked: ClassVar[list[Query]] = []
        opened = closed = 0

    monkeypatch.setattr(search_moments, "MomentSearcher", Fresh)
    return Fresh


def test_the_document_is_that_of_the_contract(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "--json", "search", "a red cat")
    assert outcome.status == 0
    assert outcome.document == {
        "query": "a red cat",
        "in_library": True,
        "seconds": 0.012,
        "results": [
            {
                "video": "/videos/[red] cat.mp4",
                "video_id": 7,
                "start": 60.0,
                "end": 64.5,
                "peak": 61.5,
                "score": 0.25,
                "confidence": 0.875,
                "evidence": {"picture": 0.25, "speech": None, "screen": None, "tags": [], "alignment": None},
                "online": True,
            }
        ],
    }


def test_numbers_of_numpy_are_numbers_in_json(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    third = np.float32(0.5)
    found = Moment(7, Path("/a.mp4"), Span(third, third), third, third, third, Evidence(third, third), online=np.True_)
    searcher.moments = (found,)
    (result,) = videobert(*of_library, "--json", "search", "cat").document["results"]
    assert (result["score"], result["evidence"]["picture"], result["online"]) == (0.5, 0.5, True)
    assert result["evidence"]["alignment"] == 0.5


def test_people_get_a_table(videobert: CommandLine, of_library: Sequence[str]) -> None:
    outcome = videobert(*of_library, "search", "a red cat")
    assert outcome.status == 0
    row = outcome.stdout.splitlines()[-1]
    assert row.split() == ["1", "[red]", "cat.mp4", "1:00.0", "\N{EN DASH}", "1:04.5", "■■■■·", "88%", "/videos"]
    assert "\x1b" not in outcome.stdout


def test_a_table_in_a_pipe_is_never_folded(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    deep = "/videos/" + "deep/" * 60
    searcher.moments = (moment(f"{deep}cat.mp4"),)
    assert deep.removesuffix("/") in videobert(*of_library, "search", "cat").stdout.splitlines()[-1]


def test_an_unplugged_video_is_marked(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    searcher.moments = (moment("/videos/cat.mp4", online=False),)
    assert "cat.mp4 (offline)" in videobert(*of_library, "search", "cat").stdout


def test_what_is_not_in_the_library_is_said_to_be_so_and_the_nearest_are_listed(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    searcher.in_library = False
    outcome = videobert(*of_library, "search", "a unicorn")
    assert outcome.stdout.startswith("This does not seem to be in your library.")
    assert "cat.mp4" in outcome.stdout
    assert videobert(*of_library, "--json", "search", "a unicorn").document["in_library"] is False


def test_an_empty_library_is_said_to_be_so(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    searcher.in_library, searcher.moments = False, ()
    outcome = videobert(*of_library, "search", "a unicorn")
    assert (outcome.status, outcome.stdout.count("\n")) == (0, 1)
    assert outcome.stdout.startswith("Nothing found")


def test_a_name_that_is_not_utf_8_is_escaped_for_people_and_exact_for_scripts(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    searcher.moments = (moment(ODD),)
    assert "caf\\xe9.mp4" in videobert(*of_library, "search", "cat").stdout
    assert videobert(*of_library, "--json", "search", "cat").document["results"][0]["video"] == ODD


class TestOptions:
    def test_all_are_handed_on(
        self,
        videobert: CommandLine,
        searcher: type[Searcher],
        of_library: Sequence[str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        options = ["--limit", "3", "--in", "pets", "--not", "a dog", "--not", "a bird", "--like", "me@home.mp4@2.5"]
        options += ["--after", "2024-05-01T00:00Z", "--before", "2024-06-01T00:00Z", "--min-confidence", "0.25"]
        videobert(*of_library, "search", *options, "cat")
        assert searcher.asked == [
            Query(
                "cat",
                not_text=("a dog", "a bird"),
                like=Example("me@home.mp4", 2.5),
                folder=tmp_path / "pets",
                after=datetime(2024, 5, 1, tzinfo=UTC),
                before=datetime(2024, 6, 1, tzinfo=UTC),
                min_confidence=0.25,
                limit=3,
            )
        ]

    def test_none_has_to_be_given(
        self, videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
    ) -> None:
        videobert(*of_library, "search", "dog")
        assert searcher.asked == [Query("dog", limit=20)]

    def test_an_example_is_enough(
        self, videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
    ) -> None:
        outcome = videobert(*of_library, "--json", "search", "--like", "cat.mp4@12")
        assert outcome.document["query"] == "cat.mp4@12"
        assert searcher.asked == [Query(like=Example("cat.mp4", 12.0))]

    def test_they_count_for_every_line_of_a_file(
        self, videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
    ) -> None:
        options = ("--like", "cat.mp4@12", "--not", "a bird", "--min-confidence", "0.5")
        videobert(*of_library, "search", "--queries", "-", *options, stdin="a cat\na dog\n")
        one = Query("a cat", not_text=("a bird",), like=Example("cat.mp4", 12.0), min_confidence=0.5)
        assert searcher.asked == [one, replace(one, text="a dog")]

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (["--min-confidence", "0.5"], "that is at least 50% probable, or there is no video to search in yet."),
            (["--min-confidence", "0.5", "--in", "/v"], "50% probable, or there is no indexed video in that folder"),
            (["--in", "/v"], "in that folder or of that time"),
            (["--after", "2024"], "in that folder or of that time"),
            (["--like", "cat.mp4@12"], "no other video"),
            ([], "no video to search in yet"),
        ],
    )
    def test_people_are_told_why_there_is_nothing(
        self,
        videobert: CommandLine,
        searcher: type[Searcher],
        of_library: Sequence[str],
        options: list[str],
        reason: str,
    ) -> None:
        searcher.in_library, searcher.moments = False, ()
        outcome = videobert(*of_library, "search", "cat", *options)
        assert (outcome.status, outcome.stdout.count("\n")) == (0, 1)
        assert reason in outcome.stdout

    def test_what_was_found_but_is_not_probable_enough_is_no_lack_of_videos(
        self, videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
    ) -> None:
        searcher.moments = ()
        outcome = videobert(*of_library, "search", "cat", "--in", "/v", "--min-confidence", "0.75")
        assert outcome.stdout == "Nothing found that is at least 75% probable.\n"


class TestQueries:
    def test_every_line_of_a_file_is_searched_with_one_searcher(
        self, videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str], tmp_path: Path
    ) -> None:
        (tmp_path / "queries.txt").write_bytes("\ufeffa cat\r\n\r\n  貓 \n".encode())
        outcome = videobert(*of_library, "--json", "search", "--queries", str(tmp_path / "queries.txt"))
        searches = outcome.document["searches"]
        assert [search["query"] for search in searches] == ["a cat", "貓"]
        assert [len(search["results"]) for search in searches] == [1, 1]
        assert (searcher.opened, searcher.closed) == (1, 1)

    def test_they_may_come_from_standard_input(self, videobert: CommandLine, of_library: Sequence[str]) -> None:
        outcome = videobert(*of_library, "--json", "search", "--queries", "-", stdin="a cat\na dog\n")
        assert [search["query"] for search in outcome.document["searches"]] == ["a cat", "a dog"]

    def test_people_see_which_table_answers_which_query(
        self, videobert: CommandLine, of_library: Sequence[str]
    ) -> None:
        outcome = videobert(*of_library, "search", "--queries", "-", stdin="a cat\na dog\n")
        assert outcome.stdout.index("“a cat”") < outcome.stdout.index("cat.mp4") < outcome.stdout.index("“a dog”")

    @pytest.mark.parametrize("content", [b"", b" \n\n", b"caf\xe9"])
    def test_a_file_without_queries_in_it_is_an_error_that_names_it(
        self,
        videobert: CommandLine,
        searcher: type[Searcher],
        of_library: Sequence[str],
        tmp_path: Path,
        content: bytes,
    ) -> None:
        (tmp_path / "queries.txt").write_bytes(content)
        outcome = videobert(*of_library, "search", "--queries", str(tmp_path / "queries.txt"))
        assert outcome.status == 3
        assert "queries.txt" in outcome.stderr
        assert searcher.opened == 0

    def test_a_missing_file_is_an_error_that_names_it(self, videobert: CommandLine, of_library: Sequence[str]) -> None:
        outcome = videobert(*of_library, "search", "--queries", "missing.txt")
        assert outcome.status == 3
        assert "missing.txt" in outcome.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["cat", "--queries", "-"],
        [""],
        [" \t"],
        ["a", "cat"],
        ["--not", "a dog"],
        ["cat", "--not", ""],
        ["cat", "--limit", "0"],
        ["cat", "--in", ""],
        ["cat", "--like", "cat.mp4"],
        ["cat", "--after", "yesterday"],
        ["cat", "--after", "2024", "--before", "2023"],
        ["cat", "--min-confidence", "1.5"],
        ["cat", "--min-confidence", "nan"],
    ],
)
def test_wrong_usage_finds_nothing(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str], arguments: list[str]
) -> None:
    outcome = videobert(*of_library, "search", *arguments)
    assert (outcome.status, searcher.opened) == (2, 0)


def test_a_query_that_is_not_text_is_wrong_usage(
    videobert: CommandLine, searcher: type[Searcher], of_library: Sequence[str]
) -> None:
    outcome = videobert(*of_library, "search", os.fsdecode(b"a \xff dog"))
    assert (outcome.status, searcher.opened) == (2, 0)
    assert "The query is not text." in outcome.stderr


def test_a_library_that_is_not_there_is_not_made(videobert: CommandLine, home: Path) -> None:
    assert videobert("--library", "none", "search", "cat").status == 3
    assert not (home / "libraries" / "none").exists()
