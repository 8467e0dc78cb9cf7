"""The exact frames of a file, for looking at: the one of any instant, and its neighbours."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from av.stream import Disposition
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.duration import declared_duration
from videobert_desktop.media.files import require_readable_file
from videobert_desktop.media.frame_cursor import Frame, FrameCursor
from videobert_desktop.media.frame_reader import FrameReader
from videobert_desktop.media.full_picture import full_picture, matrix_of
from videobert_desktop.media.limits import DEFAULT_LIMITS

_MOST_THREADS = 4
# A picture of a moving video is made no larger than that, and looked for no longer, in pixels and seconds.
_MOVING_PIXELS = 1920 * 1088
_MOVING_SECONDS = 0.25
_USUAL_FRAME_SECONDS = 1 / 25
_DRAWN_SUBTITLES = frozenset(["hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub", "dvb_teletext"])


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a player needs to know of a file.

    Attributes:
        duration: Seconds from the first presented frame to the end of the last, by the headers; 0.0 if unknown.
        frame_seconds: How long a frame is shown on average, in seconds.
        codec: Name of the picture codec ("av1").
        lag: Seconds from the container's own beginning to the first presented frame.
        track: Which of the picture tracks it is, from 0, covers not counted.
        joined: Whether several recordings were joined end to end, so that timestamps start anew.
        has_sound: Whether there is sound with it.
        has_subtitles: Whether there are subtitles of text in it.
    """

    duration: float
    frame_seconds: float
    codec: str
    lag: float
    track: int
    joined: bool
    has_sound: bool
    has_subtitles: bool


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A frame to look at.

    Attributes:
        time: When it is first shown, in seconds from the first presented frame.
        end: When the next one is shown, in seconds.
        last: Whether none follows.
        pixels: (height, width, 4) uint8: blue, green, red, and one of no meaning; upright, of square pixels.
    """

    time: float
    end: float
    last: bool
    pixels: NDArray[np.uint8]


class FrameSource:
    """An open file; made, used and closed in one thread.

    Attributes:
        info: What is known of the file.
    """

    def __init__(self, path: Path) -> None:
        """Open the file and decode its first frame.

        Raises:
            UserError: It cannot be read, is no video, its picture is too large, or nothing of it can be decoded.
        """
        self._path = path
        self._opened = require_readable_file(path)
        self._reader = FrameReader(path, replace(DEFAULT_LIMITS, threads=min(_MOST_THREADS, os.cpu_count() or 1)))
        try:
            self._cursor = FrameCursor(self._reader)
            self._matrix = matrix_of(self._cursor.at(0.0).picture, VideoReformatter())
        except BaseException:
            self._reader.close()
            raise
        self._reformatter = VideoReformatter()
        self._aspect = self._reader.video.sample_aspect_ratio
        self.info = _info(self._reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def at(self, second: float, *, moving: bool = False, alive: Callable[[], None] = lambda: None) -> Picture:
        """The frame that is shown at `second`; the first one before that, the last one after.

        Args:
            second: Seconds from the first presented frame.
            moving: Whether it is one of many in a moment: in time rather than exact, and not larger than full HD.
            alive: Called for every packet that is read; it may raise to stop, and the source stays usable.

        Raises:
            UserError: The file is not there any more, is another than it was, or cannot be read on.
        """
        return self.beside(second, 0, moving=moving, alive=alive)

    def beside(
        self,
        second: float,
        frames: int,
        *,
        moving: bool = False,
        alive: Callable[[], None] = lambda: None,
    ) -> Picture:
        """The frame so many after the one that is shown at `second`, or before it; the outermost, if there is none.

        The arguments are those of `at`.

        Raises:
            UserError: The file is not there any more, is another than it was, or cannot be read on.
        """
        self.check()
        self._reader.alive = alive
        frame = self._cursor.beside(second, frames, within=_MOVING_SECONDS if moving else None)
        return Picture(frame.time, frame.end, frame.last, self._pixels(frame, moving=moving))

    def check(self) -> None:
        """Make sure that the file is still the one that was opened.

        Raises:
            UserError: It is not there any more, is another than it was, or was cut.
        """
        now, then = require_readable_file(self._path), self._opened
        if (now.st_dev, now.st_ino) != (then.st_dev, then.st_ino):
            raise UserError("Another file has taken its place.", path=self._path, hint="Open it again.", passing=True)
        if now.st_size < then.st_size:
            raise UserError("It was cut short while it was open.", path=self._path, hint="Copy it again.", passing=True)

    def close(self) -> None:
        """Let go of the file."""
        self._cursor.forget()
        self._reader.close()

    def _pixels(self, frame: Frame, *, moving: bool) -> NDArray[np.uint8]:
        return full_picture(
            frame.picture,
            aspect=self._aspect,
            matrix=self._matrix,
            reformatter=self._reformatter,
            most_pixels=_MOVING_PIXELS if moving else None,
        )


def _info(reader: FrameReader) -> SourceInfo:
    video = reader.video
    streams = video.container.streams
    frame_seconds = float(1 / video.frame_rate) if video.frame_rate else _USUAL_FRAME_SECONDS
    duration = declared_duration(video)
    return SourceInfo(
        duration=duration if duration >= frame_seconds else 0.0,  # streams without a container guess next to nothing
        frame_seconds=frame_seconds,
        codec=video.stream.codec_context.codec.canonical_name,
        lag=_lag(reader),
        track=[track.index for track in streams.video if not _is_cover(track)].index(video.stream.index),
        joined=reader.joined,
        has_sound=bool(streams.audio),
        has_subtitles=any(
            track.codec_context is not None and track.codec_context.name not in _DRAWN_SUBTITLES
            for track in streams.subtitles
        ),
    )


def _is_cover(track: VideoStream) -> bool:
    return bool(track.disposition & Disposition.attached_pic)


def _lag(reader: FrameReader) -> float:
    """Seconds from the container's beginning, which the sound may make, to the first presented frame."""
    video = reader.video
    begins = (video.container.start_time or 0) / 1e6
    return max(0.0, float(reader.first_stamp * (video.stream.time_base or 1)) - begins)
