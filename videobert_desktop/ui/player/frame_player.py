"""Plays a file from its exact frames, each at its time: for files whose pictures Qt's own player cannot show."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from videobert_desktop.ui.player.exact_frames import ExactFrames, Shot

# The clock follows the sound where they are further apart, in seconds.
_APART = 0.08


class FramePlayer(QObject):
    """Asks for one frame after another, and shows each when it is due; those that would be late are left out.

    Signals:
        pictured: (Shot) it is to be shown now.
        ended: the last frame was shown for as long as it lasts.
    """

    pictured = Signal(object)
    ended = Signal()

    def __init__(
        self, frames: ExactFrames, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take note of where frames come from.

        Args:
            frames: Where frames come from; who has them handed to `take`.
            parent: Its owner.
            clock: Tells the time in seconds.
        """
        super().__init__(parent)
        self._frames = frames
        self._clock = clock
        self._rate = 1.0
        self._second = self._since = self._asked = 0.0
        self._is_playing = False
        self._shot: Shot | None = None
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setTimerType(Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._on_due)

    @property
    def second(self) -> float:
        """Where it is now, in seconds."""
        running = (self._clock() - self._since) * self._rate if self._is_playing else 0.0
        return self._second + running

    def play(self, second: float) -> None:
        """Play from `second`."""
        self._set_clock(second)
        self._is_playing = True
        self._ask(second)

    def pause(self) -> None:
        """Stand still."""
        self._set_clock(self.second)
        self._is_playing = False
        self._shot = None
        self._due.stop()

    def seek(self, second: float) -> None:
        """Go on from `second`."""
        self._set_clock(second)
        self._shot = None
        self._due.stop()
        self._ask(second)

    def follow(self, second: float) -> None:
        """The sound is at `second` now."""
        if self._is_playing and abs(second - self.second) > _APART:
            self._set_clock(second)

    def set_rate(self, rate: float) -> None:
        """Play so many times as fast."""
        self._set_clock(self.second)
        self._rate = rate

    def take(self, shot: Shot) -> None:
        """Show a frame when its time comes, if it is the one that was asked for last."""
        if self._is_playing and shot.moving and shot.asked == self._asked:
            self._shot = shot
            self._wait_until(shot.time)

    def _set_clock(self, second: float) -> None:
        self._second, self._since = second, self._clock()

    def _ask(self, second: float) -> None:
        self._asked = second
        self._frames.show(second, moving=True)

    def _wait_until(self, second: float) -> None:
        self._due.start(max(0, round((second - self.second) / self._rate * 1000)))

    @Slot()
    def _on_due(self) -> None:
        shot, self._shot = self._shot, None
        if shot is None:
            self.pause()
            self.ended.emit()
            return
        if shot.last:
            self._wait_until(shot.end)
        else:
            self._ask(max(shot.end, self.second))
        self.pictured.emit(shot)
