"""What the packets of a subtitle track say, told from their bytes, or by a decoder where they are no text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.error
from av.packet import Packet
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import AssSubtitle

from videobert_desktop.media.packet_clock import stamp_of
from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.encoding import guessed_encoding, is_utf_8
from videobert_desktop.media.subtitles.plain_text import from_markup, from_substation

# FFmpeg's clock of decoded subtitles has ticks of a millionth of a second.
_DECODED_TICK = Fraction(1, 1_000_000)
_UTF_16_MARKS = (b"\xfe\xff", b"\xff\xfe")


@dataclass(frozen=True, slots=True)
class TimedBytes:
    """What is shown at once, not yet decoded.

    Attributes:
        start: When, in seconds on the container's clock.
        end: Until when; None if that is not known.
        content: Its text, in an encoding that only the whole track tells.
    """

    start: Fraction
    end: Fraction | None
    content: bytes


def timed_bytes(track: SubtitleStream, packet: Packet[Any] | None) -> Iterator[TimedBytes]:
    """Yield what a packet of a track of text shows; with None, what its decoder still holds."""
    unwrap = _UNWRAP.get(track.codec_context.codec.canonical_name)
    if unwrap is None:
        yield from _decoded(track, packet)
    elif packet is not None and (stamp := stamp_of(packet)) is not None:
        tick = Fraction(track.time_base or 1)
        end = (stamp + packet.duration) * tick if packet.duration else None
        yield TimedBytes(stamp * tick, end, unwrap(bytes(packet)))


def cues_of(track: SubtitleStream, pieces: list[TimedBytes], zero: Fraction, language: str) -> Iterator[Cue]:
    """Yield what a track shows as plain text, with times in seconds from `zero`.

    Args:
        track: The track.
        pieces: All of it.
        zero: The first presented frame on the container's clock.
        language: BCP 47, which tells of an old encoding; empty if it is not known.
    """
    clean = from_markup if track.codec_context.codec.canonical_name in _WITH_TAGS else from_substation
    decode = _decoder([piece.content for piece in pieces], language)
    for piece in pieces:
        end = None if piece.end is None else float(piece.end - zero)
        yield Cue(float(piece.start - zero), end, clean(decode(piece.content)))


def _decoder(contents: list[bytes], language: str) -> Callable[[bytes], str]:
    """How the texts of a track are decoded: as UTF-8, which they ought to be, and all others in one way."""
    others = b"\n".join(content for content in contents if not is_utf_8(content))
    encoding = guessed_encoding(others, language)
    return lambda content: content.decode("utf-8" if is_utf_8(content) else encoding, "replace")


def _decoded(track: SubtitleStream, packet: Packet[Any] | None) -> Iterator[TimedBytes]:
    """What a decoder makes of a packet: lines of SubStation Alpha."""
    try:
        shown = track.decode2(Packet(0) if packet is None else packet)
    except av.error.FFmpegError:
        return  # a packet that is damaged; the next ones may not be
    if shown is None:
        return
    start = shown.pts * _DECODED_TICK
    lasts = Fraction(shown.end_display_time - shown.start_display_time, 1000)
    for part in shown:
        if isinstance(part, AssSubtitle):
            yield TimedBytes(start, start + lasts if lasts > 0 else None, _dialogue(part.ass))


def _dialogue(line: bytes) -> bytes:
    """The text of a line as Matroska and decoders have it: what follows eight fields."""
    return line.split(b",", 8)[-1]


def _timed_text(sample: bytes) -> bytes:
    """The text of a sample of 3GPP timed text: its length comes first, and styles after it."""
    text = sample[2 : 2 + int.from_bytes(sample[:2], "big")]
    return text.decode("utf-16", "replace").encode() if text.startswith(_UTF_16_MARKS) else text


def _whole(content: bytes) -> bytes:
    return content


_UNWRAP: dict[str, Callable[[bytes], bytes]] = {
    "subrip": _whole,
    "webvtt": _whole,
    "text": _whole,
    "mov_text": _timed_text,
    "ass": _dialogue,
    "ssa": _dialogue,
}
_WITH_TAGS = frozenset(["subrip", "webvtt", "text", "mov_text"])
