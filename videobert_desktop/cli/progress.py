"""How far the work is: bars on a terminal, now and then a line in a log, both on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from videobert_desktop.cli.output import printable, rate, tell
from videobert_desktop.domain.progress import Progress

_SECONDS_BETWEEN_LINES = 10.0


class Reporter(Protocol):
    """Where a running command speaks."""

    def report(self, progress: Progress) -> None:
        """Show how far the work is."""

    def say(self, text: str) -> None:
        """Print a line that stays."""


class Lines:
    """For logs: a line every ten seconds, so none at all when the work is quickly done."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._spoke = now()
        self._first: tuple[str, float, float] = ("", 0.0, 0.0)

    def report(self, progress: Progress) -> None:
        """Print a line if the last one was long enough ago."""
        now = self._now()
        if progress.stage != self._first[0]:
            self._first = (progress.stage, now, progress.done)
        if now - self._spoke >= _SECONDS_BETWEEN_LINES:
            self._spoke = now
            self.say(self._sentence(progress, now))

    def _sentence(self, progress: Progress, now: float) -> str:
        stage, began, first = self._first
        speed = (progress.done - first) / (now - began) if now > began else 0.0
        of_total = f" of {progress.total:.0f}" if progress.total else ""
        parts = [f"{stage}: {progress.done:.0f}{of_total} {progress.unit}", rate(speed, progress.unit)]
        if progress.total and speed > 0:
            parts.append(f"{(progress.total - progress.done) / speed:.0f} s left")
        return ", ".join(part for part in (*parts, printable(progress.item)) if part)

    def say(self, text: str) -> None:
        """Print a line."""
        tell(text)


class Quiet:
    """Nothing of the progress; lines that matter all the same."""

    def report(self, progress: Progress) -> None:
        """Show nothing."""

    def say(self, text: str) -> None:
        """Print a line."""
        tell(text)


@contextmanager
def reporter(*, quiet: bool) -> Iterator[Reporter]:
    """The way to show progress that suits standard error."""
    if quiet:
        yield Quiet()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        from rich.console import Console

        from videobert_desktop.cli.bars import bars

        with bars(Console(stderr=True)) as shown:
            yield shown
