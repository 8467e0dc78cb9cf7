"""A few batches of pictures in shared memory, filled by the child while the parent works on earlier ones."""

from __future__ import annotations

import contextlib
import weakref
from multiprocessing.shared_memory import SharedMemory

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.media.frames import BATCH_FRAMES

SLOT_COUNT = 3


class FrameRing:
    """`SLOT_COUNT` slots of `BATCH_FRAMES` square RGB pictures each.

    The parent creates it and removes it from the system; the child attaches to it by name. Forgotten or not, it is
    removed at the latest when the parent exits.

    Attributes:
        size: Side of the pictures, in pixels.
        name: What the child attaches to.
    """

    def __init__(self, memory: SharedMemory, size: int, *, owner: bool) -> None:
        self._memory = memory
        self.size = size
        self.name = memory.name
        self.close = weakref.finalize(self, _release, memory, owner=owner)

    @classmethod
    def create(cls, size: int) -> FrameRing:
        """Make a ring for pictures of `size` pixels a side."""
        return cls(SharedMemory(create=True, size=SLOT_COUNT * _slot_bytes(size)), size, owner=True)

    @classmethod
    def attach(cls, name: str, size: int) -> FrameRing:
        """Use the ring that the parent made."""
        return cls(SharedMemory(name), size, owner=False)

    def write(self, slot: int, number: int, pixels: NDArray[np.uint8]) -> None:
        """Put one picture, (size, size, 3) uint8, into place `number` of a slot."""
        self._view(slot)[number] = pixels

    def read(self, slot: int, count: int) -> NDArray[np.uint8]:
        """A copy of the first `count` pictures of a slot, (count, size, size, 3) uint8."""
        return self._view(slot)[:count].copy()

    def _view(self, slot: int) -> NDArray[np.uint8]:
        # Never kept: shared memory cannot be closed while an array looks into it.
        shape = (BATCH_FRAMES, self.size, self.size, 3)
        return np.ndarray(shape, np.uint8, buffer=self._memory.buf, offset=slot * _slot_bytes(self.size))


def _slot_bytes(size: int) -> int:
    return BATCH_FRAMES * size * size * 3


def _release(memory: SharedMemory, *, owner: bool) -> None:
    memory.close()
    if owner:
        with contextlib.suppress(FileNotFoundError):  # swept away by the system's own cleaning
            memory.unlink()
