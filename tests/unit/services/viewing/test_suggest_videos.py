"""What is suggested to watch next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import PACK, media_info
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.viewing.remember_viewing import note_viewing
from videobert_desktop.services.viewing.suggest_videos import MOST, Because, Suggestions, suggestions

Add = Callable[..., int]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


@pytest.fixture
def add(library: Library, tmp_path: Path) -> Add:
    """Enters a video of 60 seconds that lies in a direction, with its file; gives its id."""

    def add(degrees: float = 0.0, *, complete: bool = True) -> int:
        vector = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0, 0], np.float32)
        with library.catalogue() as catalogue, catalogue.transaction():
            video_id = catalogue.videos.add(media_info(60.0), datetime(2024, 5, 6, tzinfo=UTC)).id
            path = tmp_path / f"{video_id}.mp4"
            path.touch()
            catalogue.files.add(video_id, FileFingerprint(path, 0, 0, f"hash of {path.name}"))
            pack_id = catalogue.packs.add(*PACK)
            if complete:
                catalogue.units.mark_complete(video_id, pack_id, Pass.STANDARD)
            catalogue.summaries.put(pack_id, [(video_id, vector)])
        return video_id

    return add


def watch(library: Library, video_id: int, until: float) -> None:
    note_viewing(library, video_id, until, [Span(0, until)])


def leave(library: Library, video_id: int) -> None:
    """The file of a video goes away."""
    with library.catalogue() as catalogue:
        catalogue.files.of_video(video_id)[0].fingerprint.path.unlink()


def test_an_empty_library_suggests_nothing(library: Library) -> None:
    assert suggestions(library) == Suggestions()


class TestGoingOn:
    def test_it_is_what_was_left_between_its_beginning_and_its_end_the_latest_first(
        self, library: Library, add: Add
    ) -> None:
        for until in (30.0, 1.0, 58.0, 10.0):
            watch(library, add(), until)
        assert suggestions(library).going_on == (4, 1)

    def test_one_that_is_not_there_is_left_out(self, library: Library, add: Add) -> None:
        for _ in range(2):
            watch(library, add(), 30.0)
        leave(library, 2)
        assert suggestions(library).going_on == (1,)

    def test_they_are_not_too_many(self, library: Library, add: Add) -> None:
        for _ in range(MOST + 2):
            watch(library, add(), 30.0)
        assert suggestions(library).going_on == tuple(range(MOST + 2, 2, -1))


class TestNotSeen:
    def test_it_is_what_can_be_searched_and_was_never_watched_the_newest_first(
        self, library: Library, add: Add
    ) -> None:
        for _ in range(3):
            add()
        add(complete=False)
        watch(library, 2, 58.0)
        assert suggestions(library).not_seen == (3, 1)

    def test_one_that_was_only_opened_was_not_watched(self, library: Library, add: Add) -> None:
        note_viewing(library, add(), 0.5, [])
        assert suggestions(library).not_seen == (1,)
        note_viewing(library, 1, 30.0, [])
        assert suggestions(library) == Suggestions(going_on=(1,))

    def test_those_that_are_not_there_are_passed_over_however_many(self, library: Library, add: Add) -> None:
        for _ in range(60):
            add()
        for video_id in range(3, 61):
            leave(library, video_id)
        assert suggestions(library).not_seen == (2, 1)


class TestBecause:
    def test_they_are_the_nearest_that_were_not_watched(self, library: Library, add: Add) -> None:
        for degrees in (0, 90, 20, 10, 40):
            add(degrees)
        watch(library, 1, 58.0)
        watch(library, 4, 30.0)
        assert suggestions(library).because == (Because(4, (3, 5, 2)),)

    def test_of_those_that_were_watched_the_last_three_count_and_none_is_named_twice(
        self, library: Library, add: Add
    ) -> None:
        for degrees in (0, 90, 180, 270):
            watch(library, add(degrees), 58.0)
        for near in (0, 90, 180, 270):
            for away in range(1, 8):
                add(near + away)
        found = suggestions(library).because
        assert [row.watched for row in found] == [4, 3, 2]
        assert found == (
            Because(4, tuple(range(26, 32))),
            Because(3, tuple(range(19, 25))),
            Because(2, tuple(range(12, 18))),
        )

    def test_one_that_is_not_there_is_not_suggested(self, library: Library, add: Add) -> None:
        for degrees in (0, 10, 20):
            add(degrees)
        watch(library, 1, 58.0)
        leave(library, 2)
        assert suggestions(library).because == (Because(1, (3,)),)

    def test_what_was_watched_before_it_was_indexed_has_nothing_like_it(self, library: Library, add: Add) -> None:
        add()
        watch(library, add(complete=False), 58.0)
        assert suggestions(library).because == ()

    def test_where_everything_was_watched_there_is_nothing_left(self, library: Library, add: Add) -> None:
        watch(library, add(), 58.0)
        assert suggestions(library) == Suggestions()

    def test_the_pack_that_has_been_through_the_most_videos_answers(self, library: Library, add: Add) -> None:
        for degrees in (0, 90, 20):
            add(degrees)
        watch(library, 1, 58.0)
        with library.catalogue() as catalogue:
            newer = catalogue.packs.add("newer", "r1", 2)
            catalogue.units.mark_complete(1, newer, Pass.STANDARD)
        assert suggestions(library).because == (Because(1, (3, 2)),)


def test_no_model_is_needed(library: Library, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    for degrees in (0, 90):
        add(degrees)
    watch(library, 1, 58.0)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert suggestions(library).because == (Because(1, (2,)),)
