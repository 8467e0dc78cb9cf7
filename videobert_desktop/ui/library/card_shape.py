"""Where the parts of a video's card are."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

_INSET = 7
_GAP = 6
_AGAIN_HEIGHT = 26
_WIDE, _HIGH = 16, 9


@dataclass(frozen=True, slots=True)
class CardShape:
    """A picture of 16 by 9, and the name beneath it.

    Attributes:
        cell: What the card and the distance to its neighbours take.
        picture: Where the picture is.
        name: Where the name is.
    """

    cell: QRect
    picture: QRect
    name: QRect

    @classmethod
    def within(cls, cell: QRect) -> CardShape:
        """The card that fills a cell."""
        inner = cell.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        picture = QRect(inner.topLeft(), QSize(inner.width(), inner.width() * _HIGH // _WIDE))
        return cls(cell, picture, QRect(QPoint(inner.left(), picture.bottom() + 1 + _GAP), inner.bottomRight()))

    @property
    def again(self) -> QRect:
        """Where one that failed has its button, while the pointer is on it."""
        width = min(self.picture.width() - 2 * _GAP, 4 * _AGAIN_HEIGHT)
        area = QRect(0, 0, width, _AGAIN_HEIGHT)
        area.moveCenter(self.picture.center() + QPoint(0, 2 * _GAP))
        return area

    def part_at(self, place: QPoint) -> float | None:
        """How far across the picture a place is, in [0, 1]; None beside the card."""
        if not self.cell.contains(place):
            return None
        return min(max((place.x() - self.picture.left()) / max(1, self.picture.width() - 1), 0.0), 1.0)


def cell_size(width: int, font: QFont, lines: int) -> QSize:
    """How large a card of that width is, with so many lines for its name."""
    picture = (width - 2 * _INSET) * _HIGH // _WIDE
    return QSize(width, picture + _GAP + lines * QFontMetrics(font).height() + 2 * _INSET)


def lines_of(text: str, font: QFont, width: int) -> tuple[str, str]:
    """A name on two lines, of which the second is empty if one is enough, and shortened in its middle if need be."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return text, ""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    # Qt counts in units of UTF-16, of which an emoji takes two.
    units = text.encode("utf-16-le")
    first = units[: 2 * line.textLength()].decode("utf-16-le")
    rest = units[2 * line.textLength() :].decode("utf-16-le")
    return first.rstrip(), metrics.elidedText(rest.lstrip(), Qt.TextElideMode.ElideMiddle, width)
