"""A first glance at a video: its key frames, each decoded by itself; reference frames where those are rare.

What lies between is read but not decoded, so that a glance costs a small part of decoding everything. It seeks
nothing on its way, and so it works in every container.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import av.error
from av.video.frame import VideoFrame

from videobert_desktop.domain.timing import TIME_TOLERANCE
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.packet_clock import PacketClock, stamp_of
from videobert_desktop.media.presentation import no_pictures, too_long
from videobert_desktop.media.reading import PacketReader, VideoPacket

LEAST_SECONDS_APART = 3.0
LONGEST_GAP = 10.0
# What is kept of a group of pictures until it is known whether its key frame is enough, in bytes.
MOST_KEPT = 64 << 20

Glance = tuple[float, VideoFrame]


class KeyFrames:
    """The pictures of a fast pass through an open video.

    The packets since the last key frame are kept. When the next key frame turns out to be more than 10 s away, they are
    decoded after all, without the frames that no other refers to, and so is what follows until that key frame.
    `alive` is called for every packet.
    """

    def __init__(self, video: OpenVideo, limits: DecodeLimits, alive: Callable[[], None] = lambda: None) -> None:
        self._video = video
        self._context = video.stream.codec_context
        self._limits = limits
        self._reader = PacketReader(video, alive)
        self._clock = PacketClock(video)
        self._kept: list[VideoPacket] = []
        self._kept_bytes = 0
        self._group_start = 0.0
        self._in_sequence = False
        self._keys_stand_alone = True
        self._delay = 0
        self._next_due = 0.0
        self._broken_at = float("-inf")

    @property
    def end(self) -> float:
        """The end of the last frame so far, in seconds, decoded or not."""
        return self._clock.end

    @property
    def broken_at(self) -> float:
        """The latest time, in seconds, of a packet that was found broken; minus infinity if none was."""
        return float("inf") if self._reader.broke_off else self._broken_at

    def pictures(self, start: float = 0.0) -> Iterator[Glance]:
        """Yield pictures from `start` (in seconds) on, at least 3 s apart, with their times in seconds.

        Raises:
            UserError: Nothing can be decoded, the file cannot be read on, or it is beyond a limit.
        """
        packets = self._reader.packets()
        first, read = self._first_picture(packets)
        self._next_due = start
        if start <= 0.0:
            yield self._taken(0.0, first)
        for count, packet in enumerate(self._from(start) or chain(read, packets)):
            if count >= self._limits.max_frames or self._clock.end > self._limits.max_seconds:
                raise too_long(self._video.path, self._limits)
            yield from self._look_at(packet)
        yield from self._leave_sequence()

    def _first_picture(self, packets: Iterator[VideoPacket]) -> tuple[VideoFrame, list[VideoPacket]]:
        """The first presented frame, which is time zero, and the packets that were read to find it."""
        read: list[VideoPacket] = []
        size, zero = 0, None
        for packet in chain(packets, [None]):
            pictures = self._decode(packet)
            if packet is not None:
                zero = stamp_of(packet) if zero is None else zero
                size += packet.size
                read.append(packet)
                if size > MOST_KEPT:
                    read, size = [], 0
            if pictures:
                break
        else:
            raise no_pictures(self._video.path)
        self._begin(pictures[0], zero or 0)
        return pictures[0], read

    def _begin(self, first: VideoFrame, first_stamp: int) -> None:
        """Set time zero; without presentation times, a decoder gives each frame that of a later packet."""
        if first.pts is None and first.dts is not None:
            self._delay = first.dts - first_stamp
        self._clock.start(first_stamp if first.pts is None else first.pts)
        self._broken_at = float("-inf")
        self._context.flush_buffers()

    def _from(self, start: float) -> Iterator[VideoPacket] | None:
        """The packets from the key frame before `start` on; None where the container cannot seek."""
        if start <= 0.0 or not self._reader.seek(self._clock.stamp_at(start)):
            return None
        packets = self._reader.packets()
        landed = next(packets, None)
        if landed is not None and self._clock.time_of(stamp_of(landed) or 0) <= start + TIME_TOLERANCE:
            return chain([landed], packets)
        self._reader.seek(self._clock.stamp_at(0.0))
        return self._reader.packets()

    def _look_at(self, packet: VideoPacket) -> Iterator[Glance]:
        if self._clock.is_joint(packet):
            yield from self._leave_sequence()
            self._forget_group()
            self._clock.join(packet)
        time = self._clock.place(packet)
        if packet.is_corrupt:
            self._broken_at = max(self._broken_at, time)
        if packet.is_keyframe and self._keys_stand_alone:
            yield from self._leave_sequence()
            yield from self._look_at_key(packet, time)
        if self._in_sequence:
            yield from self._due(self._decode(packet))
        else:
            yield from self._keep(packet, time)

    def _look_at_key(self, packet: VideoPacket, time: float) -> Iterator[Glance]:
        if self._is_due(time) and not packet.is_discard:
            self._context.skip_frame = "DEFAULT"
            pictures = self._decode(packet) + self._decode(None)
            self._context.flush_buffers()
            if pictures:
                yield self._taken(time, pictures[0])
            elif self._broken_at < time:  # the picture builds up over many frames, as in gradual refresh
                self._keys_stand_alone = False
                return
        self._forget_group()

    def _keep(self, packet: VideoPacket, time: float) -> Iterator[Glance]:
        if not self._kept:
            self._group_start = time
        self._kept.append(packet)
        self._kept_bytes += packet.size
        wanted = time >= max(self._group_start + LONGEST_GAP - TIME_TOLERANCE, self._next_due)
        if wanted or self._kept_bytes > MOST_KEPT:
            self._in_sequence = True
            self._context.skip_frame = "NONREF"
            for kept in self._kept:
                yield from self._due(self._decode(kept))
            self._forget_group()

    def _leave_sequence(self) -> Iterator[Glance]:
        if self._in_sequence:
            yield from self._due(self._decode(None))
            self._context.flush_buffers()
            self._in_sequence = False

    def _forget_group(self) -> None:
        self._kept, self._kept_bytes = [], 0

    def _decode(self, packet: VideoPacket | None) -> list[VideoFrame]:
        """The pictures that come out when a packet, or None to have the last ones, goes in."""
        try:
            return self._video.stream.decode(packet)
        except MemoryError:
            raise
        except av.error.FFmpegError:
            stamp = None if packet is None else stamp_of(packet)
            if stamp is not None:
                self._broken_at = max(self._broken_at, self._clock.time_of(stamp))
            return []

    def _due(self, pictures: list[VideoFrame]) -> Iterator[Glance]:
        for picture in pictures:
            time = self._time_of(picture)
            if time is not None and self._is_due(time):
                yield self._taken(time, picture)

    def _time_of(self, picture: VideoFrame) -> float | None:
        if picture.pts is not None:
            return self._clock.time_of(picture.pts)
        return None if picture.dts is None else self._clock.time_of(picture.dts - self._delay)

    def _is_due(self, time: float) -> bool:
        return time >= self._next_due - TIME_TOLERANCE

    def _taken(self, time: float, picture: VideoFrame) -> Glance:
        self._next_due = time + LEAST_SECONDS_APART
        return time, picture
