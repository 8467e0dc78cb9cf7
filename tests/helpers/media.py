"""Real videos for tests, encoded on the spot: tiny, cheap, and with the frame's number painted into each picture."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

from tests.helpers.frame_code import paint_number

# Timestamps are in thousandths of a second, so that tests can name any instant.
TIME_BASE = Fraction(1, 1000)
SOUND_RATE = 16_000

ODD_NAMES = {
    "emoji": "holiday 🏖️ 😀.mp4".encode(),
    "newline": b"two\nlines.mp4",
    "long": b"n" * 210 + b".mp4",
    "not-utf8": b"caf\xe9 \xff.mp4",
    "like-a-protocol": b"concat:a.mp4",
    "leading-dash": b"-i.mp4",
}


@dataclass(frozen=True)
class ClipFormat:
    """How a test clip is encoded.

    Attributes:
        codec: The encoder.
        b_frames: How many B-frames stand between reference frames.
        key_frame_every: Frames from one key frame to the next.
        rotation: Display matrix in degrees counterclockwise, or None for no matrix.
        pixel_aspect: Width of a pixel over its height, or None to leave it out.
        time_base: The encoder's; None for that of the frame rate, which is all that AVI and MPEG-2 know.
        sound: Whether a tone goes with it.
        container_options: Options for the muxer.
        metadata: The container's tags.
    """

    codec: str = "libx264"
    b_frames: int = 2
    key_frame_every: int = 12
    rotation: int | None = None
    pixel_aspect: Fraction | None = None
    time_base: Fraction | None = TIME_BASE
    sound: bool = False
    container_options: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)


PLAIN = ClipFormat()


def encode_clip(
    path: Path, pictures: Iterable[NDArray[np.uint8]], milliseconds: Sequence[int], clip_format: ClipFormat = PLAIN
) -> Path:
    """Encode `pictures` (height, width, 3) uint8 RGB, each presented at its time.

    Args:
        path: Where to; the ending says which container.
        pictures: One for each time; all of one even size.
        milliseconds: When each is presented, and last of all when the last one ends.
        clip_format: How.
    """
    ends = milliseconds[1:]
    durations = dict(zip(milliseconds, (end - time for time, end in pairwise(milliseconds)), strict=False))
    with av.open(str(path), "w", options=clip_format.container_options) as container:
        container.metadata.update(clip_format.metadata)
        track = None
        sound = container.add_stream("aac", rate=SOUND_RATE, layout="mono") if clip_format.sound else None
        for picture, time, end in zip(pictures, milliseconds[:-1], ends, strict=True):
            if track is None:
                track = _picture_track(container, picture.shape, clip_format, _mean_rate(milliseconds))
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), "rgb24")
            frame.pts, frame.time_base, frame.duration = time, TIME_BASE, end - time
            container.mux(_timed(track.encode(frame), durations))
        container.mux(_timed(track.encode(), durations))
        if sound is not None:
            _encode_tone(container, sound, (milliseconds[-1] - milliseconds[0]) / 1000)
    return aged(path)


def numbered_clip(
    path: Path,
    *,
    frames: int = 30,
    rate: int = 10,
    start: int = 0,
    size: tuple[int, int] = (128, 96),
    clip_format: ClipFormat = PLAIN,
) -> Path:
    """A clip at a constant rate whose frames are numbered from 0, starting at `start` milliseconds; `size` is w, h."""
    times = [start + number * 1000 // rate for number in range(frames + 1)]
    return encode_clip(path, (paint_number(number, *size) for number in range(frames)), times, clip_format)


def variable_rate_clip(path: Path, milliseconds: Sequence[int], clip_format: ClipFormat = PLAIN) -> Path:
    """Numbered frames at the given times; the last time is the end of the last frame."""
    return encode_clip(path, map(paint_number, range(len(milliseconds) - 1)), milliseconds, clip_format)


def rotated_clip(path: Path, rotation: int, **options: int) -> Path:
    """A numbered clip stored turned, with a display matrix of `rotation` degrees counterclockwise that rights it."""
    frames = options.get("frames", 30)
    stored = (np.rot90(paint_number(number, 96, 96), -rotation // 90) for number in range(frames))
    times = [number * 100 for number in range(frames + 1)]
    return encode_clip(path, stored, times, ClipFormat(rotation=rotation))


def audio_only_clip(path: Path, seconds: float = 1.0) -> Path:
    """A file with a tone and no picture."""
    with av.open(str(path), "w") as container:
        _encode_tone(container, container.add_stream("aac", rate=SOUND_RATE, layout="mono"), seconds)
    return aged(path)


def covered_audio_clip(path: Path, seconds: float = 1.0) -> Path:
    """A tone with a cover picture, as music players write it."""
    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=SOUND_RATE, layout="mono")
        cover = container.add_stream("png")
        cover.width, cover.height, cover.pix_fmt = 32, 32, "rgb24"
        cover.disposition = av.stream.Disposition.attached_pic
        packets = cover.encode(av.VideoFrame.from_ndarray(np.full((32, 32, 3), 200, np.uint8), "rgb24"))
        for packet in packets + cover.encode():
            packet.stream = cover
            container.mux(packet)
        _encode_tone(container, sound, seconds)
    return aged(path)


def truncated_clip(path: Path, *, keep: float = 0.5, frames: int = 60) -> Path:
    """A numbered clip whose index stands first, cut off after `keep` of its pictures' bytes."""
    numbered_clip(path, frames=frames, clip_format=ClipFormat(container_options={"movflags": "faststart"}))
    content = path.read_bytes()
    pictures = content.index(b"mdat") + 4
    path.write_bytes(content[: pictures + int((len(content) - pictures) * keep)])
    return aged(path)


