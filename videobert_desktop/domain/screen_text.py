"""What is written in a video's pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from videobert_desktop.domain.timing import Span


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture as it is shown, upright; fractions of its width and height, in [0, 1].

    Attributes:
        left: Its left edge.
        top: Its upper edge.
        right: Its right edge, not left of `left`.
        bottom: Its lower edge, not above `top`.
    """

    left: float
    top: float
    right: float
    bottom: float


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around some, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*((box.left, box.top, box.right, box.bottom) for box in boxes), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A line of writing.

    Attributes:
        text: What it says; not empty.
        box: Where it stands.
        confidence: How sure the reader is, in [0, 1].
    """

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class ScreenText:
    """What is written in the picture for a while.

    Attributes:
        span: From when until when it stands there, as far as is known.
        lines: From top to bottom, and from left to right; at least one.
    """

    span: Span
    lines: tuple[ScreenLine, ...]

    @property
    def text(self) -> str:
        """All lines, separated by line feeds."""
        return "\n".join(line.text for line in self.lines)
