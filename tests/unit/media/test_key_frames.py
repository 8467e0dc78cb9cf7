"""The fast pass: key frames, at the times at which a full decode shows them; reference frames where those are rare."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import av.error
import pytest
from av.video.frame import VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.formats import FORMATS, VideoFormat, numbered_video
from tests.helpers.frame_code import read_number
from tests.helpers.key_frames import keyed_clip, looped, remade, uneven_clip
from tests.helpers.media import ClipFormat, numbered_clip, truncated_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.media import key_frames
from videobert_desktop.media.frames import DecodeEnd
from videobert_desktop.media.key_frames import KeyFrames
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.opening import OpenVideo, open_video
from videobert_desktop.media.presentation import Presentation
from videobert_desktop.media.sampling import sample_video

Numbered = list[tuple[float, int]]
FOUR_SECONDS = 110
OTHER_MUXERS = [each for each in FORMATS if each.muxer in (None, "vob")]
LONG_GROUPS = ["mp4-h264", "mp4-hevc", "mkv-av1", "webm-vp9", "webm-vp8", "avi-mpeg4", "avi-h264", "mpg-mpeg2video"]
LONG_GROUPS += ["ts-h264", "ts-mpeg2video", "wmv-wmv2", "flv-flv1", "ogv-vp8", "m2v-mpeg2video"]


def number_of(picture: VideoFrame) -> int:
    return read_number(picture.reformat(64, 64, "rgb24").to_ndarray())


def glances(path: Path, start: float = 0.0, limits: DecodeLimits = DEFAULT_LIMITS) -> Numbered:
    """Each time with the number of the picture that the fast pass gives for it."""
    with open_video(path, limits) as video:
        return [(round(time, 6), number_of(picture)) for time, picture in KeyFrames(video, limits).pictures(start)]


def full_decode(path: Path) -> dict[float, int]:
    """When each frame begins, and its number."""
    with open_video(path, DEFAULT_LIMITS) as video:
        frames = Presentation(video, DEFAULT_LIMITS).frames()
        return {round(frame.time, 6): number_of(frame.picture) for frame in frames}


def ending(path: Path, mode: Pass) -> DecodeEnd:
    with open_video(path, DEFAULT_LIMITS) as video:
        decoding = sample_video(video, size=64, limits=DEFAULT_LIMITS, mode=mode)
        while True:
            try:
                next(decoding)
            except StopIteration as stop:
                return stop.value


def times_of(numbered: Numbered) -> list[float]:
    return [time for time, _ in numbered]


def agrees_with_a_full_decode(numbered: Numbered, path: Path) -> bool:
    full = full_decode(path)
    return all(full.get(time) == number for time, number in numbered)


@pytest.mark.parametrize("video_format", OTHER_MUXERS, ids=str)
def test_in_every_format_pictures_and_times_are_those_of_a_full_decode(tmp_path, video_format: VideoFormat):
    path = numbered_video(tmp_path / f"a.{video_format.extension}", video_format, FOUR_SECONDS)
    seen = glances(path)
    assert seen[0] == (0.0, 0)
    assert agrees_with_a_full_decode(seen, path)
    fast, standard = ending(path, Pass.FAST), ending(path, Pass.STANDARD)
    assert fast == DecodeEnd(pytest.approx(standard.duration, abs=1e-3), None)


@pytest.mark.parametrize("name", LONG_GROUPS)
def test_in_long_groups_reference_frames_are_given_every_three_seconds(tmp_path, name):
    video_format = next(each for each in FORMATS if str(each) == name)
    long_group = replace(video_format, options=video_format.options | {"g": "600"})
    path = numbered_video(tmp_path / f"a.{video_format.extension}", long_group, 330)
    seen = glances(path)
    assert agrees_with_a_full_decode(seen, path)
    assert times_of(seen) == pytest.approx([0, 3, 6, 9, 12], abs=0.15)


def spaced_clip(path: Path, key_frame_every: int, frames: int = 400, b_frames: int = 2) -> Path:
    """A clip of ten frames a second."""
    clip_format = ClipFormat(b_frames=b_frames, key_frame_every=key_frame_every)
    return numbered_clip(path, frames=frames, size=(64, 48), clip_format=clip_format)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        (5, [0, 3, 6, 9, 12]),
        (12, [0, 3.6, 7.2, 10.8]),
        (30, [0, 3, 6, 9, 12]),
        (40, [0, 4, 8, 12]),
        (100, [0, 10]),
    ],
)
def test_key_frames_are_given_that_are_at_least_three_seconds_apart(tmp_path, every, expected):
    seen = glances(spaced_clip(tmp_path / "a.mp4", every, frames=130))
    assert seen == [(pytest.approx(time), time * 10) for time in expected]


def decoded_frames(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many packets the fast pass hands to the decoder."""
    count = 0
    decode = KeyFrames._decode

    def counted(self: KeyFrames, packet: Any) -> list[VideoFrame]:
        nonlocal count
        count += packet is not None
        return decode(self, packet)

    monkeypatch.setattr(KeyFrames, "_decode", counted)
    glances(path)
    return count


