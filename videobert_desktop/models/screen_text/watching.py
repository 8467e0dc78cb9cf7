"""Which pictures of a video are worth reading: those that have changed, and in which something may be written."""

from __future__ import annotations

from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

SECONDS_BETWEEN_READINGS = 10.0

_GRID = 36, 64
# Cells whose brightness differs by more than coding noise, of 255.
_NOTICEABLE = 10.0
_UNCHANGED, _CUT = 0.004, 0.5
# Strokes: neighbouring pixels that differ by so much, of 255, the other way round within a few pixels.
_STROKE, _STROKE_WIDTH = 40, 12
_CELL = 16
_STROKES_IN_A_CELL = 6
_CELLS_IN_A_ROW = 2

Grid = NDArray[np.float32]


class Look(Enum):
    """What there is to do about a picture.

    Attributes:
        UNCHANGED: Nothing: it looks like the one that was read last, or found to have nothing to read.
        CHANGED: Nothing now, but what was written may be gone.
        READ: It is to be read.
    """

    UNCHANGED = auto()
    CHANGED = auto()
    READ = auto()


class PictureWatch:
    """Looks at the pictures of one video in the order of time.

    At most one picture in ten seconds is to be read, and of a shot in which nothing is written only one.
    """

    def __init__(self) -> None:
        self._before: Grid | None = None
        self._settled: Grid | None = None
        self._read_at = float("-inf")
        self._nothing_here = False

    def look(self, time: float, picture: NDArray[np.uint8]) -> Look:
        """Look at the next picture.

        Args:
            time: When it is shown, in seconds.
            picture: (height, width, 3) uint8.
        """
        grey = _grey(picture)
        grid = _brightness(grey)
        if self._before is None or _difference(self._before, grid) > _CUT:
            self._nothing_here = False
        self._before = grid
        if self._settled is not None and _difference(self._settled, grid) <= _UNCHANGED:
            return Look.UNCHANGED
        if self._nothing_here or time - self._read_at < SECONDS_BETWEEN_READINGS:
            return Look.CHANGED
        self._settled = grid
        if not may_hold_writing(grey):
            return Look.CHANGED
        self._read_at = time
        return Look.READ

    def tell(self, *, found: bool) -> None:
        """Tell whether anything was written in the picture that was read."""
        self._nothing_here = not found


def may_hold_writing(grey: NDArray[np.int16]) -> bool:
    """Whether there are strokes in a row somewhere: edges up and down in brightness close to each other.

    It lets pass what has fine structure, too, and refuses plain surfaces, soft shapes and single edges.

    Args:
        grey: (height, width) int16, brightness.
    """
    steps = np.diff(grey, axis=1)
    rising, falling = steps > _STROKE, steps < -_STROKE
    strokes = np.zeros_like(rising)
    for distance in range(1, _STROKE_WIDTH + 1):
        strokes[:, distance:] |= rising[:, distance:] & falling[:, :-distance]
        strokes[:, distance:] |= falling[:, distance:] & rising[:, :-distance]
    height, width = (side // _CELL * _CELL for side in strokes.shape)
    if not height or not width:
        return bool(strokes.any())
    cells = strokes[:height, :width].reshape(height // _CELL, _CELL, width // _CELL, _CELL).sum((1, 3))
    dense = cells >= _STROKES_IN_A_CELL
    beside = dense[:, 1:] & dense[:, :-1] if _CELLS_IN_A_ROW > 1 and dense.shape[1] > 1 else dense
    return bool(beside.any())


def _grey(picture: NDArray[np.uint8]) -> NDArray[np.int16]:
    """The green channel, which is most of the brightness."""
    return picture[..., 1].astype(np.int16)


def _brightness(grey: NDArray[np.int16]) -> Grid:
    """The mean brightness in each cell of a coarse grid."""
    rows, columns = (np.linspace(0, side, n + 1).astype(int)[:-1] for side, n in zip(grey.shape, _GRID, strict=True))
    sums = np.add.reduceat(np.add.reduceat(grey, rows, axis=0, dtype=np.int32), columns, axis=1)
    heights, widths = (np.diff([*edges, side]) for edges, side in ((rows, grey.shape[0]), (columns, grey.shape[1])))
    area = np.maximum(1, np.outer(heights, widths))
    means: Grid = (sums / area).astype(np.float32)
    return means


def _difference(one: Grid, other: Grid) -> float:
    """The share of cells that differ noticeably."""
    return float((np.abs(one - other) > _NOTICEABLE).mean())
