"""The sampled packets of a video: the same in every container, others in every other video."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.frame_code import paint_number
from tests.helpers.media import ClipFormat, encode_clip, numbered_clip, truncated_clip, variable_rate_clip
from tests.helpers.remuxing import remuxed
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.packets import sampled_packet_hashes
from videobert_desktop.media.probe import probe
from videobert_desktop.media.slices import SliceFinder

LONG_GROUPS = ClipFormat(b_frames=2, key_frame_every=250)
HEVC = ClipFormat(codec="libx265", b_frames=3)
MPEG_2 = ClipFormat(codec="mpeg2video", b_frames=2, time_base=None)
MPEG_4 = ClipFormat(codec="mpeg4", b_frames=0, time_base=None)
VP9 = ClipFormat(codec="libvpx-vp9", b_frames=0)

MEDIA_FORMATS = {
    "h264": (ClipFormat(), "mp4", ["mkv", "mov", "ts", "avi", "flv"]),
    "h264-long-groups": (LONG_GROUPS, "mkv", ["mp4", "mov", "ts", "flv"]),
    "h264-broadcast": (ClipFormat(), "ts", ["mp4", "mkv", "mov"]),
    "h264-avi": (ClipFormat(b_frames=0, time_base=None), "avi", ["mp4", "mkv", "mov", "ts"]),
    "hevc": (HEVC, "mp4", ["mkv", "mov", "ts"]),
    "hevc-matroska": (HEVC, "mkv", ["mp4", "mov", "ts"]),
    "mpeg2": (MPEG_2, "mpg", ["mp4", "mkv", "mov", "ts", "avi"]),
    "mpeg4": (MPEG_4, "avi", ["mp4", "mkv", "mov", "ts"]),
    "mpeg4-mp4": (MPEG_4, "mp4", ["avi", "mkv", "mov"]),
    "vp9": (VP9, "webm", ["mp4", "mkv", "avi"]),
}


def hashes(path: Path) -> tuple[str, ...]:
    with open_video(path, DEFAULT_LIMITS) as video:
        return sampled_packet_hashes(video)


def stretch(path: Path, first: int, last: int) -> Path:
    """The frames from number `first` up to `last`, ten a second."""
    times = [100 * place for place in range(last - first + 1)]
    return encode_clip(path, (paint_number(number, 128, 96) for number in range(first, last)), times)


@pytest.mark.parametrize("name", sorted(MEDIA_FORMATS))
def test_a_remux_has_the_same_packets_there_and_back(tmp_path, name):
    clip_format, extension, others = MEDIA_FORMATS[name]
    original = numbered_clip(tmp_path / f"a.{extension}", frames=150, rate=25, clip_format=clip_format)
    expected = hashes(original)
    assert len(set(expected)) == 3
    for other in others:
        there = remuxed(original, tmp_path / f"there.{other}")
        assert hashes(there) == expected, other
        if "avi" not in (extension, other):  # which forgets when frames are presented
            assert hashes(remuxed(there, tmp_path / f"back.{extension}")) == expected, other


@pytest.mark.parametrize("rate", [24, Fraction(30000, 1001), 60])
def test_the_rounding_of_times_does_not_matter(tmp_path, rate):
    times = [round(number * 1000 / rate) for number in range(201)]
    pictures = (paint_number(number, 128, 96) for number in range(200))
    exact = ClipFormat(time_base=Fraction(1, 90_000), key_frame_every=250)
    original = encode_clip(tmp_path / "a.mp4", pictures, times, exact)
    for other in ("mkv", "ts", "flv"):
        assert hashes(remuxed(original, tmp_path / f"b.{other}")) == hashes(original), other


@settings(max_examples=10)
@given(st.lists(st.sampled_from([17, 33, 34, 40, 100]), min_size=12, max_size=60), st.integers(0, 2000))
def test_neither_a_variable_rate_nor_a_late_start_matters(tmp_path_factory, steps, start):
    folder = tmp_path_factory.mktemp("variable")
    times = np.cumsum([start, *steps, 40]).tolist()
    original = variable_rate_clip(folder / "a.mkv", times, ClipFormat(b_frames=0))
    assert hashes(remuxed(original, folder / "b.mp4")) == hashes(original)


def test_other_metadata_are_no_other_video(tmp_path):
    original = numbered_clip(tmp_path / "a.mp4")
    edited = remuxed(original, tmp_path / "b.mp4", {"title": "Holiday", "comment": "x" * 5000}, movflags="faststart")
    assert edited.read_bytes() != original.read_bytes()
    assert hashes(edited) == hashes(original)


def test_sound_beside_the_picture_does_not_matter(tmp_path):
    original = numbered_clip(tmp_path / "a.mp4", clip_format=ClipFormat(sound=True))
    assert hashes(remuxed(original, tmp_path / "silent.mkv")) == hashes(original)


def test_videos_that_begin_alike_differ_later(tmp_path):
    one = encode_clip(tmp_path / "a.mp4", (paint_number(n, 128, 96) for n in range(70)), [100 * n for n in range(71)])
    changed = (paint_number(n if n < 50 else n + 100, 128, 96) for n in range(70))
    other = encode_clip(tmp_path / "b.mp4", changed, [100 * n for n in range(71)])
    same = [first == second for first, second in zip(hashes(one), hashes(other), strict=True)]
    assert same == [True, True, False]


def test_other_videos_have_other_packets(tmp_path):
    one, other = stretch(tmp_path / "a.mp4", 0, 60), stretch(tmp_path / "b.mp4", 100, 160)
    assert not set(hashes(one)) & set(hashes(other))


def test_a_recording_that_went_on_begins_with_the_same_packet(tmp_path):
    shorter, longer = stretch(tmp_path / "a.mp4", 0, 30), stretch(tmp_path / "b.mp4", 0, 90)
    assert hashes(shorter)[0] == hashes(longer)[0]
    assert hashes(shorter) != hashes(longer)


def test_what_was_lost_of_a_cut_file_is_passed_over(tmp_path):
    assert hashes(truncated_clip(tmp_path / "a.mp4", frames=90))[0] == hashes(numbered_clip(tmp_path / "b.mp4"))[0]


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_few_frames_are_enough(tmp_path, frames):
    assert len(hashes(numbered_clip(tmp_path / "a.mp4", frames=frames))) == 3


def test_a_picture_that_stands_for_long_counts_where_it_is_shown(tmp_path):
    """No frame begins near 3/7 and 6/7 of the time."""
    original = variable_rate_clip(tmp_path / "a.mkv", [0, 100, 200, 30_000, 30_100], ClipFormat(b_frames=0))
    assert hashes(remuxed(original, tmp_path / "b.mp4")) == hashes(original)
    assert len(set(hashes(original))) == 2


@pytest.mark.parametrize(("codec", "extension"), [("mpeg2video", "m2v"), ("gif", "gif")])
def test_a_container_that_cannot_seek_is_read_from_its_beginning(tmp_path, codec, extension):
    clip_format = ClipFormat(codec=codec, b_frames=0, time_base=None)
    path = numbered_clip(tmp_path / f"a.{extension}", frames=50, rate=25, clip_format=clip_format)
    assert len(hashes(path)) == 3
    assert hashes(path) == hashes(path)


def test_the_work_is_bounded(tmp_path, monkeypatch):
    """Of a video whose key frames are too far apart, no more is read for a sample than the limit allows."""
    monkeypatch.setattr("videobert_desktop.media.packets._MAX_PACKETS", 20)
    path = numbered_clip(tmp_path / "a.mp4", frames=400, rate=25, clip_format=LONG_GROUPS)
    read = 0

    def counted(slices: SliceFinder, packet: bytes) -> bytes:
        nonlocal read
        read += 1
        return packet

    monkeypatch.setattr(SliceFinder, "of", counted)
    assert len(hashes(path)) == 3
    assert read <= 3


def test_a_probe_says_which_packets_there_are(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    assert probe(path).packet_hashes == hashes(path)


class TestSlices:
    """H.264 with a delimiter (9), parameter sets (7, 8), a message (6) and two slices (5, 1)."""

    UNITS = (b"\x09\x10", b"\x67set", b"\x68set", b"\x06message", b"\x65first slice", b"\x41second slice")
    SLICES = b"\x65first slice\x41second slice"

    def finder(self, extradata: bytes = b"", codec: str = "h264") -> SliceFinder:
        context = av.CodecContext.create(codec, "r")
        context.extradata = extradata

        class Track:
            codec_context = context

        return SliceFinder(Track())

    @pytest.mark.parametrize("start_code", [b"\x00\x00\x01", b"\x00\x00\x00\x01"])
    def test_units_behind_start_codes(self, start_code):
        packet = b"".join(start_code + unit for unit in self.UNITS)
        assert self.finder().of(packet) == self.SLICES

    @pytest.mark.parametrize("size", [1, 2, 4])
    def test_units_behind_lengths(self, size):
        packet = b"".join(len(unit).to_bytes(size, "big") + unit for unit in self.UNITS)
        assert self.finder(bytes([1, 100, 0, 30, 0xFC | size - 1, 0xE0, 0])).of(packet) == self.SLICES

    def test_start_codes_where_lengths_were_announced(self):
        packet = b"".join(b"\x00\x00\x00\x01" + unit for unit in self.UNITS)
        assert self.finder(bytes([1, 100, 0, 30, 0xFF, 0xE0, 0])).of(packet) == self.SLICES

    def test_zeros_between_units_do_not_count(self):
        packet = b"".join(b"\x00\x00\x00\x01" + unit + bytes(3) for unit in self.UNITS)
        assert self.finder().of(packet) == self.SLICES

    def test_what_has_no_units_counts_as_a_whole(self):
        assert self.finder().of(b"rubbish") == b"rubbish"

    @given(st.binary(max_size=200), st.sampled_from(["h264", "hevc", "mpeg4", "mpeg2video", "vp9"]), st.booleans())
    def test_any_packet_has_slices_or_is_empty(self, packet, codec, lengths):
        slices = self.finder(bytes([1, *[0xFF] * 30]) if lengths else b"", codec).of(packet)
        assert len(slices) <= len(packet)
