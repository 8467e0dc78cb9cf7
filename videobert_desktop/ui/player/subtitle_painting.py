"""Subtitles on a picture: white with a dark edge, which can be read on whatever is below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from videobert_desktop.ui.theme import SPACE

_TEXT, _EDGE = QColor("#ffffff"), QColor(0, 0, 0, 235)
# Height of a line as a part of the picture's height, never less than so many points; and its edge as a part of that.
_SIZE, _SMALLEST, _EDGE_PART = 0.048, 12.0, 0.17
_MOST_LINES = 3
_WIDEST = 0.86
"""The part of the picture's width that a line may take."""
_BELOW = 0.6
"""Between the last line and the lower edge of the picture, in heights of a line."""


def draw_subtitle(painter: QPainter, picture: QRectF, text: str, font: QFont) -> None:
    """Write a text over the lower edge of a picture, in three lines at most; plain, in any direction of writing.

    Args:
        painter: Of the surface that the picture is on.
        picture: Where the picture is.
        text: Plain text; lines are separated by line feeds.
        font: Its size is of no account.
    """
    written = QFont(font)
    written.setPixelSize(round(max(_SMALLEST, picture.height() * _SIZE)))
    written.setWeight(QFont.Weight.DemiBold)
    width = max(1.0, min(picture.width() * _WIDEST, picture.width() - 2 * SPACE))
    edge = QPen(_EDGE, max(2.0, written.pixelSize() * _EDGE_PART))
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    below, above = _lay_out(text, written, width, edge), _lay_out(text, written, width, None)
    line = above.lineAt(0).height()
    height = min(above.lineCount(), _MOST_LINES) * line
    place = QPointF(picture.center().x() - width / 2, max(picture.top(), picture.bottom() - height - _BELOW * line))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_TEXT)
    for layout in (below, above):
        for number in range(min(layout.lineCount(), _MOST_LINES)):
            layout.lineAt(number).draw(painter, place)
    painter.restore()


def _lay_out(text: str, font: QFont, width: float, edge: QPen | None) -> QTextLayout:
    layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), font)
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    made = QTextLayout.FormatRange()
    made.start, made.length = 0, 2 * len(text)
    made.format = _format(edge)
    layout.setFormats([made])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _format(edge: QPen | None) -> QTextCharFormat:
    made = QTextCharFormat()
    if edge is None:
        made.setForeground(_TEXT)
    else:
        made.setForeground(_EDGE)
        made.setTextOutline(edge)
    return made
