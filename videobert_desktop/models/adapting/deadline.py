"""A time by which something has to be over."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """So many seconds from now on."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = now() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time has come."""
        return self._now() >= self._end
