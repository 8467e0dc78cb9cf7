"""Frames that no sample instant shows are left undecoded where nothing refers to them, and nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.formats import set_edit_list
from tests.helpers.frame_code import paint_number, read_number
from tests.helpers.key_frames import copied_packet, remade
from tests.helpers.media import aged, numbered_clip
from tests.helpers.remuxing import remuxed
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.limits import DEFAULT_LIMITS, DecodeLimits
from videobert_desktop.media.lookahead import MOST_AHEAD, REACH, look_ahead
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.presentation import Presentation
from videobert_desktop.media.sampling import keep_due

STANDARD, THOROUGH = 2.0, 4.0
FRAMES = 150


@dataclass(frozen=True)
class Coding:
    """How a clip is encoded, and whether any of its frames can be left out."""

    encoder: str
    options: dict[str, str]
    extension: str = "mp4"
    spares: bool = True


def x264(params: str, extension: str = "mp4", *, spares: bool = True) -> Coding:
    options = {"preset": "ultrafast", "x264-params": f"keyint=60:threads=1:{params}"}
    return Coding("libx264", options, extension, spares)


def x265(params: str, *, spares: bool = True) -> Coding:
    params = f"log-level=none:pools=1:frame-threads=1:keyint=60:min-keyint=10:rc-lookahead=20:{params}"
    return Coding("libx265", {"preset": "ultrafast", "x265-params": params}, spares=spares)


LONG_PYRAMID = x264("bframes=16:b-adapt=0:b-pyramid=normal:ref=8")
MPEG = {"g": "24", "bf": "2"}
CODINGS = {
    "h264-3": x264("bframes=3:b-adapt=0:b-pyramid=none"),
    "h264-3-normal": x264("bframes=3:b-adapt=0:b-pyramid=normal:ref=4"),
    "h264-3-strict": x264("bframes=3:b-adapt=0:b-pyramid=strict:ref=4", "mkv"),
    "h264-7-normal": x264("bframes=7:b-adapt=2:b-pyramid=normal:ref=4", "mov"),
    "h264-16": x264("bframes=16:b-adapt=0:b-pyramid=none"),
    "h264-16-normal": LONG_PYRAMID,
    "h264-16-strict": x264("bframes=16:b-adapt=0:b-pyramid=strict:ref=8", "mkv"),
    "h264-open-gop": x264("bframes=5:b-adapt=0:b-pyramid=normal:open-gop=1:ref=4"),
    "h264-gradual-refresh": x264("bframes=3:b-adapt=0:intra-refresh=1"),
    "h264-no-b-frames": x264("bframes=0"),
    "h264-interlaced": x264("bframes=3:b-adapt=0:interlaced=1", spares=False),
    "hevc-4": x265("bframes=4:b-adapt=0:b-pyramid=0:open-gop=0"),
    "hevc-8-pyramid-open-gop": x265("bframes=8:b-adapt=0:b-pyramid=1:open-gop=1"),
    "hevc-layers": x265("bframes=8:b-adapt=0:b-pyramid=1:temporal-layers=3", spares=False),
    "mpeg4": Coding("mpeg4", MPEG),
    "mpeg4-mkv": Coding("mpeg4", MPEG | {"bf": "4"}, "mkv"),
    "mpeg2": Coding("mpeg2video", MPEG, "mkv"),
    "mpeg1": Coding("mpeg1video", MPEG, "mkv"),
    "vp9": Coding("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}, "webm", spares=False),
    "h264-avi": x264("bframes=3:b-adapt=0", "avi"),
    "mpeg4-avi": Coding("mpeg4", MPEG, "avi"),
    "h264-ts": x264("bframes=3:b-adapt=0", "ts", spares=False),
    "mpeg2-ps": Coding("mpeg2video", MPEG, "mpg", spares=False),
}


@dataclass(frozen=True)
class Seen:
    """What sampling gave: each instant with the number of its picture, how it ended, and how many frames it took."""

    samples: list[tuple[float, int]]
    pictures: list[bytes]
    end: float
    broken_at: float
    decoded: int


def look(path: Path, per_second: float, start: float = 0.0, *, sparing: bool, limits=DEFAULT_LIMITS) -> Seen:
    decoded = 0

    def counted(frames: Iterable) -> Iterator:
        nonlocal decoded
        for frame in frames:
            decoded += 1
            yield frame

    with open_video(path, limits) as video:
        presentation = Presentation(video, limits)
        frames = counted(presentation.frames(start, per_second if sparing else None))
        due = [(now, frame.picture.to_ndarray(format="rgb24")) for now, frame in keep_due(frames, start, per_second)]
    return Seen(
        [(now, number_in(picture)) for now, picture in due],
        [picture.tobytes() for _, picture in due],
        presentation.end,
        presentation.broken_at,
        decoded,
    )


def number_in(picture: np.ndarray) -> int:
    """The number in a picture; -1 where damage has made it unreadable."""
    try:
        return read_number(picture)
    except ValueError:
        return -1


def assert_the_same(path: Path, per_second: float = STANDARD, start: float = 0.0) -> tuple[Seen, int]:
    """That leaving frames out changes nothing; returns what is seen, and how many were left out."""
    whole, spared = (look(path, per_second, start, sparing=sparing) for sparing in (False, True))
    assert spared.samples == whole.samples
    assert replace(spared, decoded=whole.decoded) == whole
    return whole, whole.decoded - spared.decoded


def clip(path: Path, coding: Coding, milliseconds: Sequence[int]) -> Path:
    """Numbered frames at the given times; the last time is where the last frame should end."""
    base = Fraction(1, 1000)
    ticks = coding.extension in ("mp4", "mov", "mkv", "webm") and not coding.encoder.startswith("mpeg")
    with av.open(str(path), "w") as container:
        track = container.add_stream(coding.encoder, rate=25, options={"threads": "1"} | coding.options)
        track.width, track.height, track.pix_fmt = 64, 48, "yuv420p"
        if ticks:
            track.codec_context.time_base = base
        for number, time in enumerate(milliseconds[:-1]):
            frame = av.VideoFrame.from_ndarray(paint_number(number, 64, 48), "rgb24")
            frame.pts, frame.time_base = (time, base) if ticks else (time // 40, Fraction(1, 25))
            container.mux(track.encode(frame))
        container.mux(track.encode())
    return aged(path)


def at_constant_rate(frames: int = FRAMES) -> list[int]:
    return list(range(0, 40 * frames + 1, 40))


def at_variable_rate(frames: int = FRAMES) -> list[int]:
    """Bursts, frames that are held for seconds, and frames just before, at and after sample instants."""
    lengths = [20, 20, 20, 440, 499, 1, 1, 999, 17, 33, 40, 40, 10, 2380, 40, 460, 40, 40, 40, 3380, 30, 20]
    return list(accumulate(islice(cycle(lengths), frames), initial=0))


@pytest.mark.parametrize("per_second", [STANDARD, THOROUGH])
@pytest.mark.parametrize("name", CODINGS)
def test_the_same_pictures_are_seen_at_a_constant_rate(tmp_path, name, per_second):
    coding = CODINGS[name]
    path = clip(tmp_path / f"a.{coding.extension}", coding, at_constant_rate())
    seen, left_out = assert_the_same(path, per_second)
    assert len(seen.samples) == pytest.approx(FRAMES / 25 * per_second, abs=1)
    assert -1 not in [number for _, number in seen.samples]
    assert (left_out > 0) == (coding.spares and name != "h264-no-b-frames")


VARIABLE = [name for name, coding in CODINGS.items() if "mpeg" not in name and coding.extension not in ("avi", "ts")]


@pytest.mark.parametrize("per_second", [STANDARD, THOROUGH])
@pytest.mark.parametrize("name", VARIABLE)
def test_the_same_pictures_are_seen_at_a_variable_rate(tmp_path, name, per_second):
    path = clip(tmp_path / f"a.{CODINGS[name].extension}", CODINGS[name], at_variable_rate())
    seen, _ = assert_the_same(path, per_second)
    assert -1 not in [number for _, number in seen.samples]


@pytest.mark.parametrize("start", [0.04, 0.5, 1.7, 2.4, 3.0, 5.5, 50.0])
@pytest.mark.parametrize("name", ["h264-16-normal", "h264-open-gop", "hevc-8-pyramid-open-gop", "mpeg2", "mpeg4"])
def test_a_resumed_start_sees_the_same(tmp_path, name, start):
    path = clip(tmp_path / f"a.{CODINGS[name].extension}", CODINGS[name], at_constant_rate())
    assert_the_same(path, start=start)


def test_a_resumed_start_at_a_variable_rate_sees_the_same(tmp_path):
    path = clip(tmp_path / "a.mp4", LONG_PYRAMID, at_variable_rate())
    for start in np.arange(0.25, 60.0, 3.25):
        assert_the_same(path, start=float(start))


def test_two_threads_see_the_same(tmp_path):
    path = clip(tmp_path / "a.mp4", CODINGS["h264-3-normal"], at_constant_rate())
    alone = look(path, STANDARD, sparing=True)
    together = look(path, STANDARD, sparing=True, limits=DecodeLimits(threads=2))
    assert together.pictures == alone.pictures
    assert together.samples == alone.samples


def test_most_of_the_frames_that_nothing_refers_to_are_left_out(tmp_path):
    path = clip(tmp_path / "a.mp4", CODINGS["h264-3-normal"], at_constant_rate(500))
    _, left_out = assert_the_same(path)
    assert left_out > 500 / 2 * 0.8


@pytest.mark.parametrize(
    "edits",
    [
        [(2.5, 1.3)],
        [(1.0, None), (4.0, 0.0)],
        [(1.3, None), (3.0, 0.7)],
        [(2.0, 0.0), (2.0, 3.0)],
        [(2.2, 3.0), (2.2, 0.5)],
    ],
    ids=["cut", "delayed", "cut-and-delayed", "without-the-middle", "the-other-way-round"],
)
def test_edit_lists_show_the_same(tmp_path, edits):
    path = set_edit_list(clip(tmp_path / "a.mp4", CODINGS["h264-3-normal"], at_constant_rate()), edits)
    for per_second in (STANDARD, THOROUGH):
        assert_the_same(path, per_second)
    assert_the_same(path, start=2.0)


@pytest.mark.parametrize("extension", ["mp4", "mkv", "flv", "mov"])
def test_a_delayed_start_shows_the_same(tmp_path, extension):
    _, left_out = assert_the_same(numbered_clip(tmp_path / f"a.{extension}", frames=FRAMES, start=1075))
    assert left_out > 0


@pytest.mark.parametrize("where", [0.1, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("name", ["h264-3-normal", "hevc-4", "mpeg2", "mpeg4"])
def test_a_file_whose_rest_was_never_written_ends_at_the_same_time(tmp_path, name, where):
    coding = CODINGS[name]
    path = clip(tmp_path / f"a.{coding.extension}", coding, at_constant_rate())
    pictures = packet_places(path)
    content = bytearray(path.read_bytes())
    begin, end = pictures[int(len(pictures) * where)][0], pictures[-1][1]
    content[begin:end] = bytes(end - begin)
    path.write_bytes(content)
    assert_the_same(aged(path))


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("name", ["h264-3-normal", "h264-16-strict", "hevc-4", "mpeg2", "mpeg4"])
def test_a_file_that_breaks_off_ends_at_the_same_time(tmp_path, name, keep):
    coding = CODINGS[name]
    whole = clip(tmp_path / f"a.{coding.extension}", coding, at_constant_rate())
    path = tmp_path / f"cut.{coding.extension}"
    remuxed(whole, path, **({"movflags": "faststart"} if coding.extension == "mp4" else {}))
    pictures = packet_places(path)
    path.write_bytes(path.read_bytes()[: int(pictures[0][0] + (pictures[-1][1] - pictures[0][0]) * keep)])
    assert_the_same(aged(path))


def packet_places(path: Path) -> list[tuple[int, int]]:
    """Where each packet of the picture lies in the file, by bytes."""
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        return sorted((packet.pos, packet.pos + packet.size) for packet in packets)


def test_timestamps_that_come_twice_show_the_same(tmp_path):
    source = clip(tmp_path / "a.mp4", LONG_PYRAMID, at_constant_rate())

    def stumbling(packets: Iterator[av.Packet]) -> Iterator[av.Packet]:
        before = 0
        for number, packet in enumerate(packets):
            copy = copied_packet(packet)
            if number in (40, 41, 42, 43, 95, 96) and before >= packet.dts:
                copy.pts = before
            before = packet.pts
            yield copy

    path = remade(source, tmp_path / "b.mkv", stumbling)
    with av.open(str(path)) as container:
        stamps = [packet.pts for packet in container.demux(video=0) if packet.size]
    assert len(set(stamps)) < len(stamps)
    assert_the_same(path)


def test_a_timestamp_before_that_of_the_frame_shown_does_not_leave_its_frame_out(tmp_path):
    path = clip(tmp_path / "a.mkv", CODINGS["mpeg2"], at_constant_rate())
    samples = []
    for per_second in (None, STANDARD):
        with open_video(path, DEFAULT_LIMITS) as video:
            early = replace(video, container=Early(video.container, {1520: 1470}))
            frames = Presentation(early, DEFAULT_LIMITS).frames(0.0, per_second)
            due = keep_due(frames, 0.0, STANDARD)
            samples.append([number_in(frame.picture.to_ndarray(format="rgb24")) for _, frame in due])
    assert samples[0][3] == 38  # shown from where the frame before it was, and so at 1.5 s
    assert samples[1] == samples[0]


class Early:
    """A container some of whose timestamps are others than those that are written."""

    def __init__(self, container: Any, stamps: dict[int, int]) -> None:
        self._container = container
        self._stamps = stamps

    def demux(self, stream: Any) -> Iterator[av.Packet]:
        for packet in self._container.demux(stream):
            packet.pts = self._stamps.get(packet.pts, packet.pts)
            yield packet

    def __getattr__(self, name: str) -> Any:
        return getattr(self._container, name)


def test_a_resumed_start_lands_on_the_same_frame(tmp_path):
    path = clip(tmp_path / "a.mkv", CODINGS["h264-open-gop"], at_constant_rate())
    for start in np.arange(0.1, 6.0, 0.07):
        landed = []
        for per_second in (None, STANDARD):
            with open_video(path, DEFAULT_LIMITS) as video:
                landed.append(next(Presentation(video, DEFAULT_LIMITS).frames(float(start), per_second)).time)
        assert landed[0] == landed[1]


def test_timestamps_that_leap_by_hours_show_the_same(tmp_path):
    source = clip(tmp_path / "a.mp4", CODINGS["h264-3-normal"], at_constant_rate())
    leap = 7200 * 16_000

    def leaping(packets: Iterator[av.Packet]) -> Iterator[av.Packet]:
        for number, packet in enumerate(packets):
            yield copied_packet(packet, shift=leap if number >= 60 else 0)

    assert_the_same(remade(source, tmp_path / "b.mp4", leaping))


def test_frames_that_were_left_out_count_towards_the_limit(tmp_path):
    path = clip(tmp_path / "a.mp4", CODINGS["h264-3-normal"], at_constant_rate())
    with pytest.raises(UserError, match="longer than"):
        look(path, STANDARD, sparing=True, limits=DecodeLimits(max_frames=FRAMES - 1))
    look(path, STANDARD, sparing=True, limits=DecodeLimits(max_frames=FRAMES))


def packets_at(stamps: Sequence[int | None], size: int = 1) -> list[av.Packet]:
    packets = [av.Packet(size) for _ in stamps]
    for number, (packet, stamp) in enumerate(zip(packets, stamps, strict=True)):
        packet.pts, packet.dts = stamp, number
    return packets


def foreseen(packets: Sequence[av.Packet]) -> list[int | None]:
    return [gives_way for _, gives_way in look_ahead(packets)]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=150), st.randoms(use_true_random=False))
def test_each_frame_gives_way_to_the_next_one_in_time(lengths, random):
    times = list(accumulate(lengths))
    groups = [times[begin : begin + 16] for begin in range(0, len(times), 16)]
    stored = [time for group in groups for time in random.sample(group, len(group))]
    following = dict(zip(times, [*times[1:], None], strict=True))
    known = [following[time] for time in stored[:-REACH]]
    assert foreseen(packets_at(stored)) == known + [None] * (len(times) - len(known))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packet: setattr(packet, "pts", None),
        lambda packet: setattr(packet, "dts", None),
        lambda packet: setattr(packet, "dts", 3),
        lambda packet: setattr(packet, "is_corrupt", True),
    ],
    ids=["no-presentation-time", "no-decoding-time", "steps-back", "corrupt"],
)
def test_nothing_is_certain_near_a_packet_that_does_not_behave(spoil):
    packets = packets_at(range(200))
    spoil(packets[100])
    known = [gives_way is not None for gives_way in foreseen(packets)]
    assert known == [number < 168 and abs(number - 100) > REACH for number in range(200)]


def test_two_packets_of_one_time_are_not_certain():
    stamps = list(range(100))
    stamps[51] = 50
    assert [number for number, gives_way in enumerate(foreseen(packets_at(stamps))) if gives_way is None] == [
        50,
        51,
        *range(68, 100),
    ]


def test_packets_too_large_to_wait_for_are_passed_on_one_by_one():
    taken = 0

    def counted() -> Iterator[av.Packet]:
        nonlocal taken
        for packet in packets_at(range(12), MOST_AHEAD // 4):
            taken += 1
            yield packet

    for number, (packet, gives_way) in enumerate(look_ahead(counted())):
        assert (packet.pts, gives_way) == (number, None)
        assert taken - number <= 5
