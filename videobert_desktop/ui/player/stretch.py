"""The stretch of a video between the in point and the out point."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from videobert_desktop.ui.player.times import exact_time


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is chosen of a video; the out point, where there are both, comes after the in point.

    Attributes:
        in_point: The second where it begins; None if that was not said.
        out_point: The second where it ends; None if that was not said.
    """

    in_point: float | None = None
    out_point: float | None = None

    def beginning(self, second: float) -> Stretch:
        """From there on; an out point that does not come after it is given up."""
        keeps = self.out_point is not None and self.out_point > second
        return Stretch(second, self.out_point if keeps else None)

    def ending(self, second: float) -> Stretch:
        """Up to there; an in point that does not come before it is given up."""
        keeps = self.in_point is not None and self.in_point < second
        return Stretch(self.in_point if keeps else None, second)

    def __str__(self) -> str:
        if self.in_point is not None and self.out_point is not None:
            text = QCoreApplication.translate("Stretch", "{start} – {end} ({length})")  # noqa: RUF001 - a dash
        elif self.in_point is not None:
            text = QCoreApplication.translate("Stretch", "from {start}")
        elif self.out_point is not None:
            text = QCoreApplication.translate("Stretch", "to {end}")
        else:
            return ""
        start, end = self.in_point or 0.0, self.out_point or 0.0
        return text.format(start=exact_time(start), end=exact_time(end), length=_length(end - start))


def _length(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 60 else exact_time(seconds)
