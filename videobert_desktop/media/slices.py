"""The coded slices in a packet, without what containers put around and between them."""

from __future__ import annotations

from av.video.stream import VideoStream

_START_CODE = b"\x00\x00\x01"
# Where the picture begins behind the headers of the sequence, which some containers keep elsewhere.
_PICTURE_STARTS = {
    "mpeg1video": b"\x00\x00\x01\x00",
    "mpeg2video": b"\x00\x00\x01\x00",
    "mpeg4": b"\x00\x00\x01\xb6",
}


class SliceFinder:
    """Finds the coded slices in the packets of one track."""

    def __init__(self, stream: VideoStream) -> None:
        context = stream.codec_context
        self._codec = context.codec.canonical_name
        self._length_size = _length_size(self._codec, context.extradata or b"")

    def of(self, packet: bytes) -> bytes:
        """The coded slices of a packet, one after another; all of it where the codec has no such thing.

        Of H.264 and HEVC these are the slices alone: lengths or start codes, parameter sets, delimiters and messages
        come and go with the container.
        """
        if self._codec in _PICTURE_STARTS:
            return packet[max(0, packet.find(_PICTURE_STARTS[self._codec])) :].rstrip(b"\x00")
        if self._codec not in ("h264", "hevc"):
            return packet
        slices = [unit.rstrip(b"\x00") for unit in self._units(packet) if unit and self._is_slice(unit[0])]
        return b"".join(slices) or packet

    def _units(self, packet: bytes) -> list[bytes]:
        if self._length_size:
            units = _units_by_length(packet, self._length_size)
            if units is not None:
                return units
        return packet.split(_START_CODE)[1:]

    def _is_slice(self, header: int) -> bool:
        if self._codec == "h264":
            return 1 <= header & 0x1F <= 5
        return header >> 1 & 0x3F < 32


def _length_size(codec: str, extradata: bytes) -> int:
    """How many bytes tell the length of a unit, as the decoder's configuration in MP4 and Matroska says; 0 for none."""
    position = {"h264": 4, "hevc": 21}.get(codec)
    if position is None or len(extradata) <= position or extradata[0] != 1:
        return 0
    return (extradata[position] & 3) + 1


def _units_by_length(packet: bytes, length_size: int) -> list[bytes] | None:
    """The units, each with its length before it; None if the lengths do not add up to the packet."""
    units = []
    position = 0
    while position < len(packet):
        start = position + length_size
        position = start + int.from_bytes(packet[position:start], "big")
        units.append(packet[start:position])
    return units if position == len(packet) else None
