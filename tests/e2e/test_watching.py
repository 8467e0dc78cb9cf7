"""`videobert watch` in earnest: a process of its own, the system's own events, and other commands beside it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.command_line import PATIENCE, CommandLine, RunningCommand
from tests.helpers.media import solid_clip
from tests.helpers.tiny_pack import COLOURS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX systems")


@contextmanager
def watching(videobert: CommandLine, library: Path) -> Iterator[RunningCommand]:
    """A watcher that has done its first look through everything, and is surely over at the end of the context."""
    running = videobert.start("--json", "--library", library, "watch")
    try:
        running.wait_for("is being watched")
        yield running
    finally:
        running.kill()


def eventually(holds: Callable[[], bool]) -> None:
    """Ask again and again until it holds; fails when patience is over."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"


@pytest.fixture
def videos(videobert: CommandLine, tmp_path: Path) -> Path:
    """A folder of one grey clip, indexed with the tiny pack into the library beside it."""
    folder = tmp_path / "videos"
    folder.mkdir()
    solid_clip(folder / "grey.mp4", COLOURS["grey"])
    assert videobert.json(tmp_path / "library", "index", folder, "--pack", "tiny")["indexed"] == 1
    return folder


def best(videobert: CommandLine, library: Path, query: str) -> tuple[str, bool]:
    """The name of the first file that a search finds, and whether it is online."""
    first = videobert.json(library, "search", query)["results"][0]
    return Path(first["video"]).name, first["online"]


def test_clips_that_come_move_and_go_are_followed_until_ctrl_c(
    videobert: CommandLine, videos: Path, tmp_path: Path
) -> None:
    library, clip = tmp_path / "library", solid_clip(tmp_path / "red.mp4", COLOURS["red"])
    with watching(videobert, library) as running:
        shutil.copy(clip, videos / "red.mp4")
        eventually(lambda: best(videobert, library, "red") == ("red.mp4", True))
        (videos / "moved").mkdir()
        (videos / "red.mp4").rename(videos / "moved" / "scarlet.mp4")
        eventually(lambda: best(videobert, library, "red") == ("scarlet.mp4", True))
        shutil.rmtree(videos / "moved")
        eventually(lambda: videobert.json(library, "status")["offline"] == 1)
        running.signal(signal.SIGINT)
        outcome = running.end()
    assert outcome.status == 130
    assert outcome.document["watched"] == [str(videos)]
    assert (outcome.document["indexed"], outcome.document["failed"]) == (1, [])
    assert outcome.document["seconds"] > 0
    assert "Everything so far is kept." in outcome.stderr
    assert best(videobert, library, "red") == ("scarlet.mp4", False)
    assert videobert.json(library, "library", "verify")["problems"] == []


def test_a_clip_that_is_copied_with_its_old_time_is_taken_in(
    videobert: CommandLine, videos: Path, tmp_path: Path
) -> None:
    library, clip = tmp_path / "library", solid_clip(tmp_path / "red.mp4", COLOURS["red"])
    os.utime(clip, (1e9, 1e9))
    with watching(videobert, library):
        shutil.copy2(clip, videos / "red.mp4")
        eventually(lambda: best(videobert, library, "red") == ("red.mp4", True))


def test_a_request_to_terminate_ends_it_in_good_order(videobert: CommandLine, videos: Path, tmp_path: Path) -> None:
    with watching(videobert, tmp_path / "library") as running:
        running.signal(signal.SIGTERM)
        outcome = running.end()
    assert outcome.status == 0
    assert outcome.document["watched"] == [str(videos)]


def test_its_first_look_waits_for_another_indexer(videobert: CommandLine, videos: Path, tmp_path: Path) -> None:
    from videobert_desktop.services.library import Library

    running = None
    try:
        with Library(tmp_path / "library").lock("indexing"):
            running = videobert.start("--json", "--library", tmp_path / "library", "watch")
            running.wait_for("is tried again every now and then")
        solid_clip(videos / "blue.mp4", COLOURS["blue"])
        eventually(lambda: videobert.json(tmp_path / "library", "status")["videos"] == 2)
    finally:
        if running is not None:
            running.kill()
