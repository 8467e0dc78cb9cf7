"""Indexing that is stopped halfway, by its user or by force, and goes on the next time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.command_line import PATIENCE, CommandLine, RunningCommand
from tests.helpers.media import solid_clip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX systems")

SECONDS = 5400
WINDOWS = SECONDS * 2 // 3
BEYOND_THE_FIRST_UNIT = r"indexing\W.*?\b([3-9]|[1-9]\d)%"
"""What the progress bar shows when several minutes of an hour and a half have been indexed."""


INTERRUPTED_AT_IMPORT = """
import os, signal, sys
from videobert_desktop.cli.entry import run
left = int(sys.argv.pop(1))
def count(event, _):
    global left
    if event == "import":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(count)
sys.exit(run())
"""


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An hour and a half of grey, a picture a second."""
    return solid_clip(tmp_path_factory.mktemp("long") / "long.mp4", (128, 128, 128), seconds=SECONDS, rate=1)


@contextmanager
def indexing(videobert: CommandLine, library: Path, clip: Path) -> Iterator[RunningCommand]:
    """An indexing that is well under way, and surely over at the end of the context."""
    running = videobert.start("--json", "--library", library, "index", clip, "--pack", "tiny")
    try:
        running.wait_for(BEYOND_THE_FIRST_UNIT)
        yield running
    finally:
        running.kill()


def test_ctrl_c_keeps_what_is_done_and_the_next_run_completes_it(
    videobert: CommandLine, long_clip: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    with indexing(videobert, library, long_clip) as running:
        running.signal(signal.SIGINT)
        outcome = running.end()
    assert outcome.status == 130
    assert "Interrupted." in outcome.document["error"]["message"]
    assert "goes on from there" in outcome.document["error"]["hint"]
    assert "fault of the program" not in outcome.stderr
    assert videobert.json(library, "library", "verify")["problems"] == []
    assert 0 < videobert.json(library, "status")["windows"] < WINDOWS

    document = videobert.json(library, "index", long_clip)
    assert document["indexed"] == 1
    assert 0 < document["seconds_of_video"] < SECONDS
    assert videobert.json(library, "status")["windows"] == WINDOWS
    assert videobert.json(library, "library", "verify")["problems"] == []


def test_a_second_ctrl_c_stops_at_once_and_what_is_committed_is_kept(
    videobert: CommandLine, long_clip: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    with indexing(videobert, library, long_clip) as running:
        for _ in range(2):
            running.signal(signal.SIGINT)
        outcome = running.end()
    assert outcome.status == 130
    assert "fault of the program" not in outcome.stderr
    assert videobert.json(library, "status")["windows"] > 0
    assert videobert.json(library, "library", "verify")["problems"] == []


@pytest.mark.parametrize("number", [1, 10, 100, 200])
def test_ctrl_c_while_the_program_starts_is_an_interruption_too(videobert: CommandLine, number: int) -> None:
    """It is pressed at the import of that number, counted from the first line of the program on."""
    outcome = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_IMPORT, str(number), "--json", "status"],
        env=videobert.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert outcome.returncode == 130
    assert json.loads(outcome.stdout)["error"]["message"] == "Interrupted."
    assert b"videobert: Interrupted." in outcome.stderr
    assert b"Traceback" not in outcome.stderr


def test_a_killed_run_leaves_a_library_that_the_next_run_completes(
    videobert: CommandLine, long_clip: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    with indexing(videobert, library, long_clip) as running:
        running.signal(signal.SIGKILL)
        assert running.end().status == -signal.SIGKILL
    assert 0 < videobert.json(library, "status")["windows"] < WINDOWS

    document = videobert.json(library, "index", long_clip)
    assert 0 < document["seconds_of_video"] < SECONDS
    assert videobert.json(library, "status")["windows"] == WINDOWS
    assert videobert.json(library, "library", "verify")["problems"] == []


def test_a_second_indexer_is_told_about_the_first(videobert: CommandLine, long_clip: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    with indexing(videobert, library, long_clip) as running:
        running.signal(signal.SIGSTOP)  # so that it cannot be done before the second one has started
        second = videobert("--library", library, "index", long_clip)
        assert second.status == 3
        assert f"process {running.pid} on " in second.stderr
        assert "has been indexing since" in second.stderr