def test_what_lies_between_key_frames_is_not_decoded(tmp_path, monkeypatch):
    assert decoded_frames(spaced_clip(tmp_path / "a.mp4", 40), monkeypatch) <= 9 + 5


def test_one_long_group_among_short_ones_is_looked_into_and_left_again(tmp_path, monkeypatch):
    path = keyed_clip(tmp_path / "a.mp4", {0, 40, 80, 320, 360}, frames=400)
    times = times_of(glances(path))
    assert [time for time in times if time <= 8 or time > 32] == [0, 4, 8, 36]
    assert all(2.99 < later - earlier < 3.31 for earlier, later in pairwise(time for time in times if 8 <= time < 32))
    assert agrees_with_a_full_decode(glances(path), path)
    assert decoded_frames(path, monkeypatch) <= 10 + 240 + 5


def test_groups_longer_than_what_is_kept_are_decoded_as_they_come(tmp_path, monkeypatch):
    path = spaced_clip(tmp_path / "a.mp4", 400)
    usual = glances(path)
    monkeypatch.setattr(key_frames, "MOST_KEPT", 2000)
    assert glances(path) == usual


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
@pytest.mark.parametrize("b_frames", [0, 3])
def test_a_variable_rate_gives_the_frames_own_times(tmp_path, extension, b_frames):
    short = uneven_clip(tmp_path / "short.mp4", ClipFormat(b_frames=b_frames, key_frame_every=100))
    path = looped(short, tmp_path / f"a.{extension}", 4)
    seen = glances(path)
    assert len(seen) >= 4
    assert agrees_with_a_full_decode(seen, path)


@settings(max_examples=15, deadline=None)
@given(
    every=st.integers(1, 150),
    b_frames=st.integers(0, 4),
    start=st.integers(0, 450),
    extension=st.sampled_from(["mp4", "mkv", "ts"]),
)
def test_pictures_are_exact_in_order_and_apart_wherever_they_begin(tmp_path_factory, every, b_frames, start, extension):
    path = spaced_clip(tmp_path_factory.mktemp("clip") / f"a.{extension}", every, b_frames=b_frames)
    seen = glances(path, start / 10)
    assert agrees_with_a_full_decode(seen, path)
    assert all(time >= start / 10 - 1e-6 for time in times_of(seen))
    assert all(later - earlier >= 3 - 1e-6 for earlier, later in pairwise(times_of(seen)))
    assert all(later - earlier <= max(10.0, every / 10 + 3) for earlier, later in pairwise(times_of(seen)))


def test_a_late_start_saves_what_comes_before(tmp_path, monkeypatch):
    path = spaced_clip(tmp_path / "a.mp4", 40)
    read = 0
    with open_video(path, DEFAULT_LIMITS) as video:

        def count() -> None:
            nonlocal read
            read += 1

        assert next(KeyFrames(video, DEFAULT_LIMITS, count).pictures(36.0))[0] == pytest.approx(36.0)
    assert read < 30


