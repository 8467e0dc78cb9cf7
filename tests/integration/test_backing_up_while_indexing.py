"""Backups of a library that is being indexed, and what a library is worth that was restored from one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.helpers.indexing import Desk
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.services.backing_up.back_up_library import back_up_library
from videobert_desktop.services.backing_up.restore_library import restore_library
from videobert_desktop.services.libraries import Library, create_library, verify_library

COLOURS = ("red", "green", "blue", "yellow")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty library, a folder with a clip of each colour, and a pack that knows them."""
    folder = tmp_path / "clips"
    folder.mkdir()
    desk = Desk(create_library(tmp_path / "library"), folder, monkeypatch)
    for colour in COLOURS:
        desk.clip(f"{colour}.mp4", colour, "black", seconds_each=35.0, rate=2)
    return desk


def back_up(desk: Desk, file: Path) -> Path:
    report = back_up_library(desk.library, file, cancel=CancelToken(), report=ignore_progress)
    assert report.failed == ()
    return file


def restored(file: Path, *moved: tuple[str, Path]) -> Library:
    root = file.with_suffix(".library")
    return restore_library(root, file, moved, cancel=CancelToken(), report=ignore_progress).library


def problems(library: Library) -> list[str]:
    return verify_library(library, ignore_progress, CancelToken())


def answers(desk: Desk, query: str) -> list[tuple[str, float, float, float, float]]:
    moments = desk.search(query).moments
    return [(item.path.name, item.span.start, item.span.end, item.score, item.confidence) for item in moments]


def test_every_backup_of_a_library_that_a_thread_indexes_is_whole(desk: Desk, tmp_path: Path) -> None:
    indexing = threading.Thread(target=desk.index, name="indexing")
    indexing.start()
    files = []
    while indexing.is_alive():
        files.append(back_up(desk, tmp_path / f"{len(files)}.zip"))
    indexing.join()
    assert len(files) > 1
    for file in (*files[:2], *files[-2:], files[len(files) // 2]):
        library = Library(file.with_suffix(".library"))
        if not library.root.exists():
            restored(file)
        assert problems(library) == []


def test_a_backup_from_the_middle_of_a_video_is_gone_on_with_after_it_is_restored(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "mine.zip"

    def report(progress: Progress) -> None:
        if progress.stage == "indexing" and progress.item == "green.mp4" and not file.exists():
            back_up(desk, file)

    desk.index(report=report)
    expected = desk.found("green")
    desk.library = restored(file)
    assert problems(desk.library) == []
    assert desk.index().indexed > 0
    assert desk.found("green") == expected


def test_a_restored_library_answers_like_the_one_that_was_backed_up(desk: Desk, tmp_path: Path) -> None:
    desk.index()
    queries = (*COLOURS, "black", "nonsense")
    expected = [answers(desk, query) for query in queries]
    desk.library = restored(back_up(desk, tmp_path / "mine.zip"))
    assert [answers(desk, query) for query in queries] == expected


def test_videos_below_another_folder_are_recognised_without_opening_one(desk: Desk, tmp_path: Path) -> None:
    desk.index()
    file = back_up(desk, tmp_path / "mine.zip")
    elsewhere = tmp_path / "elsewhere" / "deep"
    elsewhere.parent.mkdir()
    old, desk.folder = desk.folder, desk.folder.rename(elsewhere)
    desk.library = restored(file, (str(old), elsewhere))
    with desk.no_work_allowed():
        report = desk.index()
    assert (report.indexed, report.moved, report.unchanged, report.failed) == (0, 0, len(COLOURS), ())
    assert desk.found("red")[0] == "red.mp4"
    assert desk.search("red").moments[0].path == elsewhere / "red.mp4"
