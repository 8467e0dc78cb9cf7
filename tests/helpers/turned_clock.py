"""A clock that tests turn: it never waits, and what happens meanwhile is what the test says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.services.clock import Clock


def nothing_happens() -> None:
    """What happens while somebody waits, unless the test says more."""


@dataclass
class TurnedClock(Clock):
    """A clock that is set as the test says and goes on by itself at every look.

    Attributes:
        ahead: How far the time of day is ahead of the true one, in seconds; an hour makes every file an old one.
        tick: How many seconds pass with every look at the clock.
        meanwhile: Called for every wait.
        waited: Until when it was waited for, in seconds of `seconds()`.
    """

    ahead: float = 3600.0
    tick: float = 0.001
    meanwhile: Callable[[], None] = nothing_happens
    waited: list[float] = field(default_factory=list)
    passed: float = 0.0

    def now_ns(self) -> int:
        return time.time_ns() + round(self.ahead * 1e9)

    def seconds(self) -> float:
        self.passed += self.tick
        return self.passed

    def wait_until(self, second: float, cancel: CancelToken) -> None:
        self.waited.append(second)
        self.passed = max(self.passed, second)
        self.meanwhile()
        cancel.raise_if_cancelled()
