"""The exact frames of a file as the player sees them: the latest wish wins, and there is never a queue of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.ui.player.images import image_of

if TYPE_CHECKING:
    from videobert_desktop.services.playing.open_frames import FrameSource, Picture, SourceInfo


class FrameOpener(Protocol):
    """What exact frames are asked of; called in the lane."""

    def open_frames(self, path: Path) -> FrameSource:
        """The exact frames of a file; used and closed in the thread of the call."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A frame to show.

    Attributes:
        image: The picture, upright.
        time: When it is first shown, in seconds from the first presented frame.
        end: When the next one is shown, in seconds.
        last: Whether none follows.
        asked: The second that was asked for.
        moving: Whether it was asked for as one of many in a moment.
    """

    image: QImage
    time: float
    end: float
    last: bool
    asked: float
    moving: bool = False


@dataclass(frozen=True, slots=True)
class _Wish:
    """A frame that is wanted: so many after the one at `second`; after the one that is told next, if that is None."""

    second: float | None
    frames: int = 0
    moving: bool = False


class _Reel:
    """A file in the lane; made in the window's thread, and used in the lane's."""

    def __init__(self, frames: FrameOpener, path: Path) -> None:
        self._frames = frames
        self._path = path
        self._source: FrameSource | None = None

    def open(self, second: float, cancel: CancelToken, report: Report) -> tuple[SourceInfo, Shot]:  # noqa: ARG002
        self._source = self._frames.open_frames(self._path)
        return self._source.info, _shot_of(self._source.at(second, alive=cancel.raise_if_cancelled), _Wish(second))

    def shoot(self, wish: _Wish, cancel: CancelToken, report: Report) -> Shot:  # noqa: ARG002 - too short to tell
        assert self._source is not None
        assert wish.second is not None
        alive: Callable[[], None] = cancel.raise_if_cancelled
        picture = self._source.beside(wish.second, wish.frames, moving=wish.moving, alive=alive)
        return _shot_of(picture, wish)

    def check(self, cancel: CancelToken, report: Report) -> None:  # noqa: ARG002 - too short to tell
        if self._source is not None:
            self._source.check()

    def close(self, cancel: CancelToken, report: Report) -> None:  # noqa: ARG002 - too short to tell
        if self._source is not None:
            self._source.close()


class ExactFrames(QObject):
    """Fetches the frames of one file at a time in a lane.

    Signals:
        opened: (SourceInfo) the file is open; its first picture follows at once.
        shown: (Shot) a frame that was wanted.
        failed: (Exception) the file cannot be read, or not any more.
    """

    opened = Signal(object)
    shown = Signal(object)
    failed = Signal(object)

    def __init__(self, frames: FrameOpener, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames = frames
        self._lane = lane
        self._reel: _Reel | None = None
        self._job: int | None = None
        self._checking: int | None = None
        self._wish: _Wish | None = None
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    def open(self, path: Path, second: float) -> None:
        """Open a file, and show the frame at `second`; the file before it is closed."""
        self.close()
        if self._lane.accepting:
            self._reel = _Reel(self._frames, path)
            self._job = self._lane.submit(partial(self._reel.open, second))

    def close(self) -> None:
        """Want nothing any more, and let go of the file."""
        for job in (self._job, self._checking):
            if job is not None:
                self._lane.cancel(job)
        if self._reel is not None and self._lane.accepting:
            self._lane.submit(self._reel.close)
        self._reel = self._job = self._checking = self._wish = None

    def show(self, second: float, *, moving: bool = False) -> None:
        """Want the frame at `second`, and none that was wanted before; one of many in a moment, if it is `moving`."""
        self._wish = _Wish(second, moving=moving)
        self._ask()

    def step(self, second: float, frames: int) -> None:
        """Want the frame so many after the one at `second`; after the one that is wanted already, if there is one."""
        if self._wish is not None:
            self._wish = replace(self._wish, frames=self._wish.frames + frames)
        else:
            self._wish = _Wish(None if self._job is not None else second, frames)
        self._ask()

    def forget(self) -> None:
        """Want no frame any more of those that were wanted."""
        if self._job is not None:
            self._lane.cancel(self._job)
        self._job = self._wish = None

    def check(self) -> None:
        """See whether the file is still there; `failed` tells if it is not."""
        if self._reel is not None and self._checking is None and self._lane.accepting:
            self._checking = self._lane.submit(self._reel.check)

    def _ask(self) -> None:
        if self._wish is None or self._job is not None or self._reel is None or not self._lane.accepting:
            return
        wish, self._wish = self._wish, None
        self._job = self._lane.submit(partial(self._reel.shoot, wish))

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: Any) -> None:
        if job_id == self._checking:
            self._checking = None
        if job_id != self._job:
            return
        self._job = None
        shot = result
        if isinstance(result, tuple):
            info, shot = result
            self.opened.emit(info)
        if self._wish is not None and self._wish.second is None:
            self._wish = replace(self._wish, second=shot.time)
        self._ask()
        self.shown.emit(shot)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id in (self._job, self._checking):
            self._job = self._checking = self._wish = None
            self.failed.emit(error)

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        if job_id == self._job:
            self._job = None
            self._ask()


def _shot_of(picture: Picture, wish: _Wish) -> Shot:
    asked = picture.time if wish.second is None else wish.second
    return Shot(image_of(picture.pixels), picture.time, picture.end, picture.last, asked, wish.moving)
