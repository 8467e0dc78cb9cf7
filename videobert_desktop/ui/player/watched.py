"""Which stretches of a video were watched: only what was played, whatever its speed."""

from __future__ import annotations

from collections.abc import Sequence

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import joined

_LONGEST_STRIDE = 2.0  # seconds between two pictures that are shown one after the other, at normal speed


class Watched:
    """Follows what is being shown, and keeps what was played."""

    def __init__(self, before: Sequence[Span] = ()) -> None:
        """Begin, with the stretches that were watched at other times."""
        self._before = list(before)
        self._untold: list[Span] = []
        self._here: float | None = None

    @property
    def stretches(self) -> list[Span]:
        """All that was watched, before and now."""
        return list(joined([*self._before, *self._untold]))

    def recall(self, before: Sequence[Span]) -> None:
        """Take note of what was watched at other times, which was not known at first."""
        self._before = list(joined([*self._before, *before]))

    def play_to(self, second: float, rate: float = 1.0) -> None:
        """A picture is shown while the video plays; one far from the picture before begins another stretch."""
        here, self._here = self._here, second
        if here is not None and 0 < second - here <= _LONGEST_STRIDE * max(1.0, rate):
            self._extend(Span(here, second))

    def interrupt(self) -> None:
        """What is shown next does not follow what was shown before: a pause, or a jump."""
        self._here = None

    def take(self) -> list[Span]:
        """What was watched since the last time, joined and in order."""
        told, self._untold = list(joined(self._untold)), []
        self._before = list(joined([*self._before, *told]))
        return told

    def _extend(self, step: Span) -> None:
        if self._untold and self._untold[-1].end == step.start:
            step = Span(self._untold.pop().start, step.end)
        self._untold.append(step)
