"""How long work will still take, from how far it has come."""

from __future__ import annotations

import time
from collections.abc import Callable

from videobert_desktop.domain.progress import Progress

_SECONDS_BEFORE_A_GUESS = 2.0


class RemainingTime:
    """Follows the progress of one piece of work; each of its stages is measured for itself."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._stage: str | None = None
        self._began = 0.0
        self._first = 0.0

    def estimate(self, progress: Progress) -> float | None:
        """Take note of a progress.

        Returns:
            Seconds that its stage will still take, or None while that is unknown.
        """
        now = self._now()
        if progress.stage != self._stage:
            self._stage, self._began, self._first = progress.stage, now, progress.done
        elapsed, done = now - self._began, progress.done - self._first
        if not progress.total or done <= 0 or elapsed < _SECONDS_BEFORE_A_GUESS:
            return None
        return max(0.0, progress.total - progress.done) * elapsed / done
