"""Indexing that is killed outright, again and again: nothing that was done is lost, and nothing is done twice.

The environment variable VIDEOBERT_KILLS says how often (6 if it is not set); VIDEOBERT_KILLS_SEED draws other moments.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.command_line import PATIENCE, CommandLine
from tests.helpers.media import solid_clip
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.services.libraries import Library, verify_library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")

# Read when the module is imported, for every test is run without the user's settings.
KILLS = int(os.environ.get("VIDEOBERT_KILLS", "6"))
SEED = int(os.environ.get("VIDEOBERT_KILLS_SEED", "1"))
LENGTHS = (900, 30, 615)
"""Seconds of the clips, which are 15, 1 and 11 units: enough new video for a first look at all of it."""


@dataclass(frozen=True)
class Unit:
    """What is known of a committed unit.

    Attributes:
        pass_name: The pass that made it.
        windows: The ids of its windows, which no other windows ever get.
    """

    pass_name: Pass
    windows: tuple[int, ...]


Units = dict[tuple[int, int], Unit]
"""Units by video and number."""


@dataclass(frozen=True)
class Victim:
    """A library, and the command that indexes the clips into it."""

    videobert: CommandLine
    library: Library
    clips: Path

    def start(self) -> subprocess.Popen[bytes]:
        command = ["--quiet", "--json", "--library", str(self.library.root), "index", str(self.clips), "--pack", "tiny"]
        return subprocess.Popen(
            [sys.executable, "-m", "videobert_desktop", *command],
            env=self.videobert.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def index(self) -> None:
        """Index to the end."""
        self.require_success(self.start())

    def is_killed_after(self, seconds: float) -> bool:
        """Index and kill that after so many seconds; false if it has come to its end before."""
        process = self.start()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=PATIENCE)  # which ends when its decoder, too, has gone
            return True
        self.require_success(process)
        return False

    def require_success(self, process: subprocess.Popen[bytes]) -> None:
        stdout, stderr = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, stderr.decode()
        assert json.loads(stdout)["failed"] == []

    def units(self) -> Units:
        """The committed units of a library that has to be in order."""
        if not self.library.catalogue_path.is_file() or not self.library.catalogue_path.stat().st_size:
            return {}
        assert verify_library(self.library, ignore_progress, CancelToken()) == []
        units: Units = {}
        with self.library.catalogue() as catalogue:
            for pack in catalogue.packs.all():
                windows = {video: catalogue.windows.of_video(video, pack.id) for video in range(1, len(LENGTHS) + 1)}
                for unit in catalogue.units.all(pack.id):
                    own = tuple(window.id for window in windows[unit.video_id] if window.unit_id == unit.id)
                    units[unit.video_id, unit.number] = Unit(unit.pass_name, own)
        return units


def assert_nothing_is_lost_or_done_again(before: Units, now: Units) -> None:
    for place, unit in before.items():
        assert place in now
        assert now[place] == unit or now[place].pass_name.closeness > unit.pass_name.closeness


def windows_ever_committed(units: Units) -> int:
    """How many windows all passes have committed: ids are given in turn, and the last pass comes last."""
    assert {unit.pass_name for unit in units.values()} == {Pass.STANDARD}
    return max(window for unit in units.values() for window in unit.windows)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of grey videos."""
    folder = tmp_path_factory.mktemp("clips")
    for number, seconds in enumerate(LENGTHS):
        solid_clip(folder / f"{number}.mp4", (128, 128, 100 + number), seconds=seconds, rate=1)
    return folder


def test_whenever_indexing_is_killed_no_committed_unit_is_lost_and_none_is_made_again(
    videobert: CommandLine, clips: Path, tmp_path: Path
) -> None:
    """Every unit that is made is committed before the next is over, so that a kill costs the one being made at most.

    That none was made again by a pass that had committed it before shows in the ids of the windows: at the end, as
    many have been given as by a run without kills.
    """
    undisturbed = Victim(videobert, Library(tmp_path / "undisturbed"), clips)
    began = time.monotonic()
    undisturbed.index()
    length = time.monotonic() - began
    expected = undisturbed.units()
    draw = random.Random(SEED)

    kills = rounds = 0
    while kills < KILLS:
        victim = Victim(videobert, Library(tmp_path / f"killed-{rounds}"), clips)
        rounds += 1
        units: Units = {}
        while kills < KILLS and victim.is_killed_after(draw.uniform(0.0, length)):
            kills += 1
            now = victim.units()
            assert_nothing_is_lost_or_done_again(units, now)
            units = now
        victim.index()
        assert_nothing_is_lost_or_done_again(units, victim.units())
        assert victim.units().keys() == expected.keys()
        assert windows_ever_committed(victim.units()) == windows_ever_committed(expected)
        assert not list(victim.library.features_directory.rglob("*.tmp"))
