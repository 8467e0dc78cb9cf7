"""Small real videos in every container, codec and pixel format that can be encoded here."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.stream import Disposition
from numpy.typing import NDArray

from tests.helpers.frame_code import paint_number

RATE = 25
# What the encoders need so as to be quick, quiet and exact enough; SVT-AV1's faster presets write broken streams.
_ENCODER_OPTIONS = {
    "libx264": {"preset": "ultrafast"},
    "libx264rgb": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:pools=1:frame-threads=1"},
    "libsvtav1": {"preset": "8", "crf": "20", "svtav1-params": "lp=1"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}


@dataclass(frozen=True)
class VideoFormat:
    """How a video is encoded.

    Attributes:
        extension: The file's, which says the container unless `muxer` does.
        encoder: The encoder.
        codec: The name that the codec is known by.
        size: Width and height.
        pixel_format: The encoder's.
        rate: Frames per second.
        muxer: The container, where the extension does not say it.
        muxer_options: For the container.
        options: For the encoder.
        tags: What the codec's headers say of colours: attributes of the codec context.
        tells_length: Whether headers, or a guess from the end of so short a file, say how long it is.
        late_by: How many frames late pictures may be, where the stream has no times and FFmpeg's guess is not exact.
    """

    extension: str
    encoder: str
    codec: str
    size: tuple[int, int] = (128, 96)
    pixel_format: str = "yuv420p"
    rate: Fraction = Fraction(RATE)
    muxer: str | None = None
    muxer_options: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    tells_length: bool = True
    late_by: int = 0

    def __str__(self) -> str:
        variant = "" if self.pixel_format == "yuv420p" else f"-{self.pixel_format}"
        return f"{self.extension}-{self.codec}{variant}"


_PAL, _NTSC, _HD = (720, 576), (720, 480), (1280, 720)
_BLU_RAY = {"mpegts_m2ts_mode": "1"}  # packets of 192 bytes
_STREAM = {"tells_length": False}

FORMATS = [
    VideoFormat("mp4", "libx264", "h264"),
    VideoFormat("mp4", "libx265", "hevc"),
    VideoFormat("mp4", "libsvtav1", "av1"),
    VideoFormat("mp4", "libvpx-vp9", "vp9"),
    VideoFormat("mp4", "mpeg4", "mpeg4"),
    VideoFormat("mp4", "mpeg2video", "mpeg2video"),
    VideoFormat("mp4", "mjpeg", "mjpeg", pixel_format="yuvj420p"),
    VideoFormat("mov", "libx264", "h264"),
    VideoFormat("mov", "libx265", "hevc", pixel_format="yuv420p10le"),
    VideoFormat("mov", "prores_ks", "prores", pixel_format="yuv422p10le"),
    VideoFormat("mov", "prores_ks", "prores", pixel_format="yuva444p10le", options={"profile": "4444"}),
    VideoFormat("mov", "dnxhd", "dnxhd", (256, 128), "yuv422p", options={"profile": "dnxhr_lb"}),
    VideoFormat("mov", "mjpeg", "mjpeg", pixel_format="yuvj420p"),
    VideoFormat("mov", "dvvideo", "dvvideo", _PAL),
    VideoFormat("mov", "qtrle", "qtrle", pixel_format="rgb24"),
    VideoFormat("mov", "svq1", "svq1", pixel_format="yuv410p"),
    VideoFormat("m4v", "libx264", "h264", muxer="ipod"),
    VideoFormat("m4v", "mpeg4", "mpeg4", muxer="ipod"),
    VideoFormat("m4v", "mpeg4", "mpeg4", muxer="m4v", **_STREAM),
    VideoFormat("mkv", "libx264", "h264"),
    VideoFormat("mkv", "libx265", "hevc"),
    VideoFormat("mkv", "libvpx", "vp8"),
    VideoFormat("mkv", "libvpx-vp9", "vp9"),
    VideoFormat("mkv", "libsvtav1", "av1"),
    VideoFormat("mkv", "mpeg2video", "mpeg2video"),
    VideoFormat("mkv", "mpeg4", "mpeg4"),
    VideoFormat("mkv", "prores_ks", "prores", pixel_format="yuv422p10le"),
    VideoFormat("mkv", "ffv1", "ffv1"),
    VideoFormat("webm", "libvpx", "vp8"),
    VideoFormat("webm", "libvpx-vp9", "vp9"),
    VideoFormat("webm", "libsvtav1", "av1"),
    VideoFormat("avi", "mpeg4", "mpeg4"),
    VideoFormat("avi", "mjpeg", "mjpeg", pixel_format="yuvj420p"),
    VideoFormat("avi", "dvvideo", "dvvideo", _PAL),
    VideoFormat("avi", "msmpeg4", "msmpeg4v3"),
    VideoFormat("avi", "libx264", "h264"),
    VideoFormat("avi", "rawvideo", "rawvideo", pixel_format="bgr24"),
    VideoFormat("mpg", "mpeg1video", "mpeg1video", **_STREAM),
    VideoFormat("mpg", "mpeg2video", "mpeg2video", **_STREAM),
    VideoFormat("mpeg", "mpeg2video", "mpeg2video", **_STREAM),
    VideoFormat("m2v", "mpeg2video", "mpeg2video", **_STREAM),
    VideoFormat("ts", "libx264", "h264"),
    VideoFormat("ts", "libx265", "hevc"),
    VideoFormat("ts", "mpeg2video", "mpeg2video"),
    VideoFormat("mts", "libx264", "h264", muxer="mpegts", muxer_options=_BLU_RAY),
    VideoFormat("m2ts", "libx264", "h264", muxer="mpegts", muxer_options=_BLU_RAY),
    VideoFormat("m2ts", "mpeg2video", "mpeg2video", muxer="mpegts", muxer_options=_BLU_RAY),
    VideoFormat("vob", "mpeg2video", "mpeg2video", muxer="vob", **_STREAM),
    VideoFormat("mod", "mpeg2video", "mpeg2video", _PAL, muxer="vob"),
    VideoFormat("tod", "mpeg2video", "mpeg2video", muxer="mpegts"),
    VideoFormat("wmv", "wmv1", "wmv1"),
    VideoFormat("wmv", "wmv2", "wmv2"),
    VideoFormat("asf", "wmv2", "wmv2"),
    VideoFormat("asf", "msmpeg4", "msmpeg4v3"),
    VideoFormat("flv", "flv", "flv1"),
    VideoFormat("flv", "libx264", "h264"),
    VideoFormat("flv", "flashsv", "flashsv", pixel_format="bgr24"),
    VideoFormat("3gp", "h263", "h263"),
    VideoFormat("3gp", "mpeg4", "mpeg4"),
    VideoFormat("3gp", "libx264", "h264"),
    VideoFormat("ogv", "libvpx", "vp8"),
    VideoFormat("dv", "dvvideo", "dvvideo", _PAL),
    VideoFormat("dv", "dvvideo", "dvvideo", _NTSC, "yuv411p", Fraction(30_000, 1001)),
    VideoFormat("mxf", "mpeg2video", "mpeg2video"),
    VideoFormat("mxf", "dnxhd", "dnxhd", _HD, "yuv422p", options={"b": "60M"}),
    VideoFormat("mxf", "prores_ks", "prores", pixel_format="yuv422p10le"),
    VideoFormat("mxf", "libx264", "h264"),
    VideoFormat("mxf", "dvvideo", "dvvideo", _PAL),
    VideoFormat("gif", "gif", "gif", pixel_format="rgb8"),
    # Other names for the same containers.
    VideoFormat("qt", "libx264", "h264", muxer="mov"),
    VideoFormat("f4v", "libx264", "h264", muxer="f4v"),
    VideoFormat("mj2", "jpeg2000", "jpeg2000", muxer="mov"),
    VideoFormat("3g2", "mpeg4", "mpeg4", muxer="3g2"),
    VideoFormat("divx", "mpeg4", "mpeg4", muxer="avi"),
    VideoFormat("ogm", "libvpx", "vp8", muxer="ogg"),
    VideoFormat("mpe", "mpeg1video", "mpeg1video", muxer="mpeg", **_STREAM),
    VideoFormat("m1v", "mpeg1video", "mpeg1video", muxer="mpeg1video", late_by=1, **_STREAM),
    VideoFormat("m2p", "mpeg2video", "mpeg2video", muxer="vob", **_STREAM),
    VideoFormat("m2t", "mpeg2video", "mpeg2video", muxer="mpegts"),
]

# Streams without a container, and containers that are left out on purpose: few people have any, and each demuxer that
# is let in is one more that takes unchecked files.
REFUSED_FORMATS = [
    VideoFormat("h264", "libx264", "h264"),
    VideoFormat("ivf", "libvpx", "vp8"),
    VideoFormat("nut", "mpeg4", "mpeg4"),
    VideoFormat("rm", "rv10", "rv10"),
    VideoFormat("y4m", "rawvideo", "rawvideo", muxer="yuv4mpegpipe"),
    VideoFormat("apng", "apng", "apng", pixel_format="rgb24"),
    VideoFormat("webp", "libwebp_anim", "webp", pixel_format="bgra"),
    VideoFormat("swf", "flv", "flv1"),
]


@dataclass(frozen=True)
class Track:
    """One video track of several.

    Attributes:
        video_format: How it is encoded; its container's part does not count.
        frames: Its pictures.
        disposition: What it is marked as; None leaves it to the container.
        spacing: How many frames' time there is from one picture to the next.
        prepare: Called with the stream before anything is encoded.
    """

    video_format: VideoFormat
    frames: Sequence[av.VideoFrame]
    disposition: Disposition | None = None
    spacing: int = 1
    prepare: Callable[[av.VideoStream], None] = lambda _: None


def numbered_frames(count: int, size: tuple[int, int] = (128, 96)) -> list[av.VideoFrame]:
    """Pictures that show their numbers, from 0."""
    return [rgb_frame(paint_number(number, *size)) for number in range(count)]


def rgb_frame(picture: NDArray[np.uint8]) -> av.VideoFrame:
    """A frame of (height, width, 3) uint8 RGB."""
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), "rgb24")


def flat_frame(codes: tuple[int, int, int], size: tuple[int, int], pixel_format: str) -> av.VideoFrame:
    """A frame whose three planes (or one) are each filled with one code: what no conversion has touched."""
    frame = av.VideoFrame(*size, pixel_format)
    deep = frame.format.components[0].bits > 8
    for plane, code in zip(frame.planes, codes, strict=False):
        values = np.full(plane.buffer_size // (2 if deep else 1), code, np.uint16 if deep else np.uint8)
        plane.update(values.tobytes())
    return frame


def encode_video(path: Path, video_format: VideoFormat, frames: Sequence[av.VideoFrame], **track: Any) -> Path:
    """Write one video track of `frames` at the format's rate; `track` is what else a `Track` takes."""
    return encode_tracks(path, [Track(video_format, frames, **track)])


