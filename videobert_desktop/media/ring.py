"""A few batches of pictures in shared memory, filled by the child while the parent works on earlier ones."""

from __future__ import annotations

from multiprocessing.heap import BufferWrapper

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.media.frames import BATCH_FRAMES

SLOT_COUNT = 3


class FrameRing:
    """`SLOT_COUNT` slots of `BATCH_FRAMES` square RGB pictures each.

    Parent and child make one each over the same memory, which the child is given as it starts. That memory has no name
    anywhere in the system: however the two end, nothing of it stays behind.
    """

    def __init__(self, memory: BufferWrapper, size: int) -> None:
        shape = (SLOT_COUNT, BATCH_FRAMES, size, size, 3)
        self._slots = np.ndarray(shape, np.uint8, buffer=memory.create_memoryview())

    def write(self, slot: int, number: int, pixels: NDArray[np.uint8]) -> None:
        """Put one picture, (size, size, 3) uint8, into place `number` of a slot."""
        self._slots[slot, number] = pixels

    def read(self, slot: int, count: int) -> NDArray[np.uint8]:
        """A copy of the first `count` pictures of a slot, (count, size, size, 3) uint8."""
        return self._slots[slot, :count].copy()


def ring_memory(size: int) -> BufferWrapper:
    """Memory that a child can share, enough for rings of pictures of up to `size` pixels a side; cheap until used."""
    return BufferWrapper(SLOT_COUNT * BATCH_FRAMES * size * size * 3)
