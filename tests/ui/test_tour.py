"""The pictures that the program takes of itself; all of them take most of a minute, and are for `make screenshots`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.helpers.indexing import Desk
from tests.ui.player.viewer import UNAVOIDABLE
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.libraries import create_library
from videobert_desktop.settings.options import Settings
from videobert_desktop.tour import SIZE, Tour
from videobert_desktop.ui.language import install_language


@pytest.fixture
def tour(qapp: QApplication, tmp_path: Path) -> Iterator[Tour]:
    tour = Tour(qapp, tmp_path / "pictures", replace(Settings(), language="en", pack="colours", device="cpu"))
    yield tour
    tour._theme.deleteLater()
    install_language(qapp, "en")


def has_colour(image: QImage, red: int, green: int, blue: int) -> bool:
    """Whether this colour, or nearly this, is somewhere in a picture."""
    colours = (image.pixelColor(x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8))
    return any(max(abs(c.red() - red), abs(c.green() - green), abs(c.blue() - blue)) < 24 for c in colours)


@pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True)
def test_a_library_is_rendered_with_what_was_found_in_it(
    tour: Tour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(create_library(tmp_path / "library"), tmp_path / "clips", monkeypatch)
    desk.clip("film.mp4", "red", "green", seconds_each=1.5)
    desk.index()
    path = tour.render(desk.library, "red", "window.png")
    image = QImage(str(path))
    assert (image.width(), image.height()) == SIZE
    assert has_colour(image, 255, 0, 0)
    assert tour.pictures == [path]


def test_each_state_is_taken_in_the_light_and_in_the_dark_and_named_after_both(tour: Tour, tmp_path: Path) -> None:
    tour._settings = replace(tour._settings, pack="starter")
    (tmp_path / "pictures").mkdir()
    tour._show_first_run(create_library(tmp_path / "library"))
    assert [path.name for path in tour.pictures] == [
        "01-first-run-en-light.png",
        "01-first-run-en-dark.png",
        "02-folder-chosen-en-light.png",
        "02-folder-chosen-en-dark.png",
        "03-empty-en-light.png",
        "03-empty-en-dark.png",
    ]
    light, dark = (QImage(str(path)).pixelColor(4, 700).lightness() for path in tour.pictures[:2])
    assert light > 200 > 60 > dark


def test_a_picture_that_cannot_be_written_is_said(tour: Tour, tmp_path: Path) -> None:
    (tmp_path / "pictures" / "01-first-run-en-light.png").mkdir(parents=True)
    with pytest.raises(UserError, match="cannot be written"):
        tour._show_first_run(create_library(tmp_path / "library"))


def test_an_empty_library_cannot_be_rendered_and_that_is_said(
    tour: Tour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("videobert_desktop.tour.PATIENCE", 0.2)
    with pytest.raises(UserError, match="waited in vain for the library"):
        tour.render(create_library(tmp_path / "library"), "red", "window.png")
