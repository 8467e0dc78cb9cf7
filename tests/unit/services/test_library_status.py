"""What is told of a library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.libraries import Library, create_library, rebuild_index
from videobert_desktop.services.library_status import PackInLibrary, StageStatus, library_status


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def passes(**counts: int) -> dict[Pass, int]:
    return {pass_name: counts.get(pass_name, 0) for pass_name in Pass}


def test_an_empty_library_holds_nothing(library: Library) -> None:
    status = library_status(library)
    assert (status.videos, status.offline, status.failures, status.hours, status.windows) == (0, 0, (), 0.0, 0)
    assert [(stage.name, stage.done, stage.total) for stage in status.stages] == [
        (name, 0, 0) for name in ("picture", "speech", "screen", "tags")
    ]
    assert status.packs == ()
    assert status.disk["catalogue"] > 0
    assert (status.disk["features"], status.disk["index"], status.disk["thumbnails"]) == (0, 0, 0)


def test_videos_windows_and_hours_are_counted(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "cat.mp4", units=(40, 40))
    add_video(library, tmp_path / "dog.mp4", units=(40,), complete=False)
    status = library_status(library)
    assert (status.name, status.directory) == ("library", library.root)
    assert (status.videos, status.windows, status.hours) == (2, 120, 0.05)
    assert status.stages[0] == StageStatus("picture", 1, 2, passes(standard=1))
    assert status.packs == (PackInLibrary("tiny", "r1", 120, passes(standard=1)),)


def test_a_video_is_done_once_a_pack_has_been_through_it_though_it_holds_no_window(
    library: Library, tmp_path: Path
) -> None:
    add_video(library, tmp_path / "blink.mp4", units=(0,))
    add_video(library, tmp_path / "cat.mp4", units=(2,))
    status = library_status(library)
    assert status.stages[0] == StageStatus("picture", 2, 2, passes(standard=2))
    assert status.packs == (PackInLibrary("tiny", "r1", 2, passes(standard=2)),)


def test_a_video_counts_for_the_closest_pass_that_has_been_through_it(library: Library, tmp_path: Path) -> None:
    for name, by in (("a", Pass.FAST), ("b", Pass.FAST), ("c", Pass.STANDARD), ("d", Pass.THOROUGH)):
        add_video(library, tmp_path / f"{name}.mp4", by=by)
    add_video(library, tmp_path / "e.mp4", complete=False)
    picture = library_status(library).stages[0]
    assert picture == StageStatus("picture", 4, 5, passes(fast=2, standard=1, thorough=1))


def test_windows_of_a_pack_that_takes_over_are_not_counted_on_top(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "cat.mp4", units=(10,))
    with library.catalogue() as catalogue:
        catalogue.packs.add("tiny", "r2", 4)
    status = library_status(library)
    assert (status.windows, status.stages[0].done) == (10, 1)
    assert [pack.windows for pack in status.packs] == [10, 0]


def test_a_video_is_offline_when_none_of_its_files_is_there(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "cat.mp4")
    add_video(library, tmp_path / "dog.mp4")
    (tmp_path / "dog.mp4").unlink()
    assert library_status(library).offline == 1


def test_files_that_failed_are_named(library: Library, tmp_path: Path) -> None:
    with library.catalogue() as catalogue:
        at = datetime(2024, 5, 6, tzinfo=UTC)
        failure = Failure(tmp_path / "bad.mp4", "It is empty.", "Copy it again.")
        catalogue.failures.record(failure, "import", 0, 0, at)
    assert library_status(library).failures == (failure,)


def test_a_video_whose_file_holds_something_else_now_is_offline(library: Library, tmp_path: Path) -> None:
    video = add_video(library, tmp_path / "cat.mp4")
    with library.catalogue() as catalogue:
        catalogue.files.set_online(catalogue.files.of_video(video)[0].id, online=False)
    assert library_status(library).offline == 1


def test_the_room_that_each_part_takes_is_told(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "cat.mp4")
    rebuild_index(library, ignore_progress, CancelToken())
    library.thumbnails_directory.mkdir()
    (library.thumbnails_directory / "1.jpg").write_bytes(bytes(321))
    disk = library_status(library).disk
    assert disk["features"] == library.features.size() > 0
    assert disk["index"] == sum(file.stat().st_size for file in library.index_directory.iterdir())
    assert disk["thumbnails"] == 321


@pytest.mark.parametrize(("wished", "told"), [("auto", "cpu"), ("cpu", "cpu"), ("cuda", "cuda")])
def test_the_device_is_that_of_the_settings(library: Library, wished: str, told: str) -> None:
    assert library_status(library, wished).device == told
