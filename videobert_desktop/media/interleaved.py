"""The packets of chosen tracks of a file, without reading more of the others than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import av.error
from av.packet import Packet
from av.stream import Discard, Stream

from videobert_desktop.media.opening import OpenVideo, untold


def packets_of(
    video: OpenVideo, tracks: Sequence[Stream], alive: Callable[[], None], *, pictures: bool = False
) -> Iterator[Packet[Any]]:
    """Yield the packets of some tracks from where the container stands, as far as the file can be read.

    Where packets can be found by an index, no other is read. Otherwise key frames come by too, though they are not
    given: a file of hours may hold but a few packets of a track, and all the while `alive` is to be called.

    Args:
        video: The open file.
        tracks: Which of its tracks, besides that of the picture.
        alive: Called for every packet.
        pictures: Whether the packets of the picture are wanted as well.

    Yields:
        Packets that hold something, in the order they are stored.

    Raises:
        UserError: The file cannot be read on.
    """
    chosen = {track.index for track in tracks} | ({video.stream.index} if pictures else set())
    read = [track for track in video.container.streams if track.index in chosen]
    for track in video.container.streams:
        track.discard = Discard.default if track.index in chosen else Discard.all
    if not pictures and not video.container.format.name.startswith("mov"):
        video.stream.discard = Discard.nonkey
        read.append(video.stream)
    try:
        for packet in video.container.demux(read):
            alive()
            if packet.size and packet.stream.index in chosen:  # an empty one tells of the end
                yield packet
    except (av.error.InvalidDataError, av.error.EOFError):
        return
    except av.error.FFmpegError as error:
        raise untold(video.path, error) from error
