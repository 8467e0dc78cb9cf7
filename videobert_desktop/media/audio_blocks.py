"""The sound of a file, block by block as it is decoded, each with the places in time that it may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Disposition
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.audio_clock import SoundClock
from videobert_desktop.media.audio_mixing import ChannelMixer
from videobert_desktop.media.interleaved import packets_of
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo, open_video
from videobert_desktop.media.origin import Origin
from videobert_desktop.media.reading import PacketReader

# Decoders need packets from before to come out right, and containers may store sound earlier than its pictures.
_SEEK_AHEAD_SECONDS = 3.0
# Speech has its consonants up to 8 kHz: more samples than these say no more of it.
_ENOUGH_SAMPLES = 16_000
_HIGHEST_RATE = 1_000_000
# Sound is stored less than so many packets ahead of its pictures: at least four seconds.
_MOST_WAITING = 200
_NOT_THE_SPEECH = Disposition.comment | Disposition.visual_impaired | Disposition.clean_effects | Disposition.karaoke


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """What one frame holds.

    Attributes:
        positions: Where it may begin, in samples from the first presented frame, the likeliest first.
        rate: Samples a second.
        samples: (n,) float32, one channel.
        joined: Whether nothing is known to be missing between the block before and this one.
    """

    positions: tuple[int, ...]
    rate: int
    samples: NDArray[np.float32]
    joined: bool


def sound_blocks(
    path: Path, limits: DecodeLimits, origin: Origin, start: float, alive: Callable[[], None]
) -> Iterator[SoundBlock]:
    """Decode the sound of a video in the order it is stored, beginning at or before `start` (in seconds).

    Args:
        path: The video.
        limits: What it may cost.
        origin: Where time zero is.
        start: The first instant wanted.
        alive: Called for every packet.

    Raises:
        UserError: It cannot be read, or nothing of its sound can be decoded.
    """
    if start > 0:
        with open_video(path, limits) as video:
            found = False
            for block in SoundReader(video, origin, alive).blocks_from(start):
                found = True
                yield block
            if found:
                return
    with open_video(path, limits) as video:
        yield from SoundReader(video, origin, alive).blocks()


class SoundReader:
    """Decodes the sound of a video that was just opened."""

    def __init__(self, video: OpenVideo, origin: Origin, alive: Callable[[], None]) -> None:
        self._video = video
        self._alive = alive
        self._origin = origin
        self._track = _chosen_track(video)
        self._clock = SoundClock(video, origin)
        self._mixer = ChannelMixer()
        self._joined = True

    def blocks(self) -> Iterator[SoundBlock]:
        """Yield the blocks from where the container stands.

        Raises:
            UserError: It cannot be read on, or there is sound of which nothing can be decoded.
        """
        if self._track is None:
            return
        count = 0
        for packet in chain(self._packets(self._track), [None]):
            for block in self._decoded(self._track, packet):
                count += 1
                yield block
        if not count and not self._joined:
            raise _no_sound(self._video.path)

    def blocks_from(self, start: float) -> Iterator[SoundBlock]:
        """Yield the blocks from one at or before `start` on, which is more than 0; none where they cannot be found.

        Raises:
            UserError: It cannot be read on.
        """
        first = next(self.blocks(), None)
        reader = PacketReader(self._video, self._alive)
        ahead = self._origin.zero + Fraction(max(0.0, start - _SEEK_AHEAD_SECONDS))
        stamp = int(ahead / (self._video.stream.time_base or 1))
        if first is None or not reader.seek(stamp):
            return
        blocks = self.blocks()
        landed = next(blocks, None)
        if landed is None or not landed.positions or landed.positions[0] > start * landed.rate:
            return
        yield self._straightened(landed, first)
        yield from blocks

    def _packets(self, track: AudioStream) -> Iterator[Packet[Any]]:
        """The packets of the track; those of a recording whose pictures have not begun yet wait for them."""
        waiting: list[Packet[Any]] = []
        for packet in packets_of(self._video, [track], self._alive, pictures=self._video.discontinuous):
            if packet.stream.index != track.index:
                self._clock.pass_picture(packet)
                continue
            waiting.append(packet)
            if self._is_placed(packet) or len(waiting) > _MOST_WAITING:
                yield from waiting
                waiting = []
        yield from waiting

    def _is_placed(self, packet: Packet[Any]) -> bool:
        return packet.pts is None or bool(self._clock.times(packet.pts * Fraction(packet.time_base or 0)))

    def _decoded(self, track: AudioStream, packet: Packet[Any] | None) -> Iterator[SoundBlock]:
        """What can be decoded of a packet, or of what the decoder still holds at the end."""
        try:
            for frame in track.decode(packet):
                if 0 < frame.sample_rate <= _HIGHEST_RATE and frame.samples:
                    yield self._block(frame)
        except MemoryError:
            raise
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            self._joined = False

    def _block(self, frame: AudioFrame) -> SoundBlock:
        samples, joined = self._mixer.mix(frame), self._joined
        self._joined = True
        times = () if frame.pts is None else self._clock.times(frame.pts * Fraction(frame.time_base or 0))
        return SoundBlock(tuple(round(time * frame.sample_rate) for time in times), frame.sample_rate, samples, joined)

    def _straightened(self, block: SoundBlock, first: SoundBlock) -> SoundBlock:
        """The block without the rounding of its timestamp, if it lies whole blocks after the first one."""
        tick = block.rate * Fraction((self._track and self._track.time_base) or 0) + 1
        length, origin = len(block.samples), first.positions[0] + len(first.samples) if first.positions else 0
        exact = origin + round((block.positions[0] - origin) / length) * length
        near = block.rate == first.rate and abs(exact - block.positions[0]) <= tick
        return replace(block, positions=(exact,)) if near else block


def _chosen_track(video: OpenVideo) -> AudioStream | None:
    tracks = video.container.streams.audio
    decodable = [track for track in tracks if track.codec_context is not None]
    if tracks and not decodable:
        raise UserError("There is no decoder for its sound.", path=video.path, hint="Convert it to MP4.")
    return max(decodable, key=_worth, default=None)


def _worth(track: AudioStream) -> tuple[bool, bool, int]:
    marks = track.disposition
    rate = min(track.codec_context.sample_rate or 0, _ENOUGH_SAMPLES)
    return not marks & _NOT_THE_SPEECH, bool(marks & Disposition.default), rate


def _no_sound(path: Path) -> UserError:
    return UserError("None of its sound can be decoded.", path=path, hint="Copy it again, or convert it to MP4.")
