"""Just enough of the MP4 container's structure to say why a recording cannot be opened."""

from __future__ import annotations

from pathlib import Path

_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


def lacks_index(path: Path) -> bool:
    """Whether `path` is of the MP4 family but its index, the moov box, is missing or cut off.

    Cameras write the index last: a recording that was interrupted, or a copy that was, has none.
    """
    size = path.stat().st_size
    offset = 0
    with path.open("rb") as file:
        while offset < size:
            file.seek(offset)
            header = file.read(16)
            kind = header[4:8]
            if offset == 0 and kind not in _FIRST_BOXES:
                return False
            length = _box_length(header, size - offset)
            if kind == b"moov":
                return offset + length > size
            offset += length
    return True


def _box_length(header: bytes, rest: int) -> int:
    length = int.from_bytes(header[:4], "big")
    if length == 1 and len(header) == 16:  # the real length follows, in 64 bits
        length = int.from_bytes(header[8:16], "big")
    return length if length >= 8 else rest  # 0 says "to the end"; less than a header is nonsense
