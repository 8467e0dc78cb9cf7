"""What VideoBERT reads of windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class WindowRows:
    """Windows as they go into the transformer, in the order of time.

    Attributes:
        features: (n, parts, size) float32, the mean tokens of each window's frames: the whole picture, its 3x3 parts
            and the concept.
        visual_words: (n,) int64, the visual word of each window.
    """

    features: NDArray[np.float32]
    visual_words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.visual_words)

    def __getitem__(self, which: slice | NDArray[np.int64]) -> Self:
        return type(self)(self.features[which], self.visual_words[which])

    def groups(self, size: int) -> list[Self]:
        """Groups of `size` windows, counted from the first; the last may have fewer."""
        return [self[start : start + size] for start in range(0, len(self), size)]

    def spread(self, most: int) -> Self:
        """At most `most` windows, evenly spread from the first to the last."""
        if len(self) <= most:
            return self
        return self[np.linspace(0, len(self) - 1, most).round().astype(np.int64)]
