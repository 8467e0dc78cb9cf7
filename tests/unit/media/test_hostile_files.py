"""Files that lie about themselves, or that change while they are read: each fails by name or is read as far as it goes.

Whatever they are, the child goes on with the next file.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.frame_code import read_number
from tests.helpers.key_frames import copied_packet, looped, remade
from tests.helpers.media import ClipFormat, numbered_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.frames import DecodeEnd

EVERY_PASS = pytest.mark.parametrize("mode", list(Pass))
BOTH_WAYS = pytest.mark.parametrize("mode", [Pass.FAST, Pass.STANDARD])


def decode(
    decoder: Decoder, path: Path, mode: Pass = Pass.STANDARD, read: Callable[[NDArray[np.uint8]], int] = read_number
) -> tuple[list[float], list[int], DecodeEnd]:
    """Every instant, what was read in its picture, and the end."""
    times: list[float] = []
    numbers: list[int] = []
    decoding = decoder.frames(path, size=64, mode=mode)
    while True:
        try:
            batch = next(decoding)
        except StopIteration as stop:
            return times, numbers, stop.value
        times += batch.times.tolist()
        numbers += [read(picture) for picture in batch.pixels]


@pytest.fixture
def surviving(decoder, tmp_path) -> Iterator[Decoder]:
    """A decoder whose child must be the same afterwards, and still at work."""
    good = numbered_clip(tmp_path / "good.mp4")
    decoder.probe(good)
    child = decoder._child
    yield decoder
    assert decoder._child is child
    assert decode(decoder, good)[1] == [0, 5, 10, 15, 20, 25]


def uncompressed(path: Path, size: tuple[int, int], codec: str = "rawvideo", pixel_format: str = "bgr24") -> Path:
    """One grey picture, whose size only the container knows."""
    with av.open(str(path), "w") as container:
        track = container.add_stream(codec, rate=25)
        (track.width, track.height), track.pix_fmt = size, pixel_format
        frame = av.VideoFrame.from_ndarray(np.full((size[1], size[0], 3), 77, np.uint8), "rgb24")
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        container.mux(track.encode(frame))
        container.mux(track.encode())
    return path


def rewritten(path: Path, *changes: tuple[bytes, bytes]) -> Path:
    """The file with each of the first byte strings, which must be in it, replaced by the second."""
    content = path.read_bytes()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    return path


@EVERY_PASS
@pytest.mark.parametrize("side", [0, 30_000])
@pytest.mark.parametrize("extension", ["avi", "mkv"])
def test_a_size_that_no_picture_has_is_an_error_that_names_the_file(surviving, tmp_path, mode, side, extension):
    if extension == "avi":
        path = uncompressed(tmp_path / "a.avi", (128, 96))
        rewritten(path, (struct.pack("<ii", 128, -96), struct.pack("<ii", side, -side)))
    else:
        path = uncompressed(tmp_path / "a.mkv", (272, 272), "ffv1", "yuv420p")
        stored = side.to_bytes(2, "big")
        rewritten(path, (b"\xb0\x82\x01\x10", b"\xb0\x82" + stored), (b"\xba\x82\x01\x10", b"\xba\x82" + stored))
    for attempt in (surviving.probe, lambda path: decode(surviving, path, mode)):
        with pytest.raises(UserError, match=r"pictures can be decoded|megapixels") as caught:
            attempt(path)
        assert caught.value.path == path
        assert caught.value.hint


@BOTH_WAYS
@pytest.mark.parametrize("side", [0, 30_000])
def test_a_size_in_the_header_yields_to_that_of_the_pictures(surviving, tmp_path, mode, side):
    path = numbered_clip(tmp_path / "a.mp4")
    rewritten(path, (struct.pack(">HH", 128, 96), struct.pack(">HH", side, side)))
    assert surviving.probe(path).width == 128
    assert decode(surviving, path, mode)[1][0] == 0


@BOTH_WAYS
def test_very_many_very_small_pictures_take_no_more_memory_than_a_few(surviving, tmp_path, mode):
    one = uncompressed(tmp_path / "one.avi", (1, 1))
    path = looped(one, tmp_path / "many.avi", 50_000)
    times, greys, end = decode(surviving, path, mode, lambda picture: int(picture.mean()))
    assert set(greys) == {77}
    assert end == DecodeEnd(pytest.approx(2000.0), None)
    assert len(times) == {Pass.FAST: 667, Pass.STANDARD: 4000}[mode]
    assert peak_memory(surviving) < 200 << 20


def peak_memory(decoder: Decoder) -> int:
    """The child's, in bytes; 0 where the system does not tell."""
    assert decoder._child is not None
    status = Path(f"/proc/{decoder._child._process.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))


ABSURD = {"negative": -5.0, "not a number": float("nan"), "endless": float("inf"), "long": 1e12}


@pytest.mark.parametrize("duration", ABSURD.values(), ids=ABSURD.keys())
def test_an_absurd_length_of_a_matroska_file_is_not_believed(surviving, tmp_path, duration):
    path = numbered_clip(tmp_path / "a.mkv")
    content = path.read_bytes()
    place = content.index(b"\x44\x89\x88") + 3
    changed = content[:place] + struct.pack(">d", duration) + content[place + 8 :]
    path.write_bytes(changed.replace(b"DURATION", b"NOTATION"))
    assert surviving.probe(path).duration == 0.0
    for mode in Pass:
        assert decode(surviving, path, mode)[2] == DecodeEnd(pytest.approx(3.0), None)


@pytest.mark.parametrize("tag", [b"99999999:0:0.0", b"-1:-1:-1.0", b"nan:nan:nan", b"inf:00:00"])
def test_an_absurd_tagged_length_is_not_believed(surviving, tmp_path, tag):
    path = rewritten(numbered_clip(tmp_path / "a.mkv"), (b"00:00:03.000000000", tag.ljust(18)))
    assert surviving.probe(path).duration in (0.0, pytest.approx(3.0))
    assert decode(surviving, path)[2] == DecodeEnd(pytest.approx(3.0), None)


@pytest.mark.parametrize("ticks", [0xFFFFFFFF, 0x80000000])
def test_an_absurd_length_of_an_mp4_file_is_not_believed(surviving, tmp_path, ticks):
    path = numbered_clip(tmp_path / "a.mp4")
    content = bytearray(path.read_bytes())
    for box in (b"mvhd", b"mdhd"):
        place = content.index(box) + 20
        content[place : place + 4] = struct.pack(">I", ticks)
    path.write_bytes(content)
    assert surviving.probe(path).duration <= 3.0
    assert decode(surviving, path)[2] == DecodeEnd(pytest.approx(3.0), None)


def shifted(seconds: float, chosen: Callable[[int], bool]) -> Callable[..., Any]:
    """Moves the chosen packets of a clip in time."""

    def change(packets: Any) -> Any:
        for number, packet in enumerate(packets):
            yield copied_packet(packet, shift=round(seconds / packet.time_base) if chosen(number) else 0)

    return change


PLAIN = ClipFormat(b_frames=0)


@EVERY_PASS
def test_a_timestamp_far_ahead_of_the_others_is_not_believed(surviving, tmp_path, mode):
    clip = numbered_clip(tmp_path / "all.mkv", frames=100, clip_format=PLAIN)
    path = remade(clip, tmp_path / "a.mkv", _one_astray)
    times, numbers, end = decode(surviving, path, mode)
    assert end.duration == pytest.approx(10.0)
    assert numbers == pytest.approx([time * 10 for time in times], abs=1)


def _one_astray(packets: Any) -> Any:
    """The frame at 5 s says, in its time of presentation only, that it comes five hours later."""
    for number, packet in enumerate(packets):
        copy = copied_packet(packet)
        if number == 50:
            copy.pts += 5 * 3600 * 1000
        yield copy


@EVERY_PASS
@pytest.mark.parametrize("extension", ["mkv", "ts"])
def test_a_gap_of_hours_is_closed(surviving, tmp_path, mode, extension):
    clip = numbered_clip(tmp_path / "all.mkv", frames=100, clip_format=PLAIN)
    path = remade(clip, tmp_path / f"a.{extension}", shifted(5 * 3600, lambda number: number >= 48))
    times, numbers, end = decode(surviving, path, mode)
    assert end.duration == pytest.approx(10.0, abs=0.15)
    assert numbers == pytest.approx([time * 10 for time in times], abs=2)


@pytest.fixture
def long_clip(tmp_path: Path) -> Path:
    """More batches than the ring holds, so that the child still has to read when the first one is here."""
    return numbered_clip(
        tmp_path / "long.avi", frames=400, rate=1, clip_format=ClipFormat("mpeg4", 0, 1, time_base=None)
    )


def vanish(path: Path) -> None:
    path.unlink()


def be_cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def be_replaced(path: Path) -> None:
    numbered_clip(path.with_name("other.avi"), clip_format=ClipFormat("mpeg4", 0, time_base=None)).replace(path)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(bytes(1000))


@EVERY_PASS
@pytest.mark.parametrize(
    ("happening", "reason"),
    [
        (vanish, "nothing at this path"),
        (be_cut, "changed while"),
        (be_replaced, "changed while"),
        (grow, "changed while"),
    ],
)
def test_a_file_that_does_not_stay_what_it_was_fails_by_name(surviving, long_clip, mode, happening, reason):
    decoding = surviving.frames(long_clip, size=64, mode=mode)
    first = next(decoding)
    happening(long_clip)
    with pytest.raises(UserError, match=reason) as caught:
        list(decoding)
    assert caught.value.path == long_clip
    assert caught.value.hint
    assert caught.value.passing
    assert read_number(first.pixels[0]) == 0
