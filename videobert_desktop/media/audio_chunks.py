"""The pieces in which sound is handed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second that are given."""
CHUNK_SECONDS = 5
"""How long a piece is at most."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """A stretch of sound; the next one begins where it ends.

    Attributes:
        start: When it begins, in seconds from the first presented frame.
        samples: (n,) float32 in [-1, 1], one channel, 16,000 a second, at most 5 s.
    """

    start: float
    samples: NDArray[np.float32]


class Chunks:
    """Cuts samples into pieces of five seconds, from a first one on.

    Attributes:
        first: The number of the first sample that is given.
        end: The number of the next one.
    """

    def __init__(self, first: int) -> None:
        self.first = self.end = first
        self._samples = np.zeros(CHUNK_SECONDS * SAMPLE_RATE, np.float32)
        self._count = 0

    def add(self, numbered: tuple[int, NDArray[np.float32]]) -> Iterator[AudioChunk]:
        """Yield the pieces that are full with these samples, which follow those before but for a moment's silence."""
        number, samples = numbered
        samples = samples[max(0, self.end - number) :]
        if len(samples) and number > self.end:
            samples = np.concatenate([np.zeros(number - self.end, np.float32), samples])
        while len(samples):
            part = samples[: len(self._samples) - self._count]
            self._samples[self._count : self._count + len(part)] = part
            self._count += len(part)
            self.end += len(part)
            samples = samples[len(part) :]
            if self._count == len(self._samples):
                yield from self.rest()

    def rest(self) -> Iterator[AudioChunk]:
        """Yield what has been collected, if anything."""
        if self._count:
            yield AudioChunk((self.end - self._count) / SAMPLE_RATE, self._samples[: self._count].copy())
            self._count = 0
