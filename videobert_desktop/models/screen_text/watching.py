"""Which pictures of a video are worth reading: those that have changed, and in which something may be written."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

SECONDS_BETWEEN_READINGS = 10.0

# Pictures are looked at reduced by so much, too: a letter that has changed is seen there as well as large writing.
_REDUCTION = 4
# What changes by more than coding noise, of 255, in more than so many of the reduced picture's pixels.
_NOTICEABLE, _MOST_UNCHANGED = 28.0, 2
# A shot is known by what stays where it was, roughly: the reduced picture's cells of so many pixels a side.
_SHOT_CELL, _SHOT_NOTICEABLE, _CUT = 5, 10.0, 0.5
# Edges that differ by so much over two pixels, of 255: of pale grey writing, too, and of writing that was coded softly.
_EDGE = 24
# Strokes: edges the other way round within so many pixels.
_STROKE_WIDTH = 12
_CELL = 16
_STROKES_IN_A_CELL = 6

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
        self._shot: Grid | None = None
        self._settled: Grid | None = None
        self._read_at = float("-inf")
        self._nothing_here = False

    def look(self, time: float, picture: NDArray[np.uint8]) -> Look:
        """Look at the next picture.

        Args:
            time: When it is shown, in seconds.
            picture: (height, width, 3) uint8.
        """
        reduced = _cell_means(picture, _REDUCTION)
        shot = _cell_means(reduced, _SHOT_CELL)
        if self._shot is None or _changed(self._shot, shot, _SHOT_NOTICEABLE) > _CUT * shot[..., 0].size:
            self._nothing_here = False
        self._shot = shot
        if self._settled is not None and _changed(self._settled, reduced, _NOTICEABLE) <= _MOST_UNCHANGED:
            return Look.UNCHANGED
        if self._nothing_here or time - self._read_at < SECONDS_BETWEEN_READINGS:
            return Look.CHANGED
        self._settled = reduced
        if not may_hold_writing(picture):
            return Look.CHANGED
        self._read_at = time
        return Look.READ

    def tell(self, *, found: bool) -> None:
        """Tell whether anything was written in the picture that was read."""
        self._nothing_here = not found


def may_hold_writing(picture: NDArray[np.uint8]) -> bool:
    """Whether there are strokes side by side somewhere: edges to and fro, in any colour, close to each other.

    It lets pass what has fine structure, too, and refuses plain surfaces, soft shapes and single edges.

    Args:
        picture: (height, width, 3) uint8.
    """
    return _has_strokes(picture) or _has_strokes(_cell_means(picture, _REDUCTION))


def _has_strokes(picture: NDArray[Any]) -> bool:
    steps = picture[:, 2:].astype(np.int16) - picture[:, :-2].astype(np.int16)
    rising: NDArray[np.bool_] = np.logical_or.reduce(steps > _EDGE, axis=2)
    falling: NDArray[np.bool_] = np.logical_or.reduce(steps < -_EDGE, axis=2)
    strokes = np.zeros_like(rising)
    for distance in range(1, _STROKE_WIDTH + 1):
        strokes[:, distance:] |= rising[:, distance:] & falling[:, :-distance]
        strokes[:, distance:] |= falling[:, distance:] & rising[:, :-distance]
    height, width = (side // _CELL * _CELL for side in strokes.shape)
    if not height or not width:
        return bool(strokes.any())
    cells = strokes[:height, :width].reshape(height // _CELL, _CELL, width // _CELL, _CELL).sum((1, 3))
    dense = cells >= _STROKES_IN_A_CELL
    return bool((dense[:, 1:] & dense[:, :-1]).any() if dense.shape[1] > 1 else dense.any())


def _cell_means(picture: NDArray[Any], side: int) -> Grid:
    """The mean colour in each cell of so many pixels a side, (rows, columns, 3); what is too small is one cell."""
    height, width = picture.shape[:2]
    rows, columns = max(1, height // side), max(1, width // side)
    down, across = min(side, height), min(side, width)
    cells = picture[: rows * down, : columns * across].reshape(rows, down, columns, across, 3)
    means: Grid = cells.mean((1, 3), dtype=np.float32)
    return means


def _changed(one: Grid, other: Grid, noticeable: float) -> int:
    """How many cells differ by more than what is noticeable; all of them, if it is a picture of another size."""
    if one.shape != other.shape:
        return other[..., 0].size
    return int((np.abs(one - other).max(2) > noticeable).sum())
