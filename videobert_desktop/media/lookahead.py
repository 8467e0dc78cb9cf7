"""When each frame of a track gives way to the next, told from the packets around its own, before it is decoded."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.reading import VideoPacket

# Codecs put at most 16 frames out of order: the frame that follows another in time is within twice that on either side.
REACH = 32
# Packets that are larger than this together are not waited for, in bytes.
MOST_AHEAD = 32 << 20

# The codecs in which frames that no other refers to are common, and whose decoders can leave out any one of them.
_SPARING_CODECS = frozenset(["h264", "hevc", "mpeg1video", "mpeg2video", "mpeg4"])


def can_leave_out(video: OpenVideo) -> bool:
    """Whether single frames may be left undecoded, if no other refers to them, and their times are told beforehand."""
    context = video.stream.codec_context
    codec = context.codec.canonical_name
    if video.discontinuous or codec not in _SPARING_CODECS:
        return False
    return codec != "hevc" or _has_one_layer(context.extradata or b"")


def _has_one_layer(configuration: bytes) -> bool:
    """Whether HEVC is not scalable in time: frames marked as unreferenced may be referred to from a higher layer."""
    return len(configuration) > 21 and configuration[0] == 1 and configuration[21] >> 3 & 7 == 1


def look_ahead(packets: Iterable[VideoPacket]) -> Iterator[tuple[VideoPacket, int | None]]:
    """Yield each packet with the timestamp at which its frame gives way to the next; None where that is not certain.

    It is not for the last packets, nor near packets that are broken, are not to be shown, have no timestamps or step
    back in time, nor where two packets have the same timestamp.
    """
    ahead: deque[VideoPacket] = deque()
    size = 0
    decoded_at: int | None = None
    # The timestamps around the first packet of `ahead`: those of at most `REACH` before it, its own, those after it.
    stamps: deque[int | None] = deque(maxlen=2 * REACH + 1)
    for packet in packets:
        ahead.append(packet)
        size += packet.size
        stamps.append(_certain_stamp(packet, decoded_at))
        decoded_at = packet.dts
        if len(ahead) > REACH:
            size -= ahead[0].size
            yield ahead.popleft(), _successor(stamps[-REACH - 1], stamps)
        while size > MOST_AHEAD:
            size -= ahead[0].size
            yield ahead.popleft(), None
    yield from ((packet, None) for packet in ahead)


def _certain_stamp(packet: VideoPacket, decoded_before: int | None) -> int | None:
    if packet.is_discard or packet.is_corrupt or packet.dts is None:
        return None
    steps_back = decoded_before is not None and packet.dts <= decoded_before
    return None if steps_back else packet.pts


def _successor(stamp: int | None, stamps: deque[int | None]) -> int | None:
    """The least timestamp after `stamp`, if all are known."""
    if stamp is None or None in stamps or stamps.count(stamp) > 1:
        return None
    return min((other for other in stamps if other is not None and other > stamp), default=None)
