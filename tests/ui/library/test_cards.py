"""What is painted of a video."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.library.fakes import FAILED, FakeSource, film, picture
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui import theme
from videobert_desktop.ui.library.card_shape import CardShape, cell_size, lines_of
from videobert_desktop.ui.library.library_pane import LibraryPane
from videobert_desktop.ui.library.video_delegate import Hover

Paint = Callable[[], None]

RED, LIME, BLUE = (QColor(name) for name in ("red", "lime", "blue"))
ODD_NAMES = ["假期里的狗.mp4", "x" * 240 + ".mp4", "two\nlines \udcff.mkv", "\u202egpj.mp4", "e\u0301 🐕" * 40 + ".mov"]


def shape_of(pane: LibraryPane, row: int = 0) -> CardShape:
    return CardShape.within(pane.grid.visualRect(pane.grid.cards.index(row)))


def seen(pane: LibraryPane, area: QRect) -> QImage:
    return pane.grid.viewport().grab(area).toImage()


def card(pane: LibraryPane, video: LibraryVideo, paint: Paint) -> QImage:
    pane.show_videos([video])
    paint()
    return seen(pane, shape_of(pane).cell)


def middle(pane: LibraryPane, row: int = 0) -> QColor:
    picture = seen(pane, shape_of(pane, row).picture)
    return picture.pixelColor(picture.width() // 2 + 9, picture.height() // 2 + 9)


def test_a_video_shows_its_thumbnail(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos([film(1), film(9)])
    paint()
    assert middle(pane, 0) == RED
    assert middle(pane, 1) != RED


@pytest.mark.parametrize(("width", "height"), [(90, 160), (160, 30)], ids=["high", "wide"])
def test_all_of_a_picture_is_to_be_seen_on_a_quiet_ground(
    pane: LibraryPane, source: FakeSource, paint: Paint, width: int, height: int
) -> None:
    source.thumbnails[1] = picture(source.thumbnails[1].parent / "odd.png", "red", width, height)
    pane.show_videos([film(1, duration=None)])
    paint()
    image = seen(pane, shape_of(pane).picture)
    corners = [image.pixelColor(12, 12), image.pixelColor(image.width() - 13, image.height() - 13)]
    assert RED not in corners
    assert middle(pane) == RED


@pytest.mark.usefixtures("light")
def test_every_state_looks_different(pane: LibraryPane, paint: Paint) -> None:
    states = [
        film(1),
        film(1, state=VideoState.WAITING),
        film(1, state=VideoState.WAITING, first=True),
        film(1, state=VideoState.OFFLINE),
        film(1, state=VideoState.FAILED),
        film(1, note="It was looked at once."),
        film(1, position=30.0),
        film(1, watched=1.0),
    ]
    images = [card(pane, replace(video, path=film(1).path), paint) for video in states]
    assert all(one != other for number, one in enumerate(images) for other in images[:number])


@pytest.mark.usefixtures("light")
def test_how_far_indexing_is_can_be_seen(pane: LibraryPane, paint: Paint) -> None:
    from videobert_desktop.domain.progress import Progress

    waiting = card(pane, film(1, state=VideoState.WAITING), paint)
    pane.show_progress(Progress("indexing", 1, 2, "s", video_id=1, part=0.2))
    some = seen(pane, shape_of(pane).cell)
    pane.show_progress(Progress("indexing", 1, 2, "s", video_id=1, part=0.8))
    more = seen(pane, shape_of(pane).cell)
    pane.show_progress(None)
    assert waiting != some != more
    assert seen(pane, shape_of(pane).cell) == waiting


@pytest.mark.usefixtures("light")
def test_the_line_of_what_was_watched_ends_where_it_was_left(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos([film(9, position=15.0)])
    paint()
    image = seen(pane, shape_of(pane).picture)
    accent = pane.palette().accent().color()
    line = [image.pixelColor(across, image.height() - 5) == accent for across in range(image.width())]
    assert 0.2 < sum(line) / image.width() < 0.28


def test_the_pointer_runs_through_the_video(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos([film(1), film(2)])
    paint()
    picture = shape_of(pane).picture
    found = []
    for part in (0.1, 0.5, 0.9):
        pane.grid._hover_over(QPoint(picture.left() + round(part * picture.width()), picture.center().y()))
        paint()
        image = seen(pane, picture)
        found.append(image.pixelColor(image.width() // 4, image.height() // 2 + 9))
    assert found == [RED, LIME, BLUE]
    assert middle(pane, 1) == RED
    pane.grid._hover_at(None)
    assert middle(pane) == RED


@pytest.mark.usefixtures("light")
def test_a_thin_line_shows_where_the_pointer_is(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos([film(9)])
    paint()
    picture = shape_of(pane).picture
    pane.grid._hover_over(picture.center())
    image = seen(pane, picture)
    accent = pane.palette().accent().color()
    row = [image.pixelColor(across, 20) for across in range(image.width())]
    nearest = min(range(len(row)), key=lambda across: distance(row[across], accent))
    assert abs(nearest - image.width() // 2) <= 2
    assert distance(row[nearest], accent) < 120


def distance(one: QColor, other: QColor) -> int:
    pairs = zip(one.toTuple(), other.toTuple(), strict=True)  # type: ignore[arg-type]
    return sum(abs(a - b) for a, b in pairs)


def test_until_the_new_tile_is_there_the_old_one_is_shown(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos([film(1, duration=120.0)])
    paint()
    picture = shape_of(pane).picture
    pane.grid._hover_over(picture.center() - QPoint(4, 0))
    paint()
    pane.grid._hover_over(picture.center() + QPoint(4, 0))
    hover = pane.grid.delegate.hover
    assert isinstance(hover, Hover)
    assert hover.picture is not None
    assert hover.picture.pixelColor(5, 5) == BLUE
    paint()
    assert hover.picture.pixelColor(5, 5) == RED


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [240, 340, 900])
def test_odd_names_are_painted(qapp: QApplication, pane: LibraryPane, paint: Paint, width: int, dark: bool) -> None:
    theme.apply(qapp, dark=dark)
    pane.resize(width, 700)
    pane.show_videos([film(number, name) for number, name in enumerate(ODD_NAMES)] + [FAILED])
    paint()
    ground = pane.grab().toImage().pixelColor(width - 20, 690)
    assert (ground.lightness() < 128) == dark


@pytest.mark.parametrize("name", [*ODD_NAMES[:2], *ODD_NAMES[4:], "A holiday by the sea with all of us in it.mp4"])
@pytest.mark.parametrize("width", [60, 120, 200])
def test_a_name_fits_on_two_lines_and_keeps_its_beginning_and_its_end(
    qapp: QApplication, name: str, width: int
) -> None:
    font = QFont()
    lines = lines_of(name, font, width)
    assert all(QFontMetrics(font).horizontalAdvance(line) <= width for line in lines)
    assert name.startswith(lines[0])
    assert (lines[1] or lines[0]).endswith(name[-1])


def test_a_name_that_fits_is_on_one_line(qapp: QApplication) -> None:
    assert lines_of("a.mp4", QFont(), 300) == ("a.mp4", "")


def test_a_card_is_as_large_as_its_parts(qapp: QApplication) -> None:
    font = QFont()
    size = cell_size(200, font, 2)
    shape = CardShape.within(QRect(QPoint(10, 20), size))
    assert shape.name.height() >= 2 * QFontMetrics(font).height()
    assert shape.picture.width() / shape.picture.height() == pytest.approx(16 / 9, abs=0.02)
    assert shape.cell.contains(shape.name)
    assert shape.picture.contains(shape.again)


def test_beside_a_card_there_is_nothing_to_scrub(qapp: QApplication) -> None:
    shape = CardShape.within(QRect(0, 0, 160, 140))
    assert shape.part_at(QPoint(-1, 50)) is None
    assert shape.part_at(shape.picture.topLeft()) == 0.0
    assert shape.part_at(shape.picture.topRight()) == 1.0
    assert shape.part_at(QPoint(0, 50)) == 0.0
