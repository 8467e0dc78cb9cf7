"""A pass that goes on in the middle of a long video sees what a pass from the beginning sees there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.frame_code import read_number
from tests.helpers.key_frames import looped, uneven_clip
from tests.helpers.media import ClipFormat, numbered_clip
from videobert_desktop.domain.passes import Pass
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.presentation import Presentation
from videobert_desktop.media.sampling import sample_video

HALF_AN_HOUR = 1800.0
SMALL = (64, 48)


def ten_seconds(folder: Path) -> Path:
    clip_format = ClipFormat(b_frames=3, key_frame_every=100)
    return numbered_clip(folder / "short.mp4", frames=20, rate=2, size=SMALL, clip_format=clip_format)


def a_minute_and_a_half_without_a_key_frame(folder: Path) -> Path:
    clip_format = ClipFormat(b_frames=3, key_frame_every=1000)
    return numbered_clip(folder / "short.mp4", frames=180, rate=2, size=SMALL, clip_format=clip_format)


def a_variable_rate(folder: Path) -> Path:
    return uneven_clip(folder / "short.mp4", ClipFormat(b_frames=2, key_frame_every=100))


def samples(path: Path, mode: Pass, start: float) -> list[tuple[float, int]]:
    with open_video(path, DEFAULT_LIMITS) as video:
        sampled = sample_video(video, size=64, limits=DEFAULT_LIMITS, mode=mode, start=start)
        return [(time, read_number(pixels)) for time, pixels in sampled]


def hour_of(short: Path, path: Path) -> Path:
    with open_video(short, DEFAULT_LIMITS) as video:
        *_, last = Presentation(video, DEFAULT_LIMITS).frames()
    return looped(short, path, round(3700 / last.end))


@pytest.mark.parametrize(
    ("kind", "extension"),
    [
        (ten_seconds, "mp4"),
        (ten_seconds, "ts"),
        (a_minute_and_a_half_without_a_key_frame, "mkv"),
        (a_variable_rate, "mp4"),
    ],
)
def test_the_tail_of_an_hour_is_the_same(tmp_path, kind, extension):
    path = hour_of(kind(tmp_path), tmp_path / f"hour.{extension}")
    whole = samples(path, Pass.STANDARD, 0.0)
    assert len(whole) > 7000
    for start in (HALF_AN_HOUR + 37.0, whole[-1][0]):
        assert samples(path, Pass.STANDARD, start) == [each for each in whole if each[0] >= start]


def test_the_tail_of_an_hour_is_the_same_at_four_pictures_a_second(tmp_path):
    path = hour_of(ten_seconds(tmp_path), tmp_path / "hour.mp4")
    whole = samples(path, Pass.THOROUGH, 0.0)
    assert samples(path, Pass.THOROUGH, HALF_AN_HOUR) == [each for each in whole if each[0] >= HALF_AN_HOUR]


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts"])
def test_a_fast_pass_resumes_at_the_next_key_frame(tmp_path, extension):
    path = hour_of(ten_seconds(tmp_path), tmp_path / f"hour.{extension}")
    whole = samples(path, Pass.FAST, 0.0)
    assert samples(path, Pass.FAST, HALF_AN_HOUR) == [each for each in whole if each[0] >= HALF_AN_HOUR]


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
def test_a_resumed_pass_reads_only_the_rest(tmp_path, extension):
    path = hour_of(ten_seconds(tmp_path), tmp_path / f"hour.{extension}")
    read = 0

    def count() -> None:
        nonlocal read
        read += 1

    with open_video(path, DEFAULT_LIMITS) as video:
        next(sample_video(video, size=64, limits=DEFAULT_LIMITS, start=HALF_AN_HOUR + 5.0, alive=count))
    assert read < 100