def encode_tracks(path: Path, tracks: Sequence[Track]) -> Path:
    """Write several tracks side by side into the container of the first one's format."""
    container_format = tracks[0].video_format
    with av.open(str(path), "w", format=container_format.muxer, options=container_format.muxer_options) as container:
        streams = [_add_stream(container, track) for track in tracks]
        packets = [packet for stream, track in zip(streams, tracks, strict=True) for packet in _encoded(stream, track)]
        # A packet has no decoding time where the codec has no order of its own.
        for packet in sorted(packets, key=lambda packet: float((packet.dts or 0) * packet.time_base)):
            container.mux(packet)
    return _aged(path)


def numbered_video(path: Path, video_format: VideoFormat, count: int = 30) -> Path:
    """Write numbered pictures in a format."""
    return encode_video(path, video_format, numbered_frames(count, video_format.size))


def covered_video(path: Path, disposition: Disposition | None = None) -> Path:
    """A numbered video of 30 pictures behind a cover that is its first track and the larger one."""
    size = (400, 400)
    cover = rgb_frame(np.full((*size[::-1], 3), 250, np.uint8))
    video_format = VideoFormat("mp4", "libx264", "h264")
    tracks = [
        Track(VideoFormat("mp4", "png", "png", size, "rgb24"), [cover], disposition),
        Track(video_format, numbered_frames(30), Disposition(0)),
    ]
    return encode_tracks(path, tracks)


