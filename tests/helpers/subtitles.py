"""Videos with subtitle tracks, as other programs write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from av.stream import Disposition

from tests.helpers.frame_code import paint_number
from tests.helpers.media import aged

_STYLES = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
)
_MILLISECOND = Fraction(1, 1000)
PICTURE_RATE = 10


@dataclass(frozen=True)
class Subtitles:
    """A subtitle track.

    Attributes:
        codec: Its codec, as FFmpeg calls it.
        cues: When each begins and how long it lasts, in milliseconds on the container's clock, and its packet.
        language: Of three letters.
        title: What it calls itself.
        disposition: What it says of itself.
    """

    codec: str
    cues: Sequence[tuple[int, int, bytes]]
    language: str = ""
    title: str = ""
    disposition: Disposition = field(default=Disposition(0))


def subtitled_clip(path: Path, *tracks: Subtitles, seconds: float = 3.0, picture_start: float = 0.0) -> Path:
    """A video of numbered pictures with subtitle tracks.

    Args:
        path: Where to; the ending says which container.
        tracks: The tracks.
        seconds: How long the picture is.
        picture_start: When it begins, in seconds on the container's clock.
    """
    with av.open(str(path), "w") as container:
        codec = {".webm": "libvpx", ".avi": "mpeg4"}.get(path.suffix, "libx264")
        picture = container.add_stream(codec, rate=PICTURE_RATE)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        streams = [_add_track(container, track) for track in tracks]
        container.start_encoding()
        packets = []
        for number in range(round(seconds * PICTURE_RATE)):
            frame = av.VideoFrame.from_ndarray(paint_number(number, 64, 48), "rgb24")
            frame.pts, frame.time_base = round(picture_start * PICTURE_RATE) + number, Fraction(1, PICTURE_RATE)
            packets += picture.encode(frame)
        packets += picture.encode()
        for stream, track in zip(streams, tracks, strict=True):
            packets += [_packet(stream, *cue) for cue in track.cues]
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)
    return aged(path)


def timed_text(text: str, *, encoding: str = "utf-8", styles: bytes = b"") -> bytes:
    """A sample of 3GPP timed text."""
    content = text.encode(encoding)
    return len(content).to_bytes(2, "big") + content + styles


def dialogue(text: str) -> bytes:
    """A line of SubStation Alpha as Matroska has it."""
    return f"0,0,Default,,0,0,0,,{text}".encode()


def captions(text: str) -> bytes:
    """Codes of CEA-608 that make a caption ready and show it at once; none of them clears the screen."""
    letters = [ord(letter) for letter in text] + [0] * (len(text) % 2)
    return _caption_codes([0x14, 0x20, 0x14, 0x2E, 0x14, 0x70, *letters, 0x14, 0x2F])


def no_captions() -> bytes:
    """Codes of CEA-608 that clear the screen."""
    return _caption_codes([0x14, 0x2C])


def _caption_codes(codes: Sequence[int]) -> bytes:
    """Pairs of codes with their odd parity, each marked as one of the first field."""
    with_parity = bytes(code | (0x80 if code.bit_count() % 2 == 0 else 0) for code in codes)
    return b"".join(b"\xfc" + with_parity[place : place + 2] for place in range(0, len(codes), 2))


def _add_track(container: av.container.OutputContainer, track: Subtitles) -> av.stream.Stream:
    if track.codec in ("eia_608", "hdmv_pgs_subtitle"):
        stream = container.add_mux_stream(track.codec)
    else:
        stream = container.add_stream(track.codec)
        stream.codec_context.subtitle_header = _STYLES
    if track.language:
        stream.metadata["language"] = track.language
    if track.title:
        stream.metadata["title"] = track.title
    stream.disposition = track.disposition
    return stream


def _packet(stream: av.stream.Stream, start: int, duration: int, content: bytes) -> av.Packet:
    packet = av.Packet(content)
    packet.stream, packet.time_base = stream, _MILLISECOND
    packet.pts = packet.dts = start
    packet.duration = duration
    return packet
