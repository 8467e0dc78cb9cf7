"""Where blocks of sound lie in time, when their timestamps are rounded, have gaps, overlap, or are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.media.packet_clock import LONGEST_STILL

# Containers round timestamps and guess some: as long as they stay this near, in seconds, blocks follow each other.
_JITTER_SECONDS = 0.05
# A step back by more is no overlap but a timestamp that is wrong.
_LONGEST_OVERLAP = 5.0
_SILENCE_SECONDS = 1


class Timeline:
    """Makes of blocks of samples, each with the place it is said to have, one signal without gaps.

    Places are numbers of samples, counted from the first presented frame.

    Attributes:
        end: The place of the sample that is given next.
    """

    def __init__(self, begin: int, rate: int) -> None:
        """Begin at `begin`, with so many samples a second: what comes before it is cut."""
        self.end = begin
        self._rate = rate
        self._expected: int | None = None

    def place(
        self, positions: Sequence[int], samples: NDArray[np.float32], *, joined: bool = True
    ) -> Iterator[NDArray[np.float32]]:
        """Yield silence up to a block, then what is new of it.

        Args:
            positions: Where the block may begin, the likeliest first; none if that is not known.
            samples: (n,) float32.
            joined: Whether nothing is known to be missing between the block before and this one.
        """
        position = self._position(positions, _JITTER_SECONDS * self._rate if joined else 0)
        self._expected = position + len(samples)
        while position > self.end:
            silence = np.zeros(min(position - self.end, _SILENCE_SECONDS * self._rate), np.float32)
            self.end += len(silence)
            yield silence
        fresh = samples[self.end - position :]
        if len(fresh):
            self.end += len(fresh)
            yield fresh

    def _position(self, positions: Sequence[int], jitter: float) -> int:
        expected = self.end if self._expected is None else self._expected
        back = _LONGEST_OVERLAP * self._rate
        if self._expected is None:  # what is read to find the beginning may lie any way before it
            back, jitter = float("inf"), 0
        for position in positions:
            if abs(position - expected) <= jitter:
                return expected
            if -back <= position - expected <= LONGEST_STILL * self._rate:
                return position
        return expected
