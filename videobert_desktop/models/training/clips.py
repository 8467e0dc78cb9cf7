"""Synthetic clips: photographs joined as if they were the windows of a video, some of them seen twice in a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

REPEATED_SHARE = 0.25
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Clips:
    """Sequences of windows.

    Attributes:
        windows: (c, w) int64, which window stands where; `NOWHERE` is padding.
    """

    windows: NDArray[np.int64]

    @property
    def mask(self) -> Tensor:
        """(c, w) int64, 0 where there is padding."""
        return torch.from_numpy((self.windows != NOWHERE).astype(np.int64))

    def take(self, rows: Tensor) -> Tensor:
        """The rows (n, ...) of the windows, in their places: (c, w, ...); padding shows the first row."""
        return rows[torch.from_numpy(np.maximum(self.windows, 0))]


def arrange_clips(count: int, longest: int, random: np.random.Generator) -> tuple[Clips, NDArray[np.int64]]:
    """Arrange photographs into clips of one to `longest` windows.

    Args:
        count: How many photographs there are; each is the window of its number.
        longest: Windows that a clip has at most.
        random: Draws the lengths, and which photographs are seen twice.

    Returns:
        The clips, and the photographs (r,) that are seen twice: their second windows are count, count + 1, and so on.
    """
    repeated = np.sort(random.choice(count, round(count * REPEATED_SHARE), replace=False))
    second = {photo: count + number for number, photo in enumerate(repeated.tolist())}
    clips: list[list[int]] = [[]]
    room = int(random.integers(1, longest + 1))
    for photo in range(count):
        shots = [photo, second[photo]] if photo in second and longest > 1 else [photo]
        if len(clips[-1]) + len(shots) > room:
            clips.append([])
            room = max(len(shots), int(random.integers(1, longest + 1)))
        clips[-1] += shots
    filled = [clip for clip in clips if clip]
    windows = np.full((len(filled), max(map(len, filled))), NOWHERE, np.int64)
    for row, clip in zip(windows, filled, strict=True):
        row[: len(clip)] = clip
    return Clips(windows), repeated
