from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.frame_code import read_number
from tests.helpers.media import ClipFormat, numbered_clip, rotated_clip, solid_clip, truncated_clip, variable_rate_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.frames import DecodeEnd
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.presentation import PresentedFrame
from videobert_desktop.media.sampling import keep_due, sample_video

AVI = ClipFormat(codec="mpeg4", b_frames=0, time_base=None)
MPEG = ClipFormat(codec="mpeg2video", time_base=None)
VP9 = ClipFormat(codec="libvpx-vp9", b_frames=0)
FORMATS = [
    ("mp4", ClipFormat()),
    ("mov", ClipFormat(codec="mpeg4", b_frames=0)),
    ("mkv", ClipFormat(b_frames=3)),
    ("ts", ClipFormat()),
    ("flv", ClipFormat()),
    ("avi", AVI),
    ("mpg", MPEG),
    ("mxf", MPEG),
    ("webm", VP9),
    ("gif", ClipFormat(codec="gif", b_frames=0)),
]


def samples(path: Path, start: float = 0.0, limits: DecodeLimits = DEFAULT_LIMITS) -> list[tuple[float, int]]:
    """Each instant with the number of the frame that was kept for it."""
    with open_video(path, limits) as video:
        return [
            (time, read_number(pixels)) for time, pixels in sample_video(video, size=64, start=start, limits=limits)
        ]


def ending(path: Path) -> DecodeEnd:
    with open_video(path, DEFAULT_LIMITS) as video:
        decoding = sample_video(video, size=64, limits=DEFAULT_LIMITS)
        while True:
            try:
                next(decoding)
            except StopIteration as stop:
                return stop.value


@pytest.mark.parametrize(("extension", "clip_format"), FORMATS, ids=[extension for extension, _ in FORMATS])
class TestEveryContainer:
    def test_the_frame_shown_at_each_instant_is_kept(self, tmp_path, extension, clip_format):
        path = numbered_clip(tmp_path / f"a.{extension}", frames=60, rate=25, clip_format=clip_format)
        assert samples(path) == [(0.0, 0), (0.5, 12), (1.0, 25), (1.5, 37), (2.0, 50)]

    def test_starting_later_gives_the_same_frames(self, tmp_path, extension, clip_format):
        path = numbered_clip(tmp_path / f"a.{extension}", frames=60, rate=25, clip_format=clip_format)
        assert samples(path, start=1.0) == [(1.0, 25), (1.5, 37), (2.0, 50)]

    def test_the_end_is_that_of_the_last_frame(self, tmp_path, extension, clip_format):
        path = numbered_clip(tmp_path / f"a.{extension}", frames=60, rate=25, clip_format=clip_format)
        end = ending(path)
        assert end.duration == pytest.approx(2.4, abs=0.002)
        assert end.damage is None


UNEVEN = [0, 40, 80, 700, 1900, 1950, 2500, 4100]


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
def test_a_variable_rate_holds_each_frame_until_the_next(tmp_path, extension):
    path = variable_rate_clip(tmp_path / f"a.{extension}", UNEVEN, ClipFormat(b_frames=0))
    assert [number for _, number in samples(path)] == [0, 2, 3, 3, 5, 6, 6, 6, 6]
    assert [time for time, _ in samples(path)] == [number / 2 for number in range(9)]


def test_a_variable_rate_with_b_frames_is_in_the_order_of_presentation(tmp_path):
    path = variable_rate_clip(tmp_path / "a.mp4", UNEVEN, ClipFormat(b_frames=2))
    assert [number for _, number in samples(path)][:6] == [0, 2, 3, 3, 5, 6]


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts", "flv"])
def test_time_zero_is_the_first_presented_frame(tmp_path, extension):
    path = numbered_clip(tmp_path / f"a.{extension}", start=1075)
    assert samples(path)[:2] == [(0.0, 0), (0.5, 5)]
    assert samples(path, start=2.0) == [(2.0, 20), (2.5, 25)]


@pytest.mark.parametrize("rotation", [0, 90, -90, 180])
def test_pictures_are_upright(tmp_path, rotation):
    assert samples(rotated_clip(tmp_path / "a.mp4", rotation))[:3] == [(0.0, 0), (0.5, 5), (1.0, 10)]


@pytest.mark.parametrize("start", [0.0, 0.25, 1.5, 1.7, 2.5, 2.99, 3.0, 50.0])
def test_any_start_gives_the_tail_of_the_whole(tmp_path, start):
    path = numbered_clip(tmp_path / "a.mp4")
    assert samples(path, start=start) == [(time, number) for time, number in samples(path) if time >= start]


def test_colours_survive(tmp_path):
    with open_video(solid_clip(tmp_path / "a.mp4", (200, 30, 60)), DEFAULT_LIMITS) as video:
        _, pixels = next(sample_video(video, size=32, limits=DEFAULT_LIMITS))
    assert pixels.shape == (32, 32, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.reshape(-1, 3).mean(0) - (200, 30, 60)).max() < 12


