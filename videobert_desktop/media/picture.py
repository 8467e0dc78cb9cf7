"""A decoded frame as the small upright square that is looked at: one field, ordinary range, the right colours."""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, Colorspace, VideoReformatter
from numpy.typing import NDArray

from videobert_desktop.media.tone_mapping import HDR_TRANSFERS, tone_map

# The matrices that swscale knows, by their numbers in ITU-T H.273, which are those a frame carries.
_KNOWN_MATRICES = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
}
_STANDARD_DEFINITION = 1280, 576


def upright_square(picture: VideoFrame, size: int, reformatter: VideoReformatter) -> NDArray[np.uint8]:
    """The frame as (size, size, 3) uint8 RGB, squashed to a square and turned upright.

    Of an interlaced frame one field is used, whatever its height: two fields of different instants would leave a comb
    or a ghost. High dynamic range is brought down to the ordinary range.
    """
    high_range = picture.color_trc in HDR_TRANSFERS
    source = first_field(picture) if picture.interlaced_frame else picture
    square = _squashed(source, size, reformatter, "rgb48le" if high_range else "rgb24")
    # PyAV ties a frame whose side data was read into a cycle; a small one may wait for the collector, a large may not.
    matrix = display_matrix(picture if picture.interlaced_frame else square)
    pixels: NDArray[Any] = square.to_ndarray()
    return turned_upright(tone_map(pixels, picture.color_trc) if high_range else pixels, matrix)


def _squashed(source: VideoFrame, size: int, reformatter: VideoReformatter, pixel_format: str) -> VideoFrame:
    return reformatter.reformat(
        source,
        size,
        size,
        pixel_format,
        src_colorspace=colour_matrix(source),
        dst_colorspace=Colorspace.ITU709,
        interpolation="BILINEAR",
        threads=1,
    )


def colour_matrix(picture: VideoFrame) -> Colorspace:
    """The matrix by which the frame's luma and chroma become RGB.

    Where the file does not say, or names one that swscale would refuse, it is what players suppose: BT.2020 for high
    dynamic range or wide gamut, BT.601 for standard definition, BT.709 for all else.
    """
    known = _KNOWN_MATRICES.get(picture.colorspace)
    if known is not None:
        return known
    if picture.color_trc in HDR_TRANSFERS or picture.color_primaries == ColorPrimaries.BT2020:
        return Colorspace.BT2020
    width, height = _STANDARD_DEFINITION
    return Colorspace.ITU601 if picture.width < width and picture.height <= height else Colorspace.ITU709


def first_field(picture: VideoFrame) -> VideoFrame:
    """The upper field of an interlaced frame: every second line, as a frame of half the height."""
    field = VideoFrame(picture.width, (picture.height + 1) // 2, picture.format.name)
    for plane, half in zip(picture.planes, field.planes, strict=True):
        lines = np.frombuffer(_memory(plane), np.uint8).reshape(-1, plane.line_size)[::2]
        kept = np.frombuffer(_memory(half), np.uint8).reshape(-1, half.line_size)
        width = min(plane.line_size, half.line_size)
        kept[:, :width] = lines[: len(kept), :width]
    field.colorspace = colour_matrix(picture)
    field.color_range = picture.color_range
    return field


def display_matrix(picture: VideoFrame) -> tuple[int, int, int, int]:
    """Where the frame's axes point on the display: (right's x, right's y, down's x, down's y), x right and y down.

    The numbers are the first four of the display matrix, of which only the signs and the larger ones matter;
    (1, 0, 0, 1) for a frame that has none.
    """
    try:
        side_data = picture.side_data.get("DISPLAYMATRIX")
    except ValueError:
        # PyAV stumbles over kinds of side data that are newer than itself, such as EXIF, and tells only the angle then.
        return _turning_matrix(picture.rotation)
    if side_data is None:
        return 1, 0, 0, 1
    matrix = np.frombuffer(_memory(side_data), np.int32)
    return int(matrix[0]), int(matrix[1]), int(matrix[3]), int(matrix[4])


def _turning_matrix(degrees: int) -> tuple[int, int, int, int]:
    """The matrix that turns counterclockwise by so many degrees, to the nearest quarter turn."""
    right_x, right_y = ((1, 0), (0, -1), (-1, 0), (0, 1))[round(degrees / 90) % 4]
    return right_x, right_y, -right_y, right_x


def turned_upright(square: NDArray[np.uint8], matrix: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Turn and mirror a picture (size, size, 3) as a display matrix says, to the nearest quarter turn."""
    right_x, right_y, down_x, down_y = matrix
    turned = abs(right_y) > abs(right_x)
    if turned:
        square = square.transpose(1, 0, 2)
    if (down_x if turned else right_x) < 0:
        square = square[:, ::-1]
    if (right_y if turned else down_y) < 0:
        square = square[::-1]
    return square


def quarter_turns(picture: VideoFrame) -> int:
    """How many quarter turns counterclockwise show the frame upright, from 0 to 3.

    A phone held upright, whose picture is to be turned 90 degrees clockwise for display, says 3. Of a mirrored frame it
    is the turn that follows after left and right were exchanged.
    """
    right_x, right_y, down_x, down_y = display_matrix(picture)
    mirrored = right_x * down_y - right_y * down_x < 0
    sign = -1 if mirrored else 1
    return round(-math.atan2(sign * right_y, sign * right_x) / (math.pi / 2)) % 4


def _memory(data: object) -> memoryview:
    """What lies in a plane or in side data; PyAV's type stubs do not tell that they are buffers."""
    return memoryview(cast("bytes", data))
