"""Whether a file ends before its own headers say it does; not every container promises the length of its picture."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from videobert_desktop.media.files import unreadable

_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = 0x18538067
_RIFF_UNKNOWN = (0, 0xFFFFFFFF)


def is_cut_short(path: Path) -> bool:
    """Whether a Matroska, WebM or AVI file is shorter than its outermost element; False for all others.

    An element whose length was never filled in, as in a live recording, promises nothing.

    Raises:
        UserError: It cannot be read.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(12)
        if head.startswith(_EBML):
            promised = _matroska_length(file)
        elif (head[:4], head[8:]) == (b"RIFF", b"AVI "):
            length = int.from_bytes(head[4:8], "little")
            promised = None if length in _RIFF_UNKNOWN else 8 + length
        else:
            promised = None
    return promised is not None and promised > size


def _matroska_length(file: BinaryIO) -> int | None:
    """Where the segment ends, which follows the EBML header; None if it does not say."""
    file.seek(0)
    _element_id(file)
    header_length = _length(file)
    if header_length is None:
        return None
    file.seek(header_length, 1)
    if _element_id(file) != _SEGMENT:
        return None
    length = _length(file)
    return None if length is None else file.tell() + length


def _element_id(file: BinaryIO) -> int:
    first = file.read(1)
    return int.from_bytes(first + file.read(_extra_bytes(first)), "big")


def _length(file: BinaryIO) -> int | None:
    """An element's length: the leading zeros of the first byte say how many more there are; all ones are unknown."""
    first = file.read(1)
    extra = _extra_bytes(first)
    if not first or extra > 7:
        return None
    bits = 7 * (extra + 1)
    value = int.from_bytes(first + file.read(extra), "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else value


def _extra_bytes(first: bytes) -> int:
    return 8 - first[0].bit_length() if first else 0
