"""The packets of a picture track, one after another, as far as the file can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import av.error
from av.packet import Packet
from av.video.stream import VideoStream

from videobert_desktop.media.opening import OpenVideo, untold

if TYPE_CHECKING:  # only there does a packet know its stream
    VideoPacket = Packet[VideoStream]
else:
    VideoPacket = Packet


class PacketReader:
    """Reads an open video from where its container stands, calling `alive` for every packet.

    Attributes:
        broke_off: Whether the container's own structure ended in the middle.
    """

    def __init__(self, video: OpenVideo, alive: Callable[[], None]) -> None:
        self._video = video
        self._alive = alive
        self.broke_off = False

    def packets(self) -> Iterator[VideoPacket]:
        """Yield the packets that hold something, in the order they are stored.

        Raises:
            UserError: The file cannot be read on.
        """
        try:
            for packet in self._video.container.demux(self._video.stream):
                self._alive()
                if packet.size:  # an empty one would tell the decoder that this is the end
                    yield packet
        except (av.error.InvalidDataError, av.error.EOFError):
            self.broke_off = True
        except av.error.FFmpegError as error:
            raise untold(self._video.path, error) from error

    def seek(self, stamp: int) -> bool:
        """Go to the key frame before a timestamp of the track; False if the container cannot, and nothing changed."""
        if self._video.discontinuous:
            return False
        try:
            self._video.container.seek(stamp, stream=self._video.stream)
        except av.error.FFmpegError:
            return False
        return True
