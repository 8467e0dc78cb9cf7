"""Plain decoding, every picture and nothing else: what all other ways of going through a video are measured by."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import av.error
from av.container import InputContainer

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.files import require_readable_file
from videobert_desktop.media.opening import untold


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
    """Decode all pictures of a video as PyAV does by default, but in one thread.

    Args:
        path: The video.
        alive: Called for every picture.
        skip_loop_filter: Whether to leave out H.264's and HEVC's smoothing of block edges.

    Raises:
        UserError: It cannot be read, or is no video.
    """
    require_readable_file(path)
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise UserError("It has no picture track.", path=path, hint="Choose a video.")
            context = container.streams.video[0].codec_context
            context.thread_count = 1
            if skip_loop_filter:
                context.options = {"skip_loop_filter": "all"}
            return _decoded(container, alive)
    except av.error.FFmpegError as error:
        raise untold(path, error) from error


def _decoded(container: InputContainer, alive: Callable[[], None]) -> PlainDecode:
    began = time.process_time()
    frames, first, last, step = 0, None, 0.0, 0.0
    for frame in container.decode(video=0):
        frames += 1
        now = last if frame.time is None else frame.time
        first, last, step = now if first is None else first, max(last, now), now - last
        alive()
    cpu_seconds = time.process_time() - began
    return PlainDecode(last + max(step, 0.0) - (first or 0.0), frames, cpu_seconds)
