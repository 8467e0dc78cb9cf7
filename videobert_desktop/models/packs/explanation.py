"""Why a sentence and a moment belong together, as far as attention tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Which words looked at which windows, and where in them.

    Attributes:
        words: The sentence's words, t of them.
        windows: (t, n) float32, how much each word attended to each window; each row sums to 1.
        grid: (t, n, 3, 3) float32, the same for the parts of each window's picture; each word's sum to 1.
    """

    words: tuple[str, ...]
    windows: NDArray[np.float32]
    grid: NDArray[np.float32]
