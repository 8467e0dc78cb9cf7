"""What stays the same when a video is put into another container or gets other metadata: its coded pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import av.error
from av.packet import Packet
from av.video.stream import VideoStream

from videobert_desktop.media.duration import declared_duration
from videobert_desktop.media.opening import OpenVideo, untold
from videobert_desktop.media.slices import SliceFinder

# Where the second and the third packet are taken, as parts of the duration.
SAMPLE_POINTS = (Fraction(3, 7), Fraction(6, 7))
# Containers round times, and some know only the order of decoding, so that no single packet is nearest to an instant
# in all of them. The longest one within this distance of it, in seconds, is the same in nearly all.
_REACH = 1.0
# How many packets are read for one sample: a minute without a key frame, at thirty frames a second.
_MAX_PACKETS = 2000


def sampled_packet_hashes(video: OpenVideo) -> tuple[str, ...]:
    """Digests of three packets of the picture track: the first one, and one near each of the `SAMPLE_POINTS`.

    Nothing is decoded. Copies whose container or metadata was changed have the same digests, as long as the coded
    pictures are the same.

    Args:
        video: A video that was just opened, of which nothing has been read yet.

    Returns:
        Three hex digests; nothing if there is no packet.

    Raises:
        UserError: The file cannot be read on.
    """
    sampler = _Sampler(video)
    if not sampler.first:
        return ()
    duration = declared_duration(video)
    samples = [sampler.first, *(sampler.longest_near(float(point) * duration) for point in SAMPLE_POINTS)]
    return tuple(hashlib.blake2b(sample, digest_size=16).hexdigest() for sample in samples)


class _Sampler:
    """Finds packets of one video by their times.

    Attributes:
        first: The coded slices of the first packet that decoding can begin with; empty if there is no packet.
    """

    def __init__(self, video: OpenVideo) -> None:
        self._video = video
        self._slices = SliceFinder(video.stream)
        self._time_base = Fraction(video.stream.time_base or 1)
        self._origin = 0
        self.first = b""
        first = self._first_packet()
        if first is not None:
            self._origin = _presented(first) or 0
            self.first = self._slices.of(bytes(first))

    def longest_near(self, instant: float) -> bytes:
        """The coded slices of the longest packet near `instant`, in seconds; of the last before it if none is near."""
        for start in (instant - 2 * _REACH, 0.0):
            self._seek(max(0.0, start))
            sample = self._longest_from_here(instant, may_begin_late=start <= 0.0)
            if sample is not None:
                return sample
        return self.first

    def _first_packet(self) -> Packet[VideoStream] | None:
        """The first key packet, since a remux leaves out what comes before it; the very first if there is no such."""
        first = None
        for packet in self._packets():
            if packet.is_keyframe:
                return packet
            first = first or packet
        return first

    def _longest_from_here(self, instant: float, *, may_begin_late: bool) -> bytes | None:
        """As `longest_near`; None where the reading begins too late for it."""
        before: Packet[VideoStream] | None = None
        longest = b""
        for packet in self._packets():
            time = self._seconds(_presented(packet))
            if time is None:
                continue
            if time < instant - _REACH:
                before = packet
            elif before is None and not may_begin_late:
                return None
            elif time <= instant + _REACH:
                longest = max(longest, self._slices.of(bytes(packet)), key=lambda slices: (len(slices), slices))
            elif (self._seconds(packet.dts) or 0.0) > instant + _REACH:
                break  # whatever is decoded later is presented later still
        if longest or before is None:
            return longest or None
        return self._slices.of(bytes(before))

    def _packets(self) -> Iterator[Packet[VideoStream]]:
        """The packets that follow, up to the end or to where the file is broken, and not too many."""
        packets = self._video.container.demux(self._video.stream)
        try:
            yield from (packet for packet in islice(packets, _MAX_PACKETS) if packet.size)
        except (av.error.InvalidDataError, av.error.EOFError):
            return
        except av.error.FFmpegError as error:
            raise untold(self._video.path, error) from error

    def _seek(self, second: float) -> None:
        """Go to a key packet before `second`; where the container cannot, the reading goes on where it was."""
        target = self._origin + int(second / self._time_base)
        try:
            self._video.container.seek(target, stream=self._video.stream)
        except (av.error.FFmpegError, OverflowError):
            return

    def _seconds(self, ticks: int | None) -> float | None:
        return None if ticks is None else float((ticks - self._origin) * self._time_base)


def _presented(packet: Packet[VideoStream]) -> int | None:
    return packet.pts if packet.pts is not None else packet.dts
