"""Sparse pictures of a video, large enough to read what is written in them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from videobert_desktop.media.full_picture import Matrix, full_picture, matrix_of
from videobert_desktop.media.key_frames import KeyFrames
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo

# Writing that is lost in smaller ones is too small for those who watch, too.
_MOST_PIXELS = 1280 * 720


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture of a video.

    Attributes:
        time: When it is shown, in seconds from the first presented frame.
        pixels: (height, width, 3) uint8, blue first, upright, of square pixels; at most 1280 times 720 of them.
    """

    time: float
    pixels: NDArray[np.uint8]


def still_pictures(
    video: OpenVideo, limits: DecodeLimits, *, start: float = 0.0, alive: Callable[[], None] = lambda: None
) -> Generator[Still, None, float]:
    """The key frames of an open video from `start` (in seconds) on, at least 3 s apart; reference frames where rare.

    Args:
        video: What to decode.
        limits: Where to give up.
        start: The first instant wanted, in seconds.
        alive: Called for every packet.

    Returns:
        The end of the last frame, in seconds; of a file that was cut short, that is earlier than its headers say.

    Raises:
        UserError: Nothing can be decoded, the file cannot be read on, or it is beyond a limit.
    """
    reformatter = VideoReformatter()
    matrix: Matrix | None = None
    key_frames = KeyFrames(video, limits, alive)
    for time, picture in key_frames.pictures(start):
        matrix = matrix_of(picture, reformatter) if matrix is None else matrix
        pixels = full_picture(
            picture,
            aspect=video.sample_aspect_ratio,
            matrix=matrix,
            reformatter=reformatter,
            most_pixels=_MOST_PIXELS,
        )
        yield Still(time, np.ascontiguousarray(pixels[..., :3]))
    return key_frames.end
