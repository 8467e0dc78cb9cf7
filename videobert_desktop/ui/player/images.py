"""Pictures made into images that Qt paints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """An image of its own memory.

    Args:
        pixels: (height, width, 4) uint8: blue, green, red, and one of no meaning.
    """
    import numpy as np

    height, width = pixels.shape[:2]
    image = QImage(width, height, QImage.Format.Format_RGB32)
    # Copied by numpy, which lets other threads run meanwhile; four bytes a pixel leave no gap at the end of a line.
    np.copyto(np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4), pixels)
    return image
