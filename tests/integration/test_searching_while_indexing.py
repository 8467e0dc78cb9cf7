"""Indexing and searching of one library at the same time, each with its own connection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.search_moments import MomentSearcher


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
    result = searches_at(desk, "b.mp4", "red")[-1]
    assert [moment.path.name for moment in result.moments] == ["a.mp4"]
    assert desk.index_is_exact()


def test_an_older_library_answers_as_before_until_the_index_follows(desk: Desk) -> None:
    desk.index()
    desk.clip("c.mp4", "blue", seconds_each=6.0)
    assert not searches_at(desk, "c.mp4", "blue")[-1].in_library
    assert desk.search("blue").moments[0].path.name == "c.mp4"


def test_in_a_long_run_the_index_follows_before_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("videobert_desktop.services.index_videos.REFRESH_SECONDS", 0.0)
    monkeypatch.setattr("videobert_desktop.services.index_videos.REFRESH_RATIO", 0.0)
    desk.index()
    desk.clip("c.mp4", "blue", seconds_each=6.0)
    desk.clip("d.mp4", "yellow", seconds_each=6.0)
    assert searches_at(desk, "d.mp4", "blue")[-1].moments[0].path.name == "c.mp4"
    assert desk.index_is_exact()


def test_a_searcher_stays_of_use_while_its_videos_are_replaced(desk: Desk) -> None:
    desk.index()
    with MomentSearcher(desk.library) as searcher:
        assert searcher.search("red").moments[0].path.name == "a.mp4"
        desk.clip("a.mp4", "blue", seconds_each=7.5)

        def search(progress: Progress) -> None:
            # The old video has left the catalogue but not the index.
            if progress.stage == "indexing":
                assert all(moment.path.name == "b.mp4" for moment in searcher.search("red").moments)

        desk.index(report=search)
        assert searcher.search("blue").moments[0].path.name == "a.mp4"
