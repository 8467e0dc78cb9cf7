"""Lines of writing as they were found, and as they are kept: in reading order, with their place in the picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from videobert_desktop.domain.screen_text import Box, ScreenLine

# What is read with less is mostly made up of edges and textures.
_LEAST_CONFIDENCE = 0.6


class FoundLine(NamedTuple):
    """A line of writing in a picture, in its pixels.

    Attributes:
        text: What it says.
        confidence: How sure the reader is, in [0, 1].
        left: Its left edge.
        top: Its upper edge.
        right: Its right edge.
        bottom: Its lower edge.
    """

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float


def screen_lines(found: Iterable[FoundLine], width: int, height: int) -> tuple[ScreenLine, ...]:
    """The lines that are credible and say something, from top to bottom and, of those side by side, from left to right.

    Args:
        found: The lines, in any order.
        width: The picture's, in pixels.
        height: The picture's, in pixels.
    """
    credible = (line for line in found if line.confidence >= _LEAST_CONFIDENCE and any(map(str.isalnum, line.text)))
    return tuple(
        ScreenLine(" ".join(line.text.split()), _box(line, width, height), min(1.0, line.confidence))
        for row in _rows(credible)
        for line in sorted(row, key=lambda line: line.left)
    )


def _rows(lines: Iterable[FoundLine]) -> list[list[FoundLine]]:
    """Lines that stand side by side together; the middle of one is within the height of the first."""
    rows: list[list[FoundLine]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _box(line: FoundLine, width: int, height: int) -> Box:
    def part(value: float, whole: int) -> float:
        return min(1.0, max(0.0, value / whole))

    left, top = part(line.left, width), part(line.top, height)
    return Box(left, top, max(left, part(line.right, width)), max(top, part(line.bottom, height)))
