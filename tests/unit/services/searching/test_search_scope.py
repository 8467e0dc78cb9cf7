"""From folders, dates and chosen videos to one set of videos."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.helpers.libraries import media_info
from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.services.searching.search_scope import search_scope

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue:
        yield catalogue


def add(catalogue: Catalogue, *files: tuple[str, datetime], created: datetime | None = None) -> int:
    """A video in files of those paths and modification times; gives its id."""
    video = catalogue.videos.add(replace(media_info(10.0), created=created), NOON)
    for path, modified in files:
        fingerprint = FileFingerprint(Path(path), 10, int(modified.timestamp()) * 10**9, "aa")
        catalogue.files.add(video.id, fingerprint)
    return video.id


def test_without_a_limit_it_is_all_videos(catalogue: Catalogue) -> None:
    assert search_scope(catalogue, Query("a dog")) is None


def test_chosen_videos_are_those(catalogue: Catalogue) -> None:
    assert search_scope(catalogue, Query("a dog", videos=frozenset({3, 5}))) == {3, 5}
    assert search_scope(catalogue, Query("a dog", videos=frozenset())) == set()


class TestFolders:
    def test_it_holds_the_videos_with_a_file_below_it_however_deep(self, catalogue: Catalogue) -> None:
        inside = add(catalogue, ("/v/cats/a.mp4", NOON))
        both = add(catalogue, ("/elsewhere/b.mp4", NOON), ("/v/cats/deep/er/b.mp4", NOON))
        add(catalogue, ("/v/cats and dogs/c.mp4", NOON))
        assert search_scope(catalogue, Query("a dog", folder=Path("/v/cats"))) == {inside, both}

    def test_a_file_is_a_folder_of_one(self, catalogue: Catalogue) -> None:
        video = add(catalogue, ("/v/a.mp4", NOON))
        assert search_scope(catalogue, Query("a dog", folder=Path("/v/a.mp4"))) == {video}

    def test_what_was_displaced_is_not_there(self, catalogue: Catalogue, tmp_path: Path) -> None:
        video = add(catalogue, (f"{tmp_path}/a.mp4", NOON))
        catalogue.files.displace(catalogue.files.of_video(video)[0].id)
        assert search_scope(catalogue, Query("a dog", folder=tmp_path)) == set()

    def test_an_empty_folder_holds_nothing_and_one_that_is_nowhere_is_an_error(
        self, catalogue: Catalogue, tmp_path: Path
    ) -> None:
        assert search_scope(catalogue, Query("a dog", folder=tmp_path)) == set()
        with pytest.raises(UserError, match="no such folder"):
            search_scope(catalogue, Query("a dog", folder=tmp_path / "nowhere"))

    def test_only_the_folder_itself_is_looked_at_on_the_disk(
        self, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(20):
            add(catalogue, (f"/v/{number}.mp4", NOON))
        looked: list[object] = []
        monkeypatch.setattr(os.path, "exists", lambda path: looked.append(path) or True)
        monkeypatch.setattr(os, "stat", lambda path, **_: looked.append(path))
        assert len(search_scope(catalogue, Query("a dog", folder=Path("/v"), after=NOON)) or ()) == 20
        assert looked == []


class TestDates:
    def test_after_is_from_then_on_and_before_is_up_to_then(self, catalogue: Catalogue) -> None:
        early, noon, late = (add(catalogue, created=NOON + hours * HOUR) for hours in (-1, 0, 1))
        assert search_scope(catalogue, Query("a dog", after=NOON)) == {noon, late}
        assert search_scope(catalogue, Query("a dog", before=NOON)) == {early}
        assert search_scope(catalogue, Query("a dog", after=NOON - HOUR, before=NOON + HOUR)) == {early, noon}

    def test_instants_are_compared_whatever_their_timezones(self, catalogue: Catalogue) -> None:
        video = add(catalogue, created=datetime(2024, 5, 1, 2, tzinfo=timezone(timedelta(hours=14))))
        assert search_scope(catalogue, Query("a dog", before=datetime(2024, 5, 1, tzinfo=UTC))) == {video}

    def test_what_a_video_says_goes_before_its_files_times(self, catalogue: Catalogue) -> None:
        add(catalogue, ("/v/a.mp4", NOON), created=NOON - HOUR)
        assert search_scope(catalogue, Query("a dog", after=NOON)) == set()

    def test_a_video_that_says_nothing_goes_by_the_oldest_of_its_files(self, catalogue: Catalogue) -> None:
        video = add(catalogue, ("/v/copy.mp4", NOON + HOUR), ("/v/a.mp4", NOON - HOUR))
        assert search_scope(catalogue, Query("a dog", before=NOON)) == {video}

    def test_a_time_before_the_epoch_is_a_time(self, catalogue: Catalogue) -> None:
        video = add(catalogue, ("/v/a.mp4", datetime(1955, 1, 1, tzinfo=UTC)))
        assert search_scope(catalogue, Query("a dog", before=datetime(1960, 1, 1, tzinfo=UTC))) == {video}

    def test_a_video_of_unknown_time_is_of_no_time(self, catalogue: Catalogue) -> None:
        add(catalogue)
        assert search_scope(catalogue, Query("a dog", before=NOON)) == set()
        assert search_scope(catalogue, Query("a dog", after=NOON)) == set()


def test_all_limits_hold_together(catalogue: Catalogue) -> None:
    wanted = add(catalogue, ("/v/a.mp4", NOON))
    other = add(catalogue, ("/v/b.mp4", NOON))
    early = add(catalogue, ("/v/c.mp4", NOON - HOUR))
    elsewhere = add(catalogue, ("/w/d.mp4", NOON))
    query = Query("a dog", folder=Path("/v"), after=NOON, videos=frozenset({wanted, early, elsewhere}))
    assert search_scope(catalogue, query) == {wanted}
    assert search_scope(catalogue, Query("a dog", folder=Path("/v"), after=NOON)) == {wanted, other}