def photographed_video(path: Path, frames: Sequence[av.VideoFrame], orientation: int) -> Path:
    """Motion JPEG as cameras write it, whose every picture has an EXIF header that tells its orientation (1 to 8)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    with av.open(str(path), "w") as container:
        track = Track(VideoFormat("mov", "mjpeg", "mjpeg", pixel_format="yuvj420p"), frames)
        stream = _add_stream(container, track)
        for plain in _encoded(stream, track):
            content = bytes(plain)
            packet = av.Packet(content[:2] + segment + content[2:])
            packet.pts, packet.dts, packet.duration = plain.pts, plain.dts, plain.duration
            packet.time_base, packet.stream = plain.time_base, stream
            container.mux(packet)
    return _aged(path)


def set_edit_list(path: Path, edits: Sequence[tuple[float, float | None]]) -> Path:
    """Write another edit list into an MP4 of one track.

    Args:
        path: The file; its index stands last, so that it may grow.
        edits: The pieces in the order they are shown: how long, in seconds, and from which second of the pictures;
            None shows nothing meanwhile.
    """
    content = path.read_bytes()
    boxes = [content.rindex(kind) - 4 for kind in (b"moov", b"trak", b"edts", b"elst")]
    movie_scale, media_scale = _time_scale(content, b"mvhd"), _time_scale(content, b"mdhd")
    # The encoder's own edit list leaves out what B-frames put before the first picture.
    old_length, first = struct.unpack_from(">I16xI", content, boxes[-1])
    entries = b"".join(
        struct.pack(
            ">IiI", round(length * movie_scale), -1 if begin is None else first + round(begin * media_scale), 1 << 16
        )
        for length, begin in edits
    )
    box = struct.pack(">I4sII", 16 + len(entries), b"elst", 0, len(edits)) + entries
    grown = bytearray(content[: boxes[-1]] + box + content[boxes[-1] + old_length :])
    for offset in boxes[:-1]:
        struct.pack_into(">I", grown, offset, struct.unpack_from(">I", content, offset)[0] + len(box) - old_length)
    path.write_bytes(grown)
    return _aged(path)


def _time_scale(content: bytes, kind: bytes) -> int:
    """Ticks a second, from a header box of version 0."""
    scale: int = struct.unpack_from(">I", content, content.rindex(kind) + 16)[0]
    return scale


def _aged(path: Path) -> Path:
    """The file, looking as if it had been lying there for a minute: one that has just changed may still be growing."""
    a_minute_ago = path.stat().st_mtime - 60
    os.utime(path, (a_minute_ago, a_minute_ago))
    return path


def _add_stream(container: av.container.OutputContainer, track: Track) -> av.VideoStream:
    video_format = track.video_format
    options = {"threads": "1"} | _ENCODER_OPTIONS.get(video_format.encoder, {}) | video_format.options
    stream = container.add_stream(video_format.encoder, rate=video_format.rate, options=options)
    stream.width, stream.height = video_format.size
    stream.pix_fmt = video_format.pixel_format
    for name, value in video_format.tags.items():
        setattr(stream.codec_context, name, value)
    if track.disposition is not None:
        stream.disposition = track.disposition
    track.prepare(stream)
    return stream


def _encoded(stream: av.VideoStream, track: Track) -> Iterable[av.Packet]:
    for number, frame in enumerate(track.frames):
        frame.pts, frame.time_base = number * track.spacing, 1 / track.video_format.rate
        yield from stream.encode(frame)
    yield from stream.encode()
