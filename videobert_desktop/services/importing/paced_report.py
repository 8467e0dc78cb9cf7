"""Telling progress no more often than anybody can look."""

from __future__ import annotations

import math

from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.clock import SYSTEM_CLOCK, Clock

_INTERVAL = 1 / 20


class PacedReport:
    """Passes on at most 20 reports a second, and always that everything is done; the others are dropped."""

    def __init__(self, report: Report, clock: Clock = SYSTEM_CLOCK) -> None:
        self._report = report
        self._clock = clock
        self._told = -math.inf

    def __call__(self, progress: Progress) -> None:
        """Pass on `progress`, unless the last one was only just told."""
        now = self._clock.seconds()
        if now - self._told >= _INTERVAL or progress.done == progress.total:
            self._told = now
            self._report(progress)
