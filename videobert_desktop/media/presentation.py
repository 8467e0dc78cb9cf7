"""The frames of a file in the order they are presented, with exact times, as far as the file is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av.error
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import TIME_TOLERANCE
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo, untold

# A joined recording's timestamps start anew: a step back, or forward, by more than so many seconds is a joint.
_JOINT_BACK = 0.5
_JOINT_FORWARD = 10.0


@dataclass(frozen=True, slots=True)
class PresentedFrame:
    """A decoded frame and the stretch of time it is shown for, in seconds from the first presented frame."""

    time: float
    end: float
    picture: VideoFrame


class Presentation:
    """Decodes a file sequentially and puts each frame in its place in time.

    Attributes:
        end: The end of the last frame so far, in seconds.
        broken_at: The latest time, in seconds, of a packet that could not be decoded; minus infinity if all could.
    """

    def __init__(self, video: OpenVideo, limits: DecodeLimits) -> None:
        self._video = video
        self._limits = limits
        self._time_base = Fraction(video.stream.time_base or 1)
        self._frame_seconds = float(1 / video.frame_rate) if video.frame_rate else 0.0
        self._zero: int | None = None
        self._latest = 0.0
        self.end = 0.0
        self.broken_at = float("-inf")

    def frames(self, start: float = 0.0) -> Iterator[PresentedFrame]:
        """Yield the frames in order, beginning at or before `start` (in seconds).

        Raises:
            UserError: Nothing can be decoded, the file cannot be read on, or it is beyond a limit.
        """
        frames = self._placed()
        first = self._first_of(frames)
        if start > 0 and self._seek(start):
            frames = self._placed()
            landed = next(frames, None)
            if landed is None or landed.time > start + TIME_TOLERANCE:  # it landed too late: from the beginning, then
                self._seek(0.0)
                frames = self._placed()
                landed = self._first_of(frames)
            first = landed
        yield first
        yield from frames

    def _first_of(self, frames: Iterator[PresentedFrame]) -> PresentedFrame:
        first = next(frames, None)
        if first is None:
            raise UserError(
                "None of its pictures can be decoded.",
                path=self._video.path,
                hint="Copy it again, or convert it to MP4.",
            )
        return first

    def _placed(self) -> Iterator[PresentedFrame]:
        for count, picture in enumerate(self._pictures()):
            frame = self._place(picture)
            if count >= self._limits.max_frames or frame.end > self._limits.max_seconds:
                raise UserError(
                    f"It is longer than {self._limits.max_frames} frames or {self._limits.max_seconds / 3600:g} hours.",
                    path=self._video.path,
                    hint="Cut it into shorter pieces.",
                )
            yield frame

    def _pictures(self) -> Iterator[VideoFrame]:
        stream = self._video.stream
        for packet in self._packets():
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

    def _packets(self) -> Iterator[Packet[VideoStream] | None]:
        """The track's packets, and one that flushes the decoder."""
        try:
            yield from self._video.container.demux(self._video.stream)
        except (av.error.InvalidDataError, av.error.EOFError):
            self.broken_at = float("inf")
            yield None
        except av.error.FFmpegError as error:
            raise untold(self._video.path, error) from error

    def _note_broken(self, packet: Packet[VideoStream] | None) -> None:
        if packet is not None and packet.pts is not None and self._zero is not None:
            self.broken_at = max(self.broken_at, self._seconds(packet.pts - self._zero))

    def _place(self, picture: VideoFrame) -> PresentedFrame:
        stamp = picture.pts if picture.pts is not None else picture.dts
        if self._zero is None:
            self._zero = stamp or 0
        time = self.end if stamp is None else self._seconds(stamp - self._zero)
        if self._video.discontinuous and self._is_joint(time):
            self._zero -= round((self.end - time) / self._time_base)
            time = self.end
        time = max(time, self._latest)
        shown_for = self._seconds(picture.duration) if picture.duration else self._frame_seconds
        self._latest, self.end = time, time + shown_for
        return PresentedFrame(time, time + shown_for, picture)

    def _is_joint(self, time: float) -> bool:
        return time < self._latest - _JOINT_BACK or time > self.end + _JOINT_FORWARD

    def _seconds(self, ticks: int) -> float:
        return float(ticks * self._time_base)

    def _seek(self, time: float) -> bool:
        """Go to the key frame before `time`; False where the container cannot, and decoding goes on where it was."""
        if self._video.discontinuous or self._zero is None:
            return False
        target = self._zero + int(time / self._time_base)
        try:
            self._video.container.seek(target, stream=self._video.stream)
        except av.error.FFmpegError:
            return False
        self._latest = self.end = 0.0
        return True
