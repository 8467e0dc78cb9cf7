"""The time of day, time that passes, and waiting: what depends on them is handed a clock, so that tests turn it."""

from __future__ import annotations

import time

from videobert_desktop.domain.cancellation import CancelToken

# Nobody notices so many seconds between asking to stop and stopping.
_SLICE = 0.1


class Clock:
    """The system's own clocks."""

    def now_ns(self) -> int:
        """Nanoseconds since the epoch, as files are stamped with; may jump when somebody sets the clock."""
        return time.time_ns()

    def seconds(self) -> float:
        """Seconds since some instant in the past; never jumps."""
        return time.monotonic()

    def wait_until(self, second: float, cancel: CancelToken) -> None:
        """Wait until `seconds()` has reached `second`.

        Raises:
            Cancelled: It was asked to stop.
        """
        cancel.raise_if_cancelled()
        while (remaining := second - self.seconds()) > 0:
            time.sleep(min(_SLICE, remaining))
            cancel.raise_if_cancelled()


SYSTEM_CLOCK = Clock()
