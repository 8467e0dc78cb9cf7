"""What the timestamps of sound mean in a video's time, also where recordings were joined end to end."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from av.packet import Packet

from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.origin import Origin
from videobert_desktop.media.packet_clock import JOINT_FORWARD, PacketClock

# Sound is stored less than so many seconds behind its pictures.
_FARTHEST_BEHIND = 3


class SoundClock:
    """Tells times from timestamps.

    In a joined recording the pictures say where a new one begins; its sound may come a little earlier or later than
    they, and is told by which of the two beginnings puts it near them.
    """

    def __init__(self, video: OpenVideo, origin: Origin) -> None:
        self._joinable = video.discontinuous
        self._time_base = Fraction(video.stream.time_base or 1)
        self._pictures = PacketClock(video)
        self._pictures.start(int(origin.zero / self._time_base))
        self._zeros = [origin.zero]

    def pass_picture(self, packet: Packet[Any]) -> None:
        """Take note of a packet of the picture, the next one in the file."""
        if self._pictures.is_joint(packet):
            self._pictures.join(packet)
            self._zeros = [self._pictures.stamp_at(0.0) * self._time_base, self._zeros[0]]
        self._pictures.place(packet)

    def times(self, stamp: Fraction) -> tuple[Fraction, ...]:
        """What a timestamp of the container, in seconds, may mean in seconds from the first presented frame."""
        times = [stamp - zero for zero in self._zeros]
        if self._joinable:
            shown = Fraction(self._pictures.end)
            times = [time for time in times if shown - _FARTHEST_BEHIND <= time <= shown + JOINT_FORWARD]
        return tuple(times)
