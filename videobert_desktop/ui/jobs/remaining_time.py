"""How long work will still take, from the pace at which it went on lately."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from videobert_desktop.domain.progress import Progress

_SECONDS_BEFORE_A_GUESS = 2.0
# After so many seconds, what was counts half: a machine that is busy with something else for a while is slower then.
_HALF_LIFE = 60.0


@dataclass
class _Pace:
    """How much was done in how many seconds, the older the less it counts."""

    seconds: float = 0.0
    done: float = 0.0

    def add(self, seconds: float, done: float) -> None:
        fading = 0.5 ** (seconds / _HALF_LIFE)
        self.seconds = self.seconds * fading + seconds
        self.done = self.done * fading + done


class RemainingTime:
    """Follows the progress of one piece of work; each of its stages is measured for itself, however often it comes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._paces: defaultdict[str, _Pace] = defaultdict(_Pace)
        self._last: Progress | None = None
        self._told = 0.0

    def estimate(self, progress: Progress) -> float | None:
        """Take note of a progress.

        Returns:
            Seconds that its stage will still take, or None while that is unknown.
        """
        now, pace, last = self._now(), self._paces[progress.stage], self._last
        if last is not None and last.stage == progress.stage and last.done <= progress.done:
            pace.add(now - self._told, progress.done - last.done)
        self._told, self._last = now, progress
        if not progress.total or pace.done <= 0 or pace.seconds < _SECONDS_BEFORE_A_GUESS:
            return None
        return max(0.0, progress.total - progress.done) * pace.seconds / pace.done

    def interrupt(self) -> None:
        """Take no account of the time from the last progress to the next one, for there was a pause."""
        self._last = None
