"""What decoding yields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Frames travel in batches of at most this many: 8 s of video.
BATCH_FRAMES = 16


@dataclass(frozen=True, slots=True, eq=False)
class SampledFrames:
    """A batch of pictures, in the order of time.

    Attributes:
        times: (n,) float64, the sample instants in seconds from the first presented frame.
        pixels: (n, size, size, 3) uint8, RGB, upright, squashed to a square.
    """

    times: NDArray[np.float64]
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class DecodeEnd:
    """How the decoding of a file ended.

    Attributes:
        duration: Seconds from the first presented frame to the end of the last decoded one.
        damage: How it ended early ("damaged after 12.3 s"), or None if it did not.
    """

    duration: float
    damage: str | None
