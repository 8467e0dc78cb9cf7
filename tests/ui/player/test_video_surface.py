"""What is painted: the whole picture in the middle of a dark ground, subtitles on it, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from videobert_desktop.domain.screen_text import Box
from videobert_desktop.ui import theme
from videobert_desktop.ui.fonts import load_fonts
from videobert_desktop.ui.player.video_surface import FRAME, GROUND, VideoSurface

TEAL = QColor("teal")
BOX = Box(0.25, 0.25, 0.5, 0.5)


@pytest.fixture
def surface(qtbot: QtBot) -> VideoSurface:
    surface = VideoSurface()
    qtbot.addWidget(surface)
    surface.resize(400, 300)
    surface.show()
    return surface


@pytest.fixture
def fonts(qapp: QApplication) -> Iterator[None]:
    """Those of the program, because a system may have none for Chinese."""
    before = QFont(qapp.font())
    load_fonts(qapp)
    yield
    qapp.setFont(before)


def picture(width: int, height: int, colour: QColor = TEAL) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def shown(surface: VideoSurface) -> QImage:
    QApplication.processEvents()
    return surface.grab().toImage()


def places(image: QImage, wanted: Callable[[QColor], bool]) -> list[tuple[int, int]]:
    """Where the colour is such."""
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if wanted(image.pixelColor(x, y))]


def is_lit(image: QImage, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether anything light is painted in a part of it."""
    return any(image.pixelColor(x, y).lightness() > 150 for x in range(left, right) for y in range(top, bottom))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_without_a_picture_there_is_only_the_ground(qapp: QApplication, surface: VideoSurface, dark: bool) -> None:
    theme.apply(qapp, dark=dark)
    image = shown(surface)
    assert {image.pixel(x, y) for x in (0, 200, 399) for y in (0, 150, 299)} == {GROUND.rgb()}


@pytest.mark.parametrize(
    ("size", "inside", "outside"),
    [
        ((1600, 400), [(2, 102), (397, 197)], [(200, 97), (200, 203)]),
        ((30, 60), [(127, 2), (272, 297)], [(122, 150), (277, 150)]),
        ((8, 6), [(1, 1), (398, 298)], []),
    ],
    ids=["wide", "tall", "small"],
)
def test_the_whole_picture_is_shown_as_large_as_it_fits(
    surface: VideoSurface, size: tuple[int, int], inside: list[tuple[int, int]], outside: list[tuple[int, int]]
) -> None:
    surface.show_picture(picture(*size))
    image = shown(surface)
    assert {image.pixel(x, y) for x, y in inside} == {TEAL.rgb()}
    assert {image.pixel(x, y) for x, y in outside} <= {GROUND.rgb()}


def test_a_much_larger_picture_is_made_smaller_without_losing_what_lies_between(surface: VideoSurface) -> None:
    stripes = picture(4000, 3000, QColor("black"))
    for x in range(0, 4000, 4):
        for y in range(3000):
            stripes.setPixelColor(x, y, QColor("white")) if y < 40 else None
    surface.show_picture(stripes)
    image = shown(surface)
    assert {40 < image.pixelColor(x, 1).red() < 90 for x in range(10, 390)} == {True}


def test_another_size_and_another_picture_are_painted_anew(surface: VideoSurface) -> None:
    surface.show_picture(picture(4000, 3000))
    shown(surface)
    surface.resize(300, 300)
    image = shown(surface)
    assert image.pixelColor(150, 150) == TEAL
    assert image.pixelColor(150, 30) == GROUND
    surface.show_picture(picture(4000, 3000, QColor("orange")))
    assert shown(surface).pixelColor(150, 150) == QColor("orange")


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("ground", ["white", "black", "teal"])
@pytest.mark.parametrize("text", ["Hello\nthere", "你好 世界", "مرحبا بالعالم"], ids=["Latin", "Chinese", "Arabic"])
def test_subtitles_are_white_with_a_dark_edge_at_the_bottom_of_the_picture(
    surface: VideoSurface, ground: str, text: str
) -> None:
    surface.show_picture(picture(400, 300, QColor(ground)))
    surface.show_subtitle(text)
    image = shown(surface)
    lit, edged = (
        places(image, lambda colour: colour.lightness() > 245),
        places(image, lambda colour: colour.lightness() < 40),
    )
    for x, y in (lit if ground != "white" else []) + (edged if ground != "black" else []):
        assert 40 < x < 360
        assert 220 < y < 298
    assert lit
    assert edged
    surface.show_subtitle("")
    assert {shown(surface).pixel(200, y) for y in range(0, 300, 10)} == {QColor(ground).rgb()}


