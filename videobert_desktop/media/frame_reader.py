"""The frames of a file one after another, each in its place in time, from wherever one wants to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av.error
from av.video.frame import VideoFrame

from videobert_desktop.media.joints import is_joined, packets_from
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo, open_video
from videobert_desktop.media.packet_clock import JOINT_BACK, JOINT_FORWARD, LONGEST_STILL
from videobert_desktop.media.reading import PacketReader, VideoPacket

# Streams without timestamps: what they are given depends on where the reading began.
_UNTIMED = frozenset(["mpegvideo", "m4v"])
# Containers in which only some frames have timestamps: those before the second key frame may be guessed wrong.
_SPARSELY_TIMED = frozenset(["mpeg"])


@dataclass(frozen=True, slots=True, eq=False)
class PlacedFrame:
    """A decoded frame and the stretch of time it says it is shown for, in seconds from the first presented frame."""

    time: float
    end: float
    picture: VideoFrame

    @property
    def size(self) -> int:
        """What it takes, in bytes."""
        return sum(plane.buffer_size for plane in self.picture.planes)


class FrameReader:
    """Decodes a file for looking at it.

    Attributes:
        video: The open file; opened anew when it is read from its beginning again.
        joined: Whether it is a recording that was joined from several, as far as is known.
        alive: Called for every packet that is read; it may raise to stop the reading, which then begins elsewhere.
    """

    def __init__(self, path: Path, limits: DecodeLimits) -> None:
        """Open the file.

        Raises:
            UserError: It cannot be read, is no video, or is beyond a limit.
        """
        self._path = path
        self._limits = limits
        self._files = ExitStack()
        self._seekable = True
        self._zero: int | None = None
        self._origin = 0
        self._latest = self._end = 0.0
        self._anywhere = True
        self._frames: Iterator[PlacedFrame] = iter(())
        self.alive: Callable[[], None] = _go_on
        self.video = self._open()
        try:
            self.joined = is_joined(self.video)
        except BaseException:
            self.close()
            raise

    @property
    def can_seek(self) -> bool:
        """Whether the container finds instants by itself, as far as is known."""
        return self._seekable and not self.joined and self.video.container.format.name not in _UNTIMED

    @property
    def first_stamp(self) -> int:
        """The timestamp of the first presented frame, in the track's time base."""
        return self._zero or 0

    def next(self) -> PlacedFrame | None:
        """The next frame; None at the end."""
        return next(self._frames, None)

    def seek(self, second: float) -> bool:
        """Go to a key frame before `second`, by the container's index; False where it cannot, and nothing changed."""
        if not self.can_seek:
            return False
        stream = self.video.stream
        try:
            self.video.container.seek(self.first_stamp + int(second / self._time_base), stream=stream)
        except (av.error.FFmpegError, OverflowError):
            self._seekable = False
            return False
        packets = _from_key_frame(self._packets())
        if self.video.container.format.name in _SPARSELY_TIMED:
            next(packets, None)
            packets = _from_key_frame(packets)
        self._stand(self.first_stamp, packets)
        return True

    def begin(self, second: float = 0.0) -> None:
        """Begin with the first frame; where the container cannot seek, with the key frame before `second`.

        Raises:
            UserError: The file cannot be opened again.
        """
        self.video = self._open()
        packets, origin = self._packets(), self.first_stamp
        if self._zero is not None and second > 0 and not self.can_seek:
            packets, origin = packets_from(self.video, packets, origin, second)
        self._stand(origin, packets)

    def close(self) -> None:
        """Let go of the file."""
        self._frames = iter(())
        self._files.close()

    def _open(self) -> OpenVideo:
        self._files.close()
        video = self._files.enter_context(open_video(self._path, self._limits))
        context = video.stream.codec_context
        # Edges of blocks are smoothed here: these pictures are looked at in full size.
        context.options = {name: value for name, value in context.options.items() if name != "skip_loop_filter"}
        self._time_base = Fraction(video.stream.time_base or 1)
        self._frame_seconds = float(1 / video.frame_rate) if video.frame_rate else 0.0
        return video

    def _packets(self) -> Iterator[VideoPacket]:
        return PacketReader(self.video, self._look_alive).packets()

    def _look_alive(self) -> None:
        self.alive()

    def _stand(self, origin: int, packets: Iterator[VideoPacket]) -> None:
        self._origin = origin
        self._latest = self._end = 0.0
        self._anywhere = True
        self._frames = self._decoded(packets)

    def _decoded(self, packets: Iterator[VideoPacket]) -> Iterator[PlacedFrame]:
        """What can be decoded of the packets."""
        stream = self.video.stream
        for packet in chain(packets, [None]):
            try:
                pictures = stream.decode(packet)
            except MemoryError:
                raise
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                continue
            yield from map(self._place, pictures)

    def _place(self, picture: VideoFrame) -> PlacedFrame:
        """Put a frame where sampling puts it, so that both name the same instant for it."""
        stamp = picture.pts if picture.pts is not None else picture.dts
        if self._zero is None:
            self._zero = self._origin = stamp or 0
        time = self._end if stamp is None else float((stamp - self._origin) * self._time_base)
        if self._is_joint(time):
            self._origin -= round((self._end - time) / self._time_base)
            self.joined = True
            time = self._end
        if time > self._end + LONGEST_STILL and not self._anywhere:
            time = self._end
        self._anywhere = False
        time = max(time, self._latest)
        shown_for = float(picture.duration * self._time_base) if picture.duration else self._frame_seconds
        self._latest, self._end = time, time + shown_for
        return PlacedFrame(time, time + shown_for, picture)

    def _is_joint(self, time: float) -> bool:
        if not self.video.discontinuous or self._anywhere:
            return False
        return time < self._latest - JOINT_BACK or time > self._end + JOINT_FORWARD


def _from_key_frame(packets: Iterator[VideoPacket]) -> Iterator[VideoPacket]:
    """The packets, without those that come before a key frame: what refers to frames before them is broken."""
    for packet in packets:
        if packet.is_keyframe:
            yield packet
            yield from packets


def _go_on() -> None:
    """The `alive` of who does not mind."""
