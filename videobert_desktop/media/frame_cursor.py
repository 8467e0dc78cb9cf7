"""Going about in the frames of a video: to any instant, and from one frame to the next, both ways."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass

from av.video.frame import VideoFrame

from videobert_desktop.media.frame_reader import FrameReader, PlacedFrame
from videobert_desktop.media.presentation import no_pictures

# Who asks may have counted in whole microseconds, and rounded twice.
TOLERANCE = 5e-6
# What is kept of decoded frames, in bytes: twenty of 4K, eighty of 1080p.
MOST_KEPT = 256 << 20
# What lies so many seconds ahead is reached by decoding on; what lies further, by going to a key frame.
_NEAR = 2.0
# Where a container lands too late, it is asked to go so many seconds further back.
_STEPS_BACK = (0.0, 2.0, 10.0)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame, and the stretch of time it is shown for, in seconds from the first presented frame.

    Attributes:
        time: When it is first shown.
        end: When the next one is shown; of the last one, when the video ends.
        last: Whether none follows.
        picture: What was decoded.
    """

    time: float
    end: float
    last: bool
    picture: VideoFrame


class FrameCursor:
    """Stands somewhere in a video, and keeps the frames around that were decoded last."""

    def __init__(self, reader: FrameReader, most_kept: int = MOST_KEPT) -> None:
        """Stand at the first frame.

        Args:
            reader: What to go about in.
            most_kept: How many bytes of decoded frames are kept at most, but for the two that are always kept.

        Raises:
            UserError: Nothing of the file can be decoded.
        """
        self._reader = reader
        self._most_kept = most_kept
        self._kept: deque[PlacedFrame] = deque()
        self._kept_bytes = 0
        self._told: PlacedFrame | None = None
        self._begin(0.0)

    def at(self, second: float) -> Frame:
        """The frame that is shown at `second`; the first one before that, the last one after.

        Raises:
            UserError: The file cannot be read on, or nothing of it can be decoded.
        """
        return self.beside(second, 0)

    def beside(self, second: float, frames: int, *, within: float | None = None) -> Frame:
        """The frame that comes so many after the one shown at `second`, or before it; the outermost, if there is none.

        Args:
            second: Seconds from the first presented frame.
            frames: How many frames from there.
            within: After so many seconds of decoding an earlier frame will do.

        Raises:
            UserError: The file cannot be read on, or nothing of it can be decoded.
        """
        try:
            placed = self._told_at(second) or self._find(max(0.0, second), within)
            while frames > 0 and (following := self._after(placed)) is not None:
                placed, frames = following, frames - 1
            while frames < 0 and (previous := self._before(placed)) is not None:
                placed, frames = previous, frames + 1
            following = self._after(placed)
        except BaseException:
            self.forget()  # the reading broke off in the middle, and must begin elsewhere
            raise
        self._told = placed
        end = placed.end if following is None else following.time
        return Frame(placed.time, end, following is None, placed.picture)

    def forget(self) -> None:
        """Let go of all frames."""
        self._kept.clear()
        self._kept_bytes = 0
        self._told = None

    def _told_at(self, second: float) -> PlacedFrame | None:
        """The frame that was told last, if `second` is its time: others may have the same."""
        return (
            self._told
            if self._told is not None and self._told in self._kept and abs(self._told.time - second) < TOLERANCE
            else None
        )

    def _find(self, second: float, within: float | None = None) -> PlacedFrame:
        """The frame that is shown at `second`; an earlier one after so many seconds of decoding."""
        latest = math.inf if within is None else time.monotonic() + within
        if not self._is_near(second):
            self._go(second)
        while self._kept[-1].time <= second + TOLERANCE and time.monotonic() < latest and self._read() is not None:
            pass
        begun = [placed for placed in self._kept if placed.time <= second + TOLERANCE]
        return begun[-1] if begun else self._kept[0]

    def _is_near(self, second: float) -> bool:
        if not self._kept or second < self._kept[0].time - TOLERANCE:
            return False
        return second <= self._kept[-1].time + _NEAR or not self._reader.can_seek

    def _go(self, second: float) -> None:
        """Stand at a frame that is shown at `second` or before it, the nearer the better."""
        for back in _STEPS_BACK:
            if second - back <= 0 or not self._reader.seek(second - back):
                break
            self.forget()
            landed = self._read()
            if landed is not None and landed.time <= second + TOLERANCE:
                return
        self._begin(second)

    def _begin(self, second: float) -> None:
        self._reader.begin(second)
        self.forget()
        if self._read() is None:
            raise no_pictures(self._reader.video.path)

    def _read(self) -> PlacedFrame | None:
        """Decode one more frame, and keep it; None at the end."""
        placed = self._reader.next()
        if placed is not None:
            self._kept.append(placed)
            self._kept_bytes += placed.size
            while self._kept_bytes > self._most_kept and len(self._kept) > 2:
                self._kept_bytes -= self._kept.popleft().size
        return placed

    def _after(self, placed: PlacedFrame) -> PlacedFrame | None:
        index = self._index(placed) + 1
        return self._kept[index] if index < len(self._kept) else self._read()

    def _before(self, placed: PlacedFrame) -> PlacedFrame | None:
        index = self._index(placed)
        if index > 0:
            return self._kept[index - 1]
        return self._find(placed.time - 2 * TOLERANCE) if placed.time > 2 * TOLERANCE else None

    def _index(self, placed: PlacedFrame) -> int:
        return next(number for number, kept in enumerate(self._kept) if kept is placed)
