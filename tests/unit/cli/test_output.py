"""How paths, times and sizes are written."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.cli.output import byte_count, clock, percentage, plural, printable, rate, tell


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.0, "0:00.0"), (75.25, "1:15.2"), (59.97, "1:00.0"), (3599.96, "1:00:00.0"), (3723.4, "1:02:03.4")],
)
def test_a_time_is_written_in_minutes_and_seconds_and_from_an_hour_on_in_hours(seconds: float, written: str) -> None:
    assert clock(seconds) == written


@given(st.floats(0, 1e6))
def test_a_written_time_is_the_time_to_a_tenth_of_a_second(seconds: float) -> None:
    parts = [float(part) for part in clock(seconds).split(":")]
    assert all(part < 60 for part in parts[1:])
    assert sum(part * 60**power for power, part in enumerate(reversed(parts))) == pytest.approx(seconds, abs=0.051)


def test_a_name_that_is_not_utf_8_is_shown_with_escapes() -> None:
    assert printable(Path(os.fsdecode(b"/videos/caf\xe9.mp4"))) == "/videos/caf\\xe9.mp4"


def test_control_characters_in_a_name_cannot_reach_the_terminal() -> None:
    assert printable("a\x1b[31m\nb\u202e.mp4") == "a\\x1b[31m\\nb\\u202e.mp4"


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_readable_names_of_any_script_are_shown_as_they_are(name: str) -> None:
    assert printable(name) == name


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (3_240_000, "3.2 MB"), (5e15, "5000.0 TB")],
)
def test_a_size_is_written_in_the_unit_that_suits_it(size: float, written: str) -> None:
    assert byte_count(size) == written


def test_a_fraction_is_written_as_a_bar_and_a_percentage() -> None:
    assert [percentage(p) for p in (0.0, 0.42, 1.0)] == ["·····   0%", "■■···  42%", "■■■■■ 100%"]


def test_one_thing_is_singular() -> None:
    assert [plural(count, "video") for count in (0, 1, 2)] == ["0 videos", "1 video", "2 videos"]


def test_seconds_of_video_a_second_are_times_real_time() -> None:
    assert [rate(12.34, "s"), rate(3.0, "files"), rate(None, "s")] == ["12.3x real time", "3.0 files/s", ""]


def test_what_is_told_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    tell("cat.mp4: It is empty.")
    assert capsys.readouterr() == ("", "cat.mp4: It is empty.\n")


def test_telling_somebody_who_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        tell("cat.mp4: It is empty.")
        tell("dog.mp4: It is empty.")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open descriptors cannot be counted")
def test_a_stream_that_is_silenced_costs_no_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        before = len(list(Path("/proc/self/fd").iterdir()))
        tell("cat.mp4: It is empty.")
        assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_stand_in_without_a_descriptor_may_fail_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    tell("cat.mp4: It is empty.")