@pytest.mark.parametrize("keep", [0.3, 0.5, 0.8])
def test_a_truncated_clip_gives_what_came_before_and_says_so(tmp_path, keep):
    path = truncated_clip(tmp_path / "a.mp4", keep=keep, frames=60)
    end = ending(path)
    assert end.damage == f"damaged after {end.duration:.1f} s"
    assert 0.5 < end.duration < 6.0
    kept = samples(path)
    assert [time for time, _ in kept] == [time / 2 for time in range(12) if time / 2 < end.duration - 1e-6]
    # B-frames that were stored after the last reference frame may be lost with the rest.
    reordered = 0.4
    sound = [(time, number) for time, number in kept if time < end.duration - reordered]
    assert sound == [(time, time * 10) for time, _ in sound]


@pytest.mark.parametrize(
    ("extension", "clip_format", "marker"),
    [("mkv", ClipFormat(), b"\x1f\x43\xb6\x75"), ("avi", AVI, b"movi")],
    ids=["mkv", "avi"],
)
def test_other_truncated_containers_say_so_too(tmp_path, extension, clip_format, marker):
    path = numbered_clip(tmp_path / f"a.{extension}", frames=60, clip_format=clip_format)
    content = path.read_bytes()
    pictures = content.index(marker)
    path.write_bytes(content[: (pictures + len(content)) // 2])
    assert (ending(path).damage or "").startswith("damaged after")


def test_a_cut_that_leaves_the_pictures_whole_but_no_promise_of_their_length_is_told(tmp_path):
    path = numbered_clip(tmp_path / "a.mkv", frames=60)
    content = path.read_bytes().replace(b"DURATION", b"NOTATION")
    path.write_bytes(content[:-10])
    assert (ending(path).damage or "").startswith("damaged after")


def test_a_hole_in_the_middle_does_not_end_the_video(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", frames=60)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(400)
    path.write_bytes(content)
    end = ending(path)
    assert end.duration == pytest.approx(6.0)
    assert (end.damage or "").startswith("damaged in places: ")
    with open_video(path, DEFAULT_LIMITS) as video:
        times = [time for time, _ in sample_video(video, size=64, limits=DEFAULT_LIMITS)]
    assert times == [number / 2 for number in range(12)]


def test_joined_recordings_go_on_in_time(tmp_path):
    part = numbered_clip(tmp_path / "part.ts", frames=20).read_bytes()
    joined = tmp_path / "joined.ts"
    joined.write_bytes(part + part)
    assert samples(joined) == [(time / 2, time * 5 % 20) for time in range(8)]
    assert samples(joined, start=2.5) == [(2.5, 5), (3.0, 10), (3.5, 15)]
    assert ending(joined) == DecodeEnd(pytest.approx(4.0), None)


@pytest.mark.parametrize("limits", [DecodeLimits(max_frames=20), DecodeLimits(max_seconds=2.0)])
def test_a_video_beyond_a_limit_is_refused(tmp_path, limits):
    with pytest.raises(UserError, match="longer than"):
        samples(numbered_clip(tmp_path / "a.mp4"), limits=limits)


frame_lengths = st.lists(st.integers(1, 3000), min_size=1, max_size=30)


def placed(lengths: list[int]) -> list[PresentedFrame]:
    """Frames, their numbers in place of their pictures, that last so many milliseconds each."""
    times = [time / 1000 for time in accumulate(lengths, initial=0)]
    return [PresentedFrame(time, end, number) for number, (time, end) in enumerate(pairwise(times))]  # type: ignore[arg-type]


@given(frame_lengths)
def test_each_instant_of_the_video_gets_the_last_frame_not_after_it(lengths):
    frames = placed(lengths)
    kept = [(instant, frame.picture) for instant, frame in keep_due(frames, 0.0, 2.0)]
    instants = [number / 2 for number in range(int(frames[-1].end * 2) + 2) if number / 2 < frames[-1].end - 1e-6]
    assert kept == [(now, max(f.picture for f in frames if f.time <= now + 1e-6)) for now in instants]


@given(frame_lengths, st.integers(0, 40_000))
def test_a_later_start_leaves_out_only_what_comes_before(lengths, milliseconds):
    frames, start = placed(lengths), milliseconds / 1000
    whole = list(keep_due(frames, 0.0, 2.0))
    assert list(keep_due(frames, start, 2.0)) == [kept for kept in whole if kept[0] >= start - 1e-6]


def test_a_picture_or_two_that_are_broken_are_no_damage_to_speak_of(tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "hurt.mp4", frames=90)
    content = bytearray(path.read_bytes())
    last = content.index(b"mdat") + 4 + (len(content) - content.index(b"mdat")) * 2 // 3
    content[last : last + 8] = bytes(8)
    path.write_bytes(content)
    assert ending(path).damage is None