def clip_without_index(path: Path) -> Path:
    """A numbered clip whose index would have stood last, but was never written."""
    numbered_clip(path)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"moov") - 4])
    return aged(path)


def solid_clip(path: Path, colour: tuple[int, int, int], *, seconds: float = 3.0, rate: int = 4) -> Path:
    """One colour (RGB) all along."""
    return picture_clip(path, [np.full((96, 128, 3), colour, np.uint8)], seconds_each=seconds, rate=rate)


def picture_clip(path: Path, images: Sequence[NDArray[np.uint8]], *, seconds_each: float = 3.0, rate: int = 4) -> Path:
    """Each of the images (height, width, 3) uint8 RGB, of one even size, for `seconds_each`, one after another."""
    each = round(seconds_each * rate)
    shown = (image for image in images for _ in range(each))
    times = [number * 1000 // rate for number in range(len(images) * each + 1)]
    return encode_clip(path, shown, times, ClipFormat(b_frames=0))


def aged(path: Path, seconds: float = 60.0) -> Path:
    """The file, modified so much earlier than it says: what was written a moment ago is taken to be still growing."""
    written = path.stat().st_mtime_ns - round(seconds * 1e9)
    os.utime(path, ns=(written, written))
    return path


def odd_path(folder: Path, kind: str) -> Path:
    """A path in `folder` with one of the `ODD_NAMES`."""
    return folder / os.fsdecode(ODD_NAMES[kind])


def _mean_rate(milliseconds: Sequence[int]) -> Fraction:
    return Fraction((len(milliseconds) - 1) * 1000, milliseconds[-1] - milliseconds[0]).limit_denominator(1001)


def _picture_track(
    container: OutputContainer, shape: tuple[int, ...], clip_format: ClipFormat, rate: Fraction
) -> av.VideoStream:
    options = {"g": str(clip_format.key_frame_every), "bf": str(clip_format.b_frames), "threads": "1"}
    if clip_format.codec == "libx264":
        options |= {"preset": "ultrafast", "crf": "23", "keyint_min": "1"}
    track = container.add_stream(clip_format.codec, rate=rate, options=options)
    track.height, track.width = shape[:2]
    track.pix_fmt = "rgb8" if clip_format.codec == "gif" else "yuv420p"
    if clip_format.time_base is not None:
        track.codec_context.time_base = clip_format.time_base
    if clip_format.pixel_aspect is not None:
        track.codec_context.sample_aspect_ratio = clip_format.pixel_aspect
    if clip_format.rotation is not None:
        track.set_display_rotation(clip_format.rotation)
    return track


def _timed(packets: list[av.Packet], durations: dict[int, int]) -> list[av.Packet]:
    """The packets with the duration of the frame in each, which encoders forget."""
    for packet in packets:
        if packet.time_base == TIME_BASE and packet.pts in durations:
            packet.duration = durations[packet.pts]
    return packets


def _encode_tone(container: OutputContainer, track: av.AudioStream, seconds: float) -> None:
    count = int(seconds * SOUND_RATE)
    wave = (np.sin(np.arange(count) * (2 * np.pi * 440 / SOUND_RATE)) * 0.3).astype(np.float32)
    for begin in range(0, count, 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, begin : begin + 1024], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, begin, Fraction(1, SOUND_RATE)
        container.mux(track.encode(frame))
    container.mux(track.encode())
