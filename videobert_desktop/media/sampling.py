"""Two pictures a second out of a stream of frames, each the one that is shown at its instant."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from videobert_desktop.domain.timing import TIME_TOLERANCE, sample_times
from videobert_desktop.media.duration import falls_short, promised_duration
from videobert_desktop.media.frames import DecodeEnd
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.presentation import Presentation, PresentedFrame
from videobert_desktop.media.truncation import is_cut_short

Sample = tuple[float, NDArray[np.uint8]]


def sample_video(
    video: OpenVideo, *, size: int, start: float, limits: DecodeLimits, alive: Callable[[], None] = lambda: None
) -> Generator[Sample, None, DecodeEnd]:
    """Decode an open video and keep the picture shown at each sample instant from `start` on.

    Args:
        video: What to decode.
        size: Side of the square the pictures are squashed to, in pixels.
        start: The first instant wanted, in seconds.
        limits: Where to give up.
        alive: Called for every decoded frame, whether it is kept or not.

    Yields:
        The instant in seconds, and its picture as (size, size, 3) uint8 RGB, upright.

    Returns:
        How it ended.

    Raises:
        UserError: Nothing can be decoded, the file cannot be read on, or it is beyond a limit.
    """
    presentation = Presentation(video, limits)
    reformatter = VideoReformatter()
    shown: PresentedFrame | None = None
    for instant, frame in keep_due(_reporting(presentation.frames(start), alive), start):
        if frame is not shown:
            shown, pixels = frame, upright_square(frame.picture, size, reformatter)
        yield instant, pixels
    return _end(presentation, promised_duration(video), video.path)


def keep_due(frames: Iterable[PresentedFrame], start: float) -> Generator[tuple[float, PresentedFrame], None, None]:
    """For each sample instant from `start` (in seconds) to the end of the last frame, the frame shown then.

    That is the last frame whose time is not after the instant; the first one, for instants before it.
    """
    instants = sample_times(start, math.inf)
    due = next(instants)
    held: PresentedFrame | None = None
    for frame in frames:
        while held is not None and due < frame.time - TIME_TOLERANCE:
            yield due, held
            due = next(instants)
        held = frame
    while held is not None and due < held.end - TIME_TOLERANCE:
        yield due, held
        due = next(instants)


def upright_square(picture: VideoFrame, size: int, reformatter: VideoReformatter) -> NDArray[np.uint8]:
    """The frame as (size, size, 3) uint8 RGB, squashed to a square and turned upright."""
    square = reformatter.reformat(picture, size, size, "rgb24", interpolation="BILINEAR")
    return np.rot90(square.to_ndarray(), quarter_turns(picture)).astype(np.uint8, copy=False)


def quarter_turns(picture: VideoFrame) -> int:
    """How many quarter turns counterclockwise show the frame upright, from 0 to 3.

    The frame's rotation comes from its display matrix, in degrees counterclockwise from -180 to 180: a phone held
    upright, whose picture is to be turned 90 degrees clockwise for display, writes -90.
    """
    return round(picture.rotation / 90) % 4


def _reporting(frames: Iterable[PresentedFrame], alive: Callable[[], None]) -> Iterator[PresentedFrame]:
    for frame in frames:
        alive()
        yield frame


def _end(presentation: Presentation, promised: float | None, path: Path) -> DecodeEnd:
    end = presentation.end
    damaged = presentation.broken_at >= end - TIME_TOLERANCE or falls_short(end, promised) or is_cut_short(path)
    return DecodeEnd(end, f"damaged after {end:.1f} s" if damaged else None)