def test_time_zero_is_the_first_presented_frame(tmp_path):
    path = numbered_clip(tmp_path / "a.ts", frames=100, start=1075)
    assert glances(path)[0] == (0.0, 0)
    assert agrees_with_a_full_decode(glances(path), path)


def test_joined_recordings_go_on_in_time(tmp_path):
    part = spaced_clip(tmp_path / "part.ts", 40, frames=60).read_bytes()
    joined = tmp_path / "joined.ts"
    joined.write_bytes(part * 3)
    seen = glances(joined)
    assert seen == [(pytest.approx(time), number) for time, number in [(0, 0), (4, 40), (10, 40), (16, 40)]]
    assert ending(joined, Pass.FAST) == DecodeEnd(pytest.approx(18.0), None)


def test_a_gradual_refresh_without_key_frames_of_its_own_is_decoded_in_sequence(tmp_path):
    options = {"x264-params": "intra-refresh=1", "g": "40", "bf": "0"}
    refreshed = VideoFormat("ts", "libx264", "h264", options=options)
    path = numbered_video(tmp_path / "a.ts", refreshed, 700)
    seen = glances(path)
    assert agrees_with_a_full_decode(seen, path)
    assert times_of(seen)[-1] > 24


@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_a_truncated_clip_says_so(tmp_path, keep):
    path = truncated_clip(tmp_path / "a.mp4", keep=keep, frames=100)
    end = ending(path, Pass.FAST)
    assert end.damage == f"damaged after {end.duration:.1f} s"
    assert end.duration == pytest.approx(ending(path, Pass.STANDARD).duration, abs=0.5)


class BrokenOff:
    """A container that stops in the middle of something."""

    def __init__(self, container: Any, after: int) -> None:
        self._container, self._after = container, after
        self.format = container.format

    def demux(self, stream: Any) -> Any:
        for count, packet in enumerate(self._container.demux(stream)):
            if count == self._after:
                raise av.error.InvalidDataError(1, "broken")
            yield packet


def test_a_container_that_breaks_off_is_told(tmp_path):
    with open_video(spaced_clip(tmp_path / "a.mp4", 40), DEFAULT_LIMITS) as video:
        broken: OpenVideo = replace(video, container=BrokenOff(video.container, 100))  # type: ignore[arg-type]
        pass_through = KeyFrames(broken, DEFAULT_LIMITS)
        assert len(list(pass_through.pictures())) == 3
        assert pass_through.broken_at > pass_through.end


def test_a_key_frame_that_is_broken_is_passed_over(tmp_path):
    def spoilt(packets: Any) -> Any:
        for packet in packets:
            if packet.is_keyframe and packet.pts * packet.time_base == 8:
                packet.update(bytes(packet.size))
            yield packet

    path = remade(spaced_clip(tmp_path / "all.mp4", 40), tmp_path / "a.mp4", spoilt)
    seen = glances(path)
    assert [time for time in times_of(seen) if time < 8] == [0, 4]
    assert times_of(seen)[-1] >= 36


def test_a_video_of_which_nothing_can_be_decoded_is_an_error_that_names_it(tmp_path):
    def spoilt(packets: Any) -> Any:
        for packet in packets:
            packet.update(bytes(packet.size))
            yield packet

    path = remade(spaced_clip(tmp_path / "all.mp4", 40), tmp_path / "a.mp4", spoilt)
    with pytest.raises(UserError, match="None of its pictures") as caught:
        glances(path)
    assert caught.value.path == path


@pytest.mark.parametrize("limits", [DecodeLimits(max_frames=20), DecodeLimits(max_seconds=2.0)])
def test_a_video_beyond_a_limit_is_refused(tmp_path, limits):
    with pytest.raises(UserError, match="longer than"):
        glances(spaced_clip(tmp_path / "a.mp4", 40), limits=limits)
