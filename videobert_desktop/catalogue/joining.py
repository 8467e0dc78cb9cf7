"""Joins safetensors files into one without holding any of them in memory.

The format is simple: the header's length in eight bytes, the header in JSON, which names each tensor's type, shape
and place in the data, and the data.
"""

from __future__ import annotations

import errno
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LENGTH_BYTES = 8
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """Where the bytes of one tensor lie.

    Attributes:
        path: In which file.
        start: From which byte of the file on.
        length: How many bytes.
        dtype: The type of its numbers, as the format calls it.
        shape: Its shape.
    """

    path: Path
    start: int
    length: int
    dtype: str
    shape: tuple[int, ...]

    @property
    def item_size(self) -> int:
        """Bytes of one number; 1 if there are none."""
        return self.length // (math.prod(self.shape) or 1) or 1

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, a bounded number at a time."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = self.length
            while left:
                chunk = file.read(min(left, _CHUNK_BYTES))
                if not chunk:
                    raise OSError(errno.EIO, f"{self.path.name} ends before its data does")
                left -= len(chunk)
                yield chunk


def stored_tensors(path: Path) -> dict[str, StoredTensor]:
    """The tensors of a file that is known to be sound, by name; only its header is read."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    return {name: _tensor(path, _LENGTH_BYTES + length, entry) for name, entry in header.items()}


def joined(tensors: Mapping[str, StoredTensor]) -> Iterator[bytes]:
    """The bytes of a file that holds these tensors under these names, a bounded number at a time."""
    # The largest numbers first, so that all lie where a processor likes them.
    ordered = sorted(tensors.items(), key=lambda item: (-item[1].item_size, item[0]))
    header, place = {}, 0
    for name, tensor in ordered:
        offsets = [place, place + tensor.length]
        header[name] = {"dtype": tensor.dtype, "shape": tensor.shape, "data_offsets": offsets}
        place += tensor.length
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    yield len(text).to_bytes(_LENGTH_BYTES, "little") + text
    for _, tensor in ordered:
        yield from tensor.chunks()


def _tensor(path: Path, data: int, entry: Mapping[str, Any]) -> StoredTensor:
    start, end = entry["data_offsets"]
    return StoredTensor(path, data + start, end - start, entry["dtype"], tuple(entry["shape"]))
