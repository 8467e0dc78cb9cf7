"""How closely a video is looked at: the passes, from a first glance to a thorough look."""

from __future__ import annotations

from enum import StrEnum


class Pass(StrEnum):
    """A way of going through a video; also a mode of indexing, named after the last pass it makes."""

    FAST = "fast"
    """Key frames only, at least 3 s apart; where they are more than 10 s apart, reference frames."""
    STANDARD = "standard"
    """Two pictures a second."""
    THOROUGH = "thorough"
    """Four pictures a second."""

    @property
    def closeness(self) -> int:
        """A number that is greater the closer a pass looks."""
        return list(Pass).index(self)

    @property
    def pictures_per_second(self) -> float | None:
        """How often it looks; None for the key frames of the fast pass."""
        return {Pass.FAST: None, Pass.STANDARD: 2.0, Pass.THOROUGH: 4.0}[self]

    def at_least(self, other: Pass) -> bool:
        """Whether it looks as closely as `other`, or more so."""
        return self.closeness >= other.closeness
