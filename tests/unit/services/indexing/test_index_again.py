"""`Index again`: what was made of a video is made anew, and what failed is tried again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.importing.import_videos import DECODE, record_failure
from videobert_desktop.services.indexing.index_again import index_again
from videobert_desktop.services.libraries import verify_library
from videobert_desktop.services.library import LibraryInUseError
from videobert_desktop.services.list_videos import VideoState, library_videos
from videobert_desktop.services.viewing.remember_viewing import note_viewing, viewing_of


@pytest.fixture
def pair(desk: Desk) -> Desk:
    """A red clip, which is video 1, and a white one, which is video 2."""
    for colour in ("red", "white"):
        desk.clip(f"{colour}.mp4", colour)
    desk.index()
    return desk


def states(desk: Desk) -> dict[str, VideoState]:
    return {video.path.name: video.state for video in library_videos(desk.library)}


def fail(desk: Desk, path: Path) -> None:
    with desk.catalogue() as catalogue:
        record_failure(catalogue, Failure(path, "It cannot be decoded."), DECODE)


def test_the_next_run_encodes_it_anew_and_nothing_else(pair: Desk) -> None:
    windows = {video_id: pair.windows(video_id) for video_id in (1, 2)}
    note_viewing(pair.library, 1, 1.0, [Span(0, 1)])
    paths = index_again(pair.library, [1])
    assert paths == [pair.folder / "red.mp4"]
    assert states(pair) == {"red.mp4": VideoState.WAITING, "white.mp4": VideoState.INDEXED}
    assert pair.index(*paths).indexed == 1
    assert pair.windows(2) == windows[2]
    assert [window.span for window in pair.windows(1)] == [window.span for window in windows[1]]
    assert not {window.id for window in pair.windows(1)} & {window.id for window in windows[1]}
    assert pair.found("red")[0] == "red.mp4"
    assert viewing_of(pair.library, 1) is not None


@pytest.mark.parametrize("video_id", [1, 2])
def test_the_library_is_in_order_meanwhile(pair: Desk, video_id: int) -> None:
    remarks: list[str] = []
    index_again(pair.library, [video_id])
    assert verify_library(pair.library, ignore_progress, CancelToken(), remark=remarks.append) == []
    assert remarks == []
    assert pair.index_is_exact()


def test_a_video_that_failed_is_tried_again_with_what_there_is_of_it(pair: Desk) -> None:
    with pair.catalogue() as catalogue:
        catalogue._connection.run("DELETE FROM completions WHERE video_id = 1")
    fail(pair, pair.folder / "red.mp4")
    assert states(pair)["red.mp4"] is VideoState.FAILED
    units = pair.windows(1)
    with pair.library.lock("indexing"):  # which need not stand in the way
        paths = index_again(pair.library, [1])
    assert (paths, states(pair)["red.mp4"]) == ([pair.folder / "red.mp4"], VideoState.WAITING)
    assert pair.windows(1) == units


def test_a_file_that_never_became_a_video_is_tried_again(pair: Desk) -> None:
    path = pair.folder / "broken.mp4"
    path.write_bytes(b"rubbish")
    pair.index()
    assert states(pair)["broken.mp4"] is VideoState.FAILED
    assert index_again(pair.library, [], [path]) == [path]
    assert "broken.mp4" not in states(pair)


def test_all_copies_of_a_video_are_tried_again_by_way_of_one(pair: Desk) -> None:
    copy = pair.folder / "copy.mp4"
    shutil.copy(pair.folder / "red.mp4", copy)
    pair.index()
    fail(pair, copy)
    assert index_again(pair.library, [1]) == [pair.folder / "red.mp4"]
    with pair.catalogue() as catalogue:
        assert catalogue.failures.all() == []


def test_what_is_not_there_keeps_what_was_made_of_it(pair: Desk) -> None:
    (pair.folder / "red.mp4").unlink()
    assert index_again(pair.library, [1, 2], [pair.folder / "gone.mp4"]) == [pair.folder / "white.mp4"]
    assert len(pair.windows(1)) == 2
    with pytest.raises(UserError, match="None of these videos is there") as caught:
        index_again(pair.library, [1])
    assert caught.value.hint


def test_while_the_library_is_being_indexed_that_is_said_and_nothing_changes(pair: Desk) -> None:
    with pair.library.lock("indexing"), pytest.raises(LibraryInUseError, match="has been indexing"):
        index_again(pair.library, [1])
    assert states(pair)["red.mp4"] is VideoState.INDEXED
