"""How long work is stopped, paused and slowed down: a token that it looks at between its batches."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from videobert_desktop.domain.errors import Cancelled

LONGEST_WAY_GIVEN = 0.5
"""Seconds that gentle work gives way at most, however long it has worked."""


class CancelToken:
    """Told what to do from any thread; looked at by the work as often as it likes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Let the work go on.

        Args:
            now: Seconds that never jump, by which it is told how long the work has worked.
        """
        self._now = now
        # Its lock may be taken twice by one thread: a signal's handler may cancel in the middle of a look.
        self._changed = threading.Condition()
        self._cancelled = False
        self._paused = False
        self._gentle = False
        self._looked_at: float | None = None

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` has been called."""
        return self._cancelled

    @property
    def paused(self) -> bool:
        """Whether the work waits, or will at its next look, and may still go on."""
        return self._paused and not self._cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next look; at once if it is paused."""
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()

    def pause(self) -> None:
        """Ask the work to wait at its next look until it is resumed or cancelled."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        """Have paused work go on."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def be_gentle(self, *, gentle: bool) -> None:
        """Have the work give way at each look about as long as it has worked since the last, or no longer do so."""
        with self._changed:
            self._gentle = gentle
            self._changed.notify_all()

    def raise_if_cancelled(self) -> None:
        """Stop here if asked to; wait here while paused, and for a moment where the work is to be gentle.

        Raises:
            Cancelled: `cancel` has been called.
        """
        with self._changed:
            if self._gentle:
                self._give_way()
            while self.paused:
                self._changed.wait()
            self._looked_at = self._now()
        if self._cancelled:
            raise Cancelled

    def _give_way(self) -> None:
        worked = 0.0 if self._looked_at is None else self._now() - self._looked_at
        if worked > 0 and not self._cancelled:
            self._changed.wait(min(worked, LONGEST_WAY_GIVEN))
