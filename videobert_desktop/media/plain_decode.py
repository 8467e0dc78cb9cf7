"""Plain decoding, every picture and nothing else: what all other ways of going through a video are measured by."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import av.error

from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import OpenVideo, open_video, untold


@dataclass(frozen=True, slots=True)
class PlainDecode:
    """What it took to decode a video from its beginning to its end.

    Attributes:
        seconds: Length of the video, in seconds.
        frames: How many pictures there are.
        cpu_seconds: Processor time of the decoding, without what came before it.
    """

    seconds: float
    frames: int
    cpu_seconds: float


def plain_decode(
    path: Path, *, skip_loop_filter: bool = False, alive: Callable[[], None] = lambda: None
) -> PlainDecode:
    """Decode all pictures of a video, of the track that is indexed, as PyAV does by default, but in one thread.

    Args:
        path: The video.
        alive: Called for every picture.
        skip_loop_filter: Whether to leave out H.264's and HEVC's smoothing of block edges.

    Raises:
        UserError: It cannot be read, or is no video.
    """
    try:
        with open_video(path, replace(DEFAULT_LIMITS, threads=1)) as video:
            context = video.stream.codec_context
            if not skip_loop_filter:  # it is left out wherever else videos are opened
                context.options = {name: value for name, value in context.options.items() if name != "skip_loop_filter"}
            return _decoded(video, alive)
    except av.error.FFmpegError as error:
        raise untold(path, error) from error


def _decoded(video: OpenVideo, alive: Callable[[], None]) -> PlainDecode:
    began = time.process_time()
    frames, first, last, step = 0, None, 0.0, 0.0
    for frame in video.container.decode(video.stream):
        frames += 1
        now = last if frame.time is None else frame.time
        first, last, step = now if first is None else first, max(last, now), now - last
        alive()
    cpu_seconds = time.process_time() - began
    return PlainDecode(last + max(step, 0.0) - (first or 0.0), frames, cpu_seconds)
