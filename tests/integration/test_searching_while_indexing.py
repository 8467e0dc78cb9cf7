"""Indexing and searching of one library at the same time, each with its own connection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Progress
from videobert_desktop.domain.query import Query
from videobert_desktop.services.indexing.unit_writer import EncodedUnit, UnitWriter
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.searching.search_moments import MomentSearcher


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty library, a folder with two clips, and a pack that knows colours."""
    folder = tmp_path / "clips"
    folder.mkdir()
    desk = Desk(create_library(tmp_path / "library"), folder, monkeypatch)
    desk.clip("a.mp4", "red", seconds_each=6.0)
    desk.clip("b.mp4", "green", seconds_each=6.0)
    return desk


def searches_at(desk: Desk, name: str, query: str) -> list[SearchResult]:
    """Index, and search at each report of the progress on the file of that name."""
    results: list[SearchResult] = []

    def search(progress: Progress) -> None:
        if (progress.stage, progress.item) == ("indexing", name):
            results.append(desk.search(query))

    desk.index(report=search)
    assert results
    return results


def test_a_new_library_answers_with_the_videos_that_are_done(desk: Desk) -> None:
    result = searches_at(desk, "b.mp4", "red")[0]
    assert [moment.path.name for moment in result.moments] == ["a.mp4"]
    assert desk.index_is_exact()


def test_an_older_library_answers_as_before_until_the_index_follows(desk: Desk) -> None:
    desk.index()
    desk.clip("c.mp4", "blue", seconds_each=6.0)
    assert not searches_at(desk, "c.mp4", "blue")[0].in_library
    assert desk.search("blue").moments[0].path.name == "c.mp4"


def test_what_is_committed_can_be_searched_before_the_index_follows(desk: Desk) -> None:
    desk.index()
    desk.clip("c.mp4", "blue", seconds_each=6.0)
    desk.clip("d.mp4", "yellow", seconds_each=6.0)
    assert searches_at(desk, "d.mp4", "blue")[0].moments[0].path.name == "c.mp4"


def test_a_unit_that_is_being_replaced_by_a_closer_pass_never_leaves_the_search(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = UnitWriter.write

    def write_at_once(self: UnitWriter, video_id: int, unit: EncodedUnit) -> None:
        write(self, video_id, unit)
        self.wait()  # so that no unit is replaced in the middle of a search

    monkeypatch.setattr(UnitWriter, "write", write_at_once)
    monkeypatch.setattr("videobert_desktop.services.indexing.plan_run.FIRST_LOOK_SECONDS", 0.0)
    desk.clip("c.mp4", "blue", "green", "yellow", seconds_each=60.0, rate=1)
    results = searches_at(desk, "c.mp4", "blue")
    assert len(results) > 6
    assert {result.moments[0].path.name for result in results} == {"c.mp4"}


def test_in_a_long_run_the_index_follows_before_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("videobert_desktop.services.indexing.follow_index.REFRESH_SECONDS", 0.0)
    monkeypatch.setattr("videobert_desktop.services.indexing.follow_index.REFRESH_RATIO", 0.0)
    desk.index()
    desk.clip("c.mp4", "blue", seconds_each=6.0)
    desk.clip("d.mp4", "yellow", seconds_each=6.0)
    assert searches_at(desk, "d.mp4", "blue")[0].moments[0].path.name == "c.mp4"
    assert desk.index_is_exact()


def test_a_searcher_stays_of_use_while_its_videos_are_replaced(desk: Desk) -> None:
    desk.index()
    with MomentSearcher(desk.library) as searcher:
        assert searcher.search(Query("red")).moments[0].path.name == "a.mp4"
        desk.clip("a.mp4", "blue", seconds_each=7.5)

        def search(progress: Progress) -> None:
            # The old video has no file any more, but is remembered.
            if progress.stage == "indexing":
                online = {moment.path.name for moment in searcher.search(Query("red")).moments if moment.online}
                assert online == {"b.mp4"}

        desk.index(report=search)
        assert searcher.search(Query("blue")).moments[0].path.name == "a.mp4"
