"""The pictures of videos, read in the background: for the library, the player and the results."""

from videobert_desktop.ui.pictures.pictures import Pictures
from videobert_desktop.ui.pictures.reading import PictureSource

__all__ = ["PictureSource", "Pictures"]
