"""Small pictures for looking at: brought to their shape, judged, and packed as WebP."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_QUALITY = 60
# Of Pillow's 0 to 6; beyond 2 a sheet takes more than twice the time to become a twentieth smaller.
_METHOD = 2


def resized(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The picture, (any height, any width, 3) uint8 RGB, stretched or squashed to (height, width, 3)."""
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BILINEAR))


def contrast(picture: NDArray[np.uint8]) -> float:
    """How much there is to see in a picture, (height, width, 3) uint8 RGB: the deviation of its luma, 0 to 127.5."""
    return float(np.asarray(Image.fromarray(picture).convert("L")).std())


def encode_webp(picture: NDArray[np.uint8]) -> bytes:
    """The content of a WebP file that shows the picture, (height, width, 3) uint8 RGB."""
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "WEBP", quality=_QUALITY, method=_METHOD)
    return content.getvalue()
