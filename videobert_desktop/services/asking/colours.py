"""The colours of pictures, by the names that people give them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "grey", "white")
# Where one hue ends and the next begins, in degrees; the last wraps around to red.
_HUES = ((15, "red"), (42, "orange"), (68, "yellow"), (165, "green"), (258, "blue"), (292, "purple"), (345, "pink"))
_DARK, _LIGHT, _DULL = 0.16, 0.82, 0.16
NIGHT, DAY = 0.16, 0.30
"""The median lightness of a picture below which it is dark, and above which it is light."""


def colour_shares(pictures: NDArray[np.uint8]) -> dict[str, float]:
    """The share of each colour in pictures, what is in the middle counting more.

    Args:
        pictures: (n, h, w, 3) RGB.
    """
    _, height, width, _ = pictures.shape
    rows, columns = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None]
    weights: NDArray[np.float32] = np.broadcast_to(np.exp(-2 * (rows**2 + columns**2)), pictures.shape[:3])
    names = _named(np.asarray(pictures / 255, np.float32))
    total = float(weights.sum())
    return {colour: float(weights[names == number].sum()) / total for number, colour in enumerate(COLOURS)}


def lightness(pictures: NDArray[np.uint8]) -> float:
    """The median lightness of pictures (n, h, w, 3), in [0, 1]."""
    return float(np.median(pictures.astype(np.float32).max(axis=-1))) / 255


def _named(pixels: NDArray[np.float32]) -> NDArray[np.int64]:
    """The number in `COLOURS` of pixels (..., 3) in [0, 1], by hue, saturation and value."""
    value, low = pixels.max(-1), pixels.min(-1)
    spread = value - low
    saturation = spread / np.maximum(value, 1e-6)
    names = np.full(value.shape, COLOURS.index("red"), np.int64)
    hue = _hue(pixels, value, spread)
    for end, colour in reversed(_HUES):
        names[hue < end] = COLOURS.index(colour)
    names[hue >= _HUES[-1][0]] = COLOURS.index("red")
    names[(names == COLOURS.index("orange")) & (value < 0.65)] = COLOURS.index("brown")
    names[(names == COLOURS.index("red")) & (value > 0.75) & (saturation < 0.5)] = COLOURS.index("pink")
    dull = saturation < _DULL
    names[dull & (value >= _LIGHT)] = COLOURS.index("white")
    names[dull & (value < _LIGHT)] = COLOURS.index("grey")
    names[value < _DARK] = COLOURS.index("black")
    return names


def _hue(pixels: NDArray[np.float32], value: NDArray[np.float32], spread: NDArray[np.float32]) -> NDArray[np.float32]:
    """In degrees from 0 to 360."""
    red, green, blue = np.moveaxis(pixels, -1, 0)
    safe = np.maximum(spread, 1e-6)
    sixth = np.where(
        value == red, (green - blue) / safe, np.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4)
    )
    return np.asarray(sixth * 60 % 360, np.float32)
