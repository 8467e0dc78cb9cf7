"""Videos for what depends on key frames: long ones made of a short one, and hand-made timestamps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import av
from av.video.frame import PictureType

from tests.helpers.frame_code import paint_number
from tests.helpers.media import ClipFormat, aged, variable_rate_clip

# How long each frame of an uneven clip lasts, in thousandths of a second.
UNEVEN = [40, 40, 80, 620, 1200, 50, 550, 1600, 40, 900, 2100, 30, 700, 1050, 1000]


def keyed_clip(path: Path, keys: Collection[int], frames: int) -> Path:
    """Numbered frames, ten a second, with B-frames; `keys` are the numbers of the key frames."""
    options = {"preset": "ultrafast", "g": "10000", "bf": "2", "threads": "1", "forced-idr": "1"}
    with av.open(str(path), "w") as container:
        track = container.add_stream("libx264", rate=10, options=options)
        track.width, track.height = 64, 48
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(paint_number(number, 64, 48), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            frame.pict_type = PictureType.I if number in keys else PictureType.NONE
            container.mux(track.encode(frame))
        container.mux(track.encode())
    return aged(path)


def looped(source: Path, target: Path, times: int) -> Path:
    """The packets of `source` again and again, each round following the one before in time.

    Args:
        source: A video whose first frame is a key frame.
        target: Where to; the ending says which container.
        times: How many rounds.
    """
    return remade(source, target, lambda packets: _rounds(list(packets), times))


def remade(source: Path, target: Path, change: Callable[[Iterator[av.Packet]], Iterable[av.Packet]]) -> Path:
    """The picture track of `source` with the packets that `change` makes of its own."""
    with av.open(str(source)) as original, av.open(str(target), "w") as copy:
        track = original.streams.video[0]
        copied = copy.add_stream_from_template(track)
        for packet in change(packet for packet in original.demux(track) if packet.size):
            packet.stream = copied
            copy.mux(packet)
    return aged(target)


def _rounds(packets: list[av.Packet], times: int) -> Iterator[av.Packet]:
    first = min(packet.pts for packet in packets)
    length = max(packet.pts + packet.duration for packet in packets) - first
    for number in range(times):
        yield from (copied_packet(packet, shift=number * length) for packet in packets)


def copied_packet(packet: av.Packet, *, shift: int = 0) -> av.Packet:
    """A packet of its own, `shift` ticks later."""
    copy = av.Packet(bytes(packet))
    copy.time_base, copy.duration, copy.is_keyframe = packet.time_base, packet.duration, packet.is_keyframe
    copy.pts, copy.dts = packet.pts + shift, packet.dts + shift
    return copy


def uneven_clip(path: Path, clip_format: ClipFormat) -> Path:
    """Ten seconds of numbered frames at a variable rate."""
    return variable_rate_clip(path, list(accumulate(UNEVEN, initial=0)), clip_format)
