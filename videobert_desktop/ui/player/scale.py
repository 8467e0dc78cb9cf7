"""Which second of a video is where on a line: the arithmetic of the timeline."""

from __future__ import annotations

from dataclasses import dataclass, replace

_CLOSEST = 0.5  # seconds that are shown at the least: single frames can be told apart, and are still some


@dataclass(frozen=True, slots=True)
class Scale:
    """A part of a video, laid out along a line.

    Attributes:
        duration: Of the whole video, in seconds; 0.0 if there is nothing to lay out.
        left: Where the line begins, in points.
        width: How long the line is, in points; above zero.
        start: The second at its left end.
        length: The seconds from its left end to its right end.
    """

    duration: float
    left: float
    width: float
    start: float
    length: float

    @classmethod
    def whole(cls, duration: float, left: float, width: float) -> Scale:
        """All of a video on a line; a duration or a width below zero counts as none."""
        duration = max(0.0, duration)
        return cls(duration, left, max(1.0, width), 0.0, duration)

    @property
    def end(self) -> float:
        """The second at the line's right end."""
        return self.start + self.length

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the video lies outside."""
        return self.length >= self.duration

    def x_of(self, second: float) -> float:
        """Where a second is, in points; those that are not shown lie beyond the ends."""
        return self.left + (second - self.start) / self.length * self.width if self.length else self.left

    def second_at(self, x: float) -> float:
        """The second at a point; beyond the video's ends, that of the end."""
        second = self.start + (x - self.left) / self.width * self.length
        return min(max(0.0, second), self.duration)

    def shows(self, second: float) -> bool:
        """Whether a second lies on the line."""
        return self.start <= second <= self.end

    def zoomed(self, factor: float, x: float) -> Scale:
        """So many times as close, with the second at `x` staying where it is unless an end is in the way."""
        closest = min(_CLOSEST, self.duration)
        length = min(max(self.length / factor, closest), self.duration)
        part = (x - self.left) / self.width
        return replace(self, length=length).from_second(self.start + part * (self.length - length))

    def scrolled(self, points: float) -> Scale:
        """Moved along by so many points, as far as there is video."""
        return self.from_second(self.start + points / self.width * self.length)

    def from_second(self, start: float) -> Scale:
        """As close, with `start` at the left end, or as near to it as there is video."""
        return replace(self, start=max(0.0, min(start, self.duration - self.length)))

    def on(self, left: float, width: float) -> Scale:
        """The same part of the video on another line."""
        return replace(self, left=left, width=max(1.0, width))
