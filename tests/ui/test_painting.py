"""What the lists paint with: grounds that tell states apart, and lines that fit, whatever is written in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import palette_for
from videobert_desktop.ui.widgets.painting import bold, draw_ground, draw_line, smaller

State = QStyle.StateFlag
AREA = QRect(0, 0, 120, 30)
ODD_NAMES = ["假期里的狗.mp4", "x" * 240 + ".mp4", "two\nlines \udcff.mkv", "\u202egpj.mp4", "e\u0301 🐕.mov", ""]
WORDS = QColor("#ff0000")


def painted(paint: Callable[[QPainter], None], size: QRect = AREA) -> QImage:
    image = QImage(size.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def ground(state: State, *, dark: bool = False) -> QImage:
    option = QStyleOptionViewItem()
    option.rect = AREA
    option.palette = palette_for(dark)
    option.state = State.State_Enabled | state
    return painted(lambda painter: draw_ground(painter, option))


def columns(image: QImage) -> list[int]:
    """Those in which something other than white is drawn."""
    white = QColor("white").rgb()
    return [x for x in range(image.width()) if any(image.pixel(x, y) != white for y in range(image.height()))]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_selected_row_one_under_the_pointer_and_a_plain_one_look_different(qapp: QApplication, dark: bool) -> None:
    states = (State.State_None, State.State_MouseOver, State.State_Selected)
    middles = [ground(state, dark=dark).pixelColor(AREA.center()) for state in states]
    palette = palette_for(dark)
    assert middles[1:] == [palette.color(QPalette.ColorRole.AlternateBase), palette.color(QPalette.ColorRole.Highlight)]
    assert middles[0] == QColor("white")


def test_the_row_where_the_keyboard_is_has_a_frame(qapp: QApplication) -> None:
    plain, framed = (ground(State.State_Selected | focus) for focus in (State.State_None, State.State_HasFocus))
    assert plain.pixelColor(AREA.center()) == framed.pixelColor(AREA.center())
    assert plain != framed


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("align", [Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight])
def test_a_line_stays_in_its_place_whatever_is_written(qapp: QApplication, name: str, align: Qt.AlignmentFlag) -> None:
    place = QRect(20, 0, 80, 30)
    image = painted(lambda painter: draw_line(painter, place, shown(name), WORDS, qapp.font(), align=align))
    drawn = columns(image)
    assert bool(drawn) == bool(name)
    assert all(place.left() - 2 <= x <= place.right() + 2 for x in drawn)


def test_a_heavier_and_a_smaller_font_leave_the_first_one_as_it_was(qapp: QApplication) -> None:
    font = QFont()
    font.setPointSizeF(10)
    assert bold(font).weight() == QFont.Weight.DemiBold
    assert smaller(font).pointSizeF() < 10
    assert (font.weight(), font.pointSizeF()) == (QFont.Weight.Normal, 10)


def test_a_font_that_is_measured_in_pixels_keeps_its_size(qapp: QApplication) -> None:
    font = QFont()
    font.setPixelSize(14)
    assert smaller(font).pixelSize() == 14
