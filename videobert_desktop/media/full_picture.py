"""A decoded frame as it is looked at: upright, of square pixels, in the colours of an ordinary display."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from videobert_desktop.media.picture import colour_matrix, display_matrix, turned_upright
from videobert_desktop.media.tone_mapping import HDR_TRANSFERS, tone_map

Matrix = tuple[int, int, int, int]


def matrix_of(picture: VideoFrame, reformatter: VideoReformatter) -> Matrix:
    """How frames like this one are to be turned; read from a small copy, for reading it ties a frame into a cycle."""
    return display_matrix(reformatter.reformat(picture, 16, 16, "rgb24", threads=1))


def full_picture(
    picture: VideoFrame,
    *,
    aspect: Fraction,
    matrix: Matrix,
    reformatter: VideoReformatter,
    most_pixels: int | None = None,
) -> NDArray[np.uint8]:
    """The frame as (height, width, 4) uint8, blue first and the fourth of no meaning.

    Args:
        picture: The frame.
        aspect: Width of its pixels over their height.
        matrix: Its display matrix.
        reformatter: Keeps the tables of a conversion from frame to frame.
        most_pixels: A larger picture is made smaller than this; None leaves it in full size.
    """
    width, height = _square_pixels(picture.width, picture.height, aspect)
    if most_pixels is not None and width * height > most_pixels:
        scale = math.sqrt(most_pixels / (width * height))
        width, height = max(1, int(width * scale)), max(1, int(height * scale))
    high_range = picture.color_trc in HDR_TRANSFERS
    shown = reformatter.reformat(
        picture,
        width,
        height,
        "rgb48le" if high_range else "bgra",
        src_colorspace=colour_matrix(picture),
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.JPEG,
        interpolation="BILINEAR",
    )
    pixels: NDArray[Any] = shown.to_ndarray()
    return turned_upright(_ordinary(pixels, picture.color_trc) if high_range else pixels, matrix)


def _square_pixels(width: int, height: int, aspect: Fraction) -> tuple[int, int]:
    """The size of a picture whose pixels are made square by stretching it, never by squeezing it."""
    if aspect <= 0:
        return width, height
    return (round(width * aspect), height) if aspect >= 1 else (width, round(height / aspect))


def _ordinary(pixels: NDArray[np.uint16], transfer: int) -> NDArray[np.uint8]:
    shown = np.empty((*pixels.shape[:2], 4), np.uint8)
    shown[..., 2::-1] = tone_map(pixels, transfer)
    shown[..., 3] = 255
    return shown
