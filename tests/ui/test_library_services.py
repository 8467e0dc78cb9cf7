"""The services as the window calls them, over real libraries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.list_videos import LibraryVideo, VideoState, library_videos
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.services import LibraryServices

REASON, HINT = "The file is damaged after 1.5 s.", "Copy it again."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def fail(library: Library, path: Path) -> None:
    with library.catalogue() as catalogue:
        catalogue.failures.record(Failure(path, REASON, HINT), "decode", 0, 0, datetime(2024, 5, 6, tzinfo=UTC))


def only(videos: Sequence[LibraryVideo]) -> LibraryVideo:
    assert len(videos) == 1
    return videos[0]


def test_an_empty_library_has_no_videos(library: Library) -> None:
    assert library_videos(library) == []


@pytest.mark.parametrize(("complete", "state"), [(True, VideoState.INDEXED), (False, VideoState.WAITING)])
def test_a_video_is_indexed_or_waits(library: Library, tmp_path: Path, complete: bool, state: VideoState) -> None:
    add_video(library, tmp_path / "a.mp4", units=(2,), complete=complete)
    assert library_videos(library) == [LibraryVideo(tmp_path / "a.mp4", 3.0, state)]


def test_a_video_that_broke_has_failed_and_a_damaged_one_can_be_searched(library: Library, tmp_path: Path) -> None:
    for name, complete in (("broken.mp4", False), ("damaged.mp4", True)):
        add_video(library, tmp_path / name, complete=complete)
        fail(library, tmp_path / name)
    states = [(video.path.name, video.state, video.note) for video in library_videos(library)]
    note = f"{REASON} {HINT}"
    assert states == [("broken.mp4", VideoState.FAILED, note), ("damaged.mp4", VideoState.INDEXED, note)]


def test_a_file_that_became_no_video_is_listed_without_a_length(library: Library, tmp_path: Path) -> None:
    fail(library, tmp_path / "notes.mp4")
    video = only(library_videos(library))
    assert (video.path, video.duration, video.state) == (tmp_path / "notes.mp4", None, VideoState.FAILED)


def test_a_video_whose_file_is_gone_is_offline(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "a.mp4")
    (tmp_path / "a.mp4").unlink()
    assert only(library_videos(library)).state is VideoState.OFFLINE


def test_videos_are_sorted_by_the_names_of_their_files(library: Library, tmp_path: Path) -> None:
    names = ["b.mp4", "C.mp4", "a.mp4"]
    for name in names:
        add_video(library, tmp_path / name)
    assert [video.path.name for video in library_videos(library)] == ["a.mp4", "b.mp4", "C.mp4"]


def test_nothing_is_found_in_an_empty_library_and_nothing_stays_open(library: Library) -> None:
    services = LibraryServices(library, Settings())
    assert services.search("a dog", 5).moments == ()
    assert services._searcher is None
    services.close()


def test_indexing_hands_over_the_settings(library: Library, tmp_path: Path) -> None:
    services = LibraryServices(library, replace(Settings(), pack="no-such-pack"))
    with pytest.raises(UserError, match="no-such-pack"):
        services.index([tmp_path / "missing.mp4"], cancel=CancelToken(), report=ignore_progress)


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no catalogue"):
        LibraryServices(Library(tmp_path), Settings()).videos()