@pytest.mark.parametrize("text", ["a sentence that goes on and on " * 8, "word" * 200, "一句很长的话" * 60, "a\n" * 50])
def test_long_subtitles_take_three_lines_and_stay_on_the_picture(surface: VideoSurface, text: str) -> None:
    surface.show_picture(picture(400, 300))
    surface.show_subtitle(text)
    image = shown(surface)
    assert {image.pixel(x, y) for x in (0, 399) for y in range(300)} == {TEAL.rgb()}
    assert {image.pixel(x, y) for x in range(0, 400, 7) for y in (225, 299)} == {TEAL.rgb()}


def test_subtitles_are_as_large_as_the_picture_makes_them(surface: VideoSurface) -> None:
    heights = []
    for height in (300, 900):
        surface.resize(height * 4 // 3, height)
        surface.show_picture(picture(400, 300))
        surface.show_subtitle("H")
        rows = [y for _, y in places(shown(surface), lambda colour: colour.lightness() > 245)]
        heights.append(max(rows) - min(rows))
    assert heights[1] > 2 * heights[0]


def test_a_part_of_the_picture_is_framed_until_that_is_over(surface: VideoSurface) -> None:
    surface.show_picture(picture(800, 400))  # which is 400 x 200, in the middle of the height
    clean = shown(surface)
    surface.show_box(BOX)
    image = shown(surface)
    found = places(image, lambda colour: colour == FRAME)
    assert (min(x for x, _ in found), max(x for x, _ in found)) == pytest.approx((96, 204), abs=3)
    assert (min(y for _, y in found), max(y for _, y in found)) == pytest.approx((96, 154), abs=3)
    assert image.pixelColor(150, 125) == TEAL
    surface.show_box(None)
    assert shown(surface) == clean


def test_a_frame_at_the_edge_stays_on_the_picture(surface: VideoSurface) -> None:
    surface.show_picture(picture(400, 200))
    surface.show_box(Box(0.0, 0.0, 1.0, 1.0))
    image = shown(surface)
    assert {image.pixel(x, y) for x in range(0, 400, 9) for y in (47, 252)} == {GROUND.rgb()}


def test_it_says_why_there_is_no_picture(surface: VideoSurface) -> None:
    surface.show_picture(picture(400, 300))
    surface.say("It cannot be shown", "There is nothing at this path.")
    assert surface.message == ("It cannot be shown", "There is nothing at this path.")
    assert "nothing at this path" in surface.accessibleDescription()
    assert surface.picture.isNull()
    image = shown(surface)
    assert image.pixelColor(5, 5) == GROUND
    assert is_lit(image, 100, 80, 300, 200)
    surface.show_picture(picture(400, 300))
    assert surface.message == ("", "")
    assert shown(surface).pixelColor(200, 150) == TEAL


def test_a_long_message_fits_into_a_small_surface(surface: VideoSurface) -> None:
    surface.resize(240, 200)
    surface.say("这个视频无法播放 " * 3, "a long reason, told at length " * 6)
    image = shown(surface)
    assert not is_lit(image, 0, 0, 8, 200)
    assert not is_lit(image, 232, 0, 240, 200)


def test_clearing_leaves_nothing(surface: VideoSurface) -> None:
    surface.say("Title", "Text")
    surface.show_subtitle("Hello")
    surface.show_box(BOX)
    surface.clear()
    assert (surface.message, surface.subtitle, surface.accessibleDescription()) == (("", ""), "", "")
    assert surface.box is None
    assert shown(surface).pixelColor(200, 150) == GROUND


def test_two_clicks_are_told(qtbot: QtBot, surface: VideoSurface) -> None:
    with qtbot.waitSignal(surface.double_clicked):
        qtbot.mouseDClick(surface, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    with qtbot.assertNotEmitted(surface.double_clicked):
        qtbot.mouseDClick(surface, Qt.MouseButton.RightButton)


def test_it_has_a_name_for_those_who_cannot_see_it(surface: VideoSurface) -> None:
    assert surface.accessibleName() == "Picture"
