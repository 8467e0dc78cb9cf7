"""Where packets lie in time, told without decoding them."""

from __future__ import annotations

from fractions import Fraction

from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.reading import VideoPacket

# A joined recording's timestamps start anew: a step back, or forward, by more than so many seconds is a joint.
JOINT_BACK = 0.5
JOINT_FORWARD = 10.0
# Nobody shows one picture for so many seconds: a timestamp that says so is wrong.
LONGEST_STILL = 3600.0


class PacketClock:
    """Places packets, taken in the order they are stored, on the time line of the pictures in them.

    Attributes:
        end: The end of the latest frame so far, in seconds from the first presented frame.
    """

    def __init__(self, video: OpenVideo) -> None:
        self._time_base = Fraction(video.stream.time_base or 1)
        self._frame_seconds = float(1 / video.frame_rate) if video.frame_rate else 0.0
        self._discontinuous = video.discontinuous
        self._zero = 0
        self._decoded_at: int | None = None
        self._anywhere = True
        self.end = 0.0

    def start(self, zero: int) -> None:
        """Set the timestamp that is time zero; the first packet may be anywhere after it."""
        self._zero = zero

    def stamp_at(self, time: float) -> int:
        """The timestamp of an instant in seconds, where no joint lies before it."""
        return self._zero + int(time / self._time_base)

    def is_joint(self, packet: VideoPacket) -> bool:
        """Whether another recording begins with this packet, the next one in the file."""
        if not self._discontinuous or packet.dts is None or self._decoded_at is None:
            return False
        step = float((packet.dts - self._decoded_at) * self._time_base)
        return step < -JOINT_BACK or step > JOINT_FORWARD

    def join(self, packet: VideoPacket) -> None:
        """Let the recording that begins with `packet` follow the one before it."""
        stamp = stamp_of(packet)
        if stamp is not None:
            self._zero = stamp - round(self.end / self._time_base)

    def place(self, packet: VideoPacket) -> float:
        """When the frame of the next packet begins, in seconds; `end` grows if it ends later than all before."""
        self._decoded_at = packet.dts if packet.dts is not None else self._decoded_at
        stamp = stamp_of(packet)
        time = self.end if stamp is None else self.time_of(stamp)
        self._anywhere = False
        if not (packet.is_discard or packet.is_corrupt):
            shown_for = float(packet.duration * self._time_base) if packet.duration else self._frame_seconds
            self.end = max(self.end, time + shown_for)
        return time

    def time_of(self, stamp: int) -> float:
        """A timestamp in seconds; one that lies unbelievably far ahead is taken for the end so far."""
        time = float((stamp - self._zero) * self._time_base)
        return self.end if time > self.end + LONGEST_STILL and not self._anywhere else time


def stamp_of(packet: VideoPacket) -> int | None:
    """The timestamp by which a packet is placed: that of presentation, or where there is none, of decoding."""
    return packet.pts if packet.pts is not None else packet.dts
