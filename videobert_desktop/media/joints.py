"""Recordings that were joined end to end: valid files, whose timestamps start anew in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

import av.error

from videobert_desktop.media.opening import OpenVideo, untold
from videobert_desktop.media.packet_clock import PacketClock
from videobert_desktop.media.reading import VideoPacket

# At so many places of a file it is looked whether time goes on.
_PLACES = 16
# A group of pictures that is larger than this, in bytes, is not read to its end before it is decoded.
_MOST_KEPT = 64 << 20


def is_joined(video: OpenVideo) -> bool:
    """Whether a file's timestamps step back somewhere, as far as a few glances tell.

    The container then stands anywhere.

    Raises:
        UserError: The file cannot be read.
    """
    if not video.discontinuous:
        return False
    size = video.path.stat().st_size
    stamps = [stamp for place in range(_PLACES) if (stamp := _stamp_near(video, size * place // _PLACES)) is not None]
    return any(later < earlier for earlier, later in pairwise(stamps))


def _stamp_near(video: OpenVideo, offset: int) -> int | None:
    """The first decoding time after a byte of the file; None if there is none, or the container finds no bytes."""
    try:
        video.container.seek(offset, unsupported_byte_offset=True)
        return next((packet.dts for packet in video.container.demux(video.stream) if packet.dts is not None), None)
    except (av.error.InvalidDataError, av.error.EOFError, av.error.PermissionError):
        return None
    except av.error.FFmpegError as error:
        raise untold(video.path, error) from error


def packets_from(
    video: OpenVideo, packets: Iterator[VideoPacket], zero: int, second: float
) -> tuple[Iterator[VideoPacket], int]:
    """Read a file whose container cannot seek, without decoding it, up to the key frame before an instant.

    Args:
        video: The open file.
        packets: Its packets from the first one on.
        zero: The timestamp of the first presented frame.
        second: The instant.

    Returns:
        The packets from that key frame on, and the timestamp that is time zero to them.
    """
    clock = PacketClock(video)
    clock.start(zero)
    origin, size = zero, 0
    group: list[VideoPacket] = []
    for packet in packets:
        if clock.is_joint(packet):
            clock.join(packet)
        time = clock.place(packet)
        if packet.is_keyframe and time <= second:
            origin, size, group = clock.stamp_at(0.0), 0, []
        group.append(packet)
        size += packet.size
        if (packet.is_keyframe and time > second) or size > _MOST_KEPT:
            break
    return chain(group, packets), origin
