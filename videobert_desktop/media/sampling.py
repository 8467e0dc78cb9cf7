"""The pictures of a video that a pass looks at, each the one that is shown at its instant."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import TIME_TOLERANCE, sample_times
from videobert_desktop.media.duration import falls_short, promised_duration
from videobert_desktop.media.frames import DecodeEnd
from videobert_desktop.media.key_frames import KeyFrames
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.picture import upright_square
from videobert_desktop.media.presentation import Presentation, PresentedFrame
from videobert_desktop.media.truncation import is_cut_short

# A few pictures are lost wherever recordings were joined; so large a part is a fault of the file.
MUCH_BROKEN = 0.1

Sample = tuple[float, NDArray[np.uint8]]


def sample_video(
    video: OpenVideo,
    *,
    size: int,
    limits: DecodeLimits,
    mode: Pass = Pass.STANDARD,
    start: float = 0.0,
    alive: Callable[[], None] = lambda: None,
) -> Generator[Sample, None, DecodeEnd]:
    """Decode an open video as closely as a pass looks, and give its pictures from `start` on.

    Args:
        video: What to decode.
        size: Side of the square the pictures are squashed to, in pixels.
        limits: Where to give up.
        mode: The pass.
        start: The first instant wanted, in seconds.
        alive: Called for every packet, whether a picture comes of it or not.

    Yields:
        An instant in seconds, and its picture as (size, size, 3) uint8 RGB, upright. The instants are those at which
        the pass samples, each with the frame shown then; of the fast pass, those at which the frames begin.

    Returns:
        How it ended.

    Raises:
        UserError: Nothing can be decoded, the file cannot be read on, or it is beyond a limit.
    """
    per_second = mode.pictures_per_second
    if per_second is None:
        key_frames = KeyFrames(video, limits, alive)
        yield from _squares(key_frames.pictures(start), size)
        return _end(video, key_frames.end, key_frames.broken_at)
    presentation = Presentation(video, limits, alive)
    due = keep_due(presentation.frames(start, per_second), start, per_second)
    yield from _squares(((instant, frame.picture) for instant, frame in due), size)
    return _end(video, presentation.end, presentation.broken_at, presentation.broken_share)


def keep_due(
    frames: Iterable[PresentedFrame], start: float, per_second: float
) -> Generator[tuple[float, PresentedFrame], None, None]:
    """For each sample instant from `start` (in seconds) to the end of the last frame, the frame shown then.

    That is the last frame whose time is not after the instant; the first one, for instants before it.
    """
    instants = sample_times(start, math.inf, per_second)
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


def _squares(pictures: Iterable[tuple[float, VideoFrame]], size: int) -> Iterator[Sample]:
    """Each instant with its picture made small and square, once if it is shown at several instants."""
    reformatter = VideoReformatter()
    shown: VideoFrame | None = None
    for instant, picture in pictures:
        if picture is not shown:
            shown, pixels = picture, upright_square(picture, size, reformatter)
        yield instant, pixels


def _end(video: OpenVideo, end: float, broken_at: float, broken_share: float = 0.0) -> DecodeEnd:
    short = falls_short(end, promised_duration(video)) or is_cut_short(video.path)
    if short or broken_at >= end - TIME_TOLERANCE:
        return DecodeEnd(end, f"damaged after {end:.1f} s")
    if broken_share >= MUCH_BROKEN:
        return DecodeEnd(end, f"damaged in places: {broken_share:.0%} of its pictures cannot be decoded")
    return DecodeEnd(end, None)
