"""The frames of a file in the order they are presented, with exact times, as far as the file is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av.error
from av.video.frame import VideoFrame

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import TIME_TOLERANCE, sample_times
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.lookahead import can_leave_out, look_ahead
from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.packet_clock import JOINT_BACK, JOINT_FORWARD, LONGEST_STILL
from videobert_desktop.media.reading import PacketReader, VideoPacket

# From which second on samples are taken, and how many a second.
Instants = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PresentedFrame:
    """A decoded frame and the stretch of time it is shown for, in seconds from the first presented frame."""

    time: float
    end: float
    picture: VideoFrame


class Presentation:
    """Decodes a file sequentially and puts each frame in its place in time; calls `alive` for every packet.

    Attributes:
        end: The end of the last frame so far, in seconds.
    """

    def __init__(self, video: OpenVideo, limits: DecodeLimits, alive: Callable[[], None] = lambda: None) -> None:
        self._video = video
        self._limits = limits
        self._reader = PacketReader(video, alive)
        self._time_base = Fraction(video.stream.time_base or 1)
        self._frame_seconds = float(1 / video.frame_rate) if video.frame_rate else 0.0
        self._zero: int | None = None
        self._latest = 0.0
        self._anywhere = True
        self._interlaced = False
        self._broken_at = float("-inf")
        self._sent = self._broken = 0
        self.end = 0.0

    @property
    def zero(self) -> Fraction:
        """When the first presented frame is due on the container's clock, in seconds; 0 before it was decoded."""
        return (self._zero or 0) * self._time_base

    @property
    def broken_at(self) -> float:
        """The latest time, in seconds, of a packet that could not be decoded; minus infinity if all could."""
        return float("inf") if self._reader.broke_off else self._broken_at

    @property
    def broken_share(self) -> float:
        """How much of what was sent to the decoder so far it could make nothing of, from 0 to 1."""
        return self._broken / max(1, self._sent)

    def frames(self, start: float = 0.0, per_second: float | None = None) -> Iterator[PresentedFrame]:
        """Yield the frames in order, beginning at or before `start` (in seconds).

        Args:
            start: The first instant wanted, in seconds.
            per_second: How often samples are taken from then on. Frames that are shown at none of these instants are
                left out where that saves decoding them. None gives every frame.

        Raises:
            UserError: Nothing can be decoded, the file cannot be read on, or it is beyond a limit.
        """
        due = None if per_second is None or not can_leave_out(self._video) else (start, per_second)
        frames = self._placed(due)
        first = self._first_of(frames)
        if start > 0 and self._seek(start):
            frames = self._placed(due)
            landed = next(frames, None)
            if landed is None or landed.time > start + TIME_TOLERANCE:  # it landed too late: from the beginning, then
                self._seek(0.0)
                frames = self._placed(due)
                landed = self._first_of(frames)
            first = landed
        yield first
        yield from frames

    def _first_of(self, frames: Iterator[PresentedFrame]) -> PresentedFrame:
        first = next(frames, None)
        if first is None:
            raise no_pictures(self._video.path)
        return first

    def _placed(self, due: Instants | None) -> Iterator[PresentedFrame]:
        for picture in self._pictures(self._reader.packets() if due is None else self._sparing(due)):
            frame = self._place(picture)
            if frame.end > self._limits.max_seconds:
                raise too_long(self._video.path, self._limits)
            yield frame

    def _pictures(self, packets: Iterator[VideoPacket]) -> Iterator[VideoFrame]:
        stream = self._video.stream
        for count, packet in enumerate(chain(packets, [None])):
            if packet is not None and count >= self._limits.max_frames:
                raise too_long(self._video.path, self._limits)
            self._sent += 1
            try:
                pictures = stream.decode(packet)
            except MemoryError:
                raise
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self._note_broken(packet)
                continue
            yield from pictures

    def _sparing(self, due: Instants) -> Iterator[VideoPacket]:
        """The packets; before each, the decoder is told whether to decode its frame even if no other refers to it."""
        context = self._video.stream.codec_context
        for packet, gives_way in look_ahead(self._reader.packets()):
            undue = gives_way is not None and self._is_undue(packet, gives_way, due)
            context.skip_frame = "NONREF" if undue else "DEFAULT"
            yield packet

    def _is_undue(self, packet: VideoPacket, gives_way: int, due: Instants) -> bool:
        """Whether it is certain that the packet's frame, shown until the timestamp `gives_way`, is not sampled."""
        # What a packet of an interlaced video holds may be half a frame, whose other half is due.
        if packet.pts is None or self._zero is None or self._anywhere or self._interlaced:
            return False
        time, until = self._seconds(packet.pts - self._zero), self._seconds(gives_way - self._zero)
        if not self._latest < time <= self.end + LONGEST_STILL:  # it will be placed elsewhere
            return False
        start, per_second = due
        tick = float(self._time_base)
        return next(sample_times(max(start, time - tick), until + tick, per_second), None) is None

    def _note_broken(self, packet: VideoPacket | None) -> None:
        self._broken += 1
        if packet is not None and packet.pts is not None and self._zero is not None:
            self._broken_at = max(self._broken_at, self._seconds(packet.pts - self._zero))

    def _place(self, picture: VideoFrame) -> PresentedFrame:
        stamp = picture.pts if picture.pts is not None else picture.dts
        if self._zero is None:
            self._zero = stamp or 0
        time = self.end if stamp is None else self._seconds(stamp - self._zero)
        if self._video.discontinuous and self._is_joint(time):
            self._zero -= round((self.end - time) / self._time_base)
            time = self.end
        if time > self.end + LONGEST_STILL and not self._anywhere:
            time = self.end
        self._anywhere = False
        time = max(time, self._latest)
        self._interlaced = self._interlaced or picture.interlaced_frame
        shown_for = self._seconds(picture.duration) if picture.duration else self._frame_seconds
        self._latest, self.end = time, time + shown_for
        return PresentedFrame(time, time + shown_for, picture)

    def _is_joint(self, time: float) -> bool:
        return time < self._latest - JOINT_BACK or time > self.end + JOINT_FORWARD

    def _seconds(self, ticks: int) -> float:
        return float(ticks * self._time_base)

    def _seek(self, time: float) -> bool:
        """Go to the key frame before `time`; False where the container cannot, and decoding goes on where it was."""
        if self._zero is None or not self._reader.seek(self._zero + int(time / self._time_base)):
            return False
        self._latest = self.end = 0.0
        self._anywhere = True
        return True


def no_pictures(path: Path) -> UserError:
    """The error to show a person when nothing comes out of the decoder."""
    return UserError("None of its pictures can be decoded.", path=path, hint="Copy it again, or convert it to MP4.")


def too_long(path: Path, limits: DecodeLimits) -> UserError:
    """The error to show a person when a video goes on beyond a limit."""
    return UserError(
        f"It is longer than {limits.max_frames} frames or {limits.max_seconds / 3600:g} hours.",
        path=path,
        hint="Cut it into shorter pieces.",
    )
