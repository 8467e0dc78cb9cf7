"""What is painted: nothing breaks on long, foreign or odd names, and states look different."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Stage
from tests.ui.fakes import FakeServices, found, moment, video
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.ui import theme

ODD_NAMES = ["假期里的狗.mp4", "x" * 240 + ".mp4", "two\nlines \udcff.mkv", "\u202egpj.mp4", "e\u0301 🐕.mov"]


def picture(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_odd_names_are_painted(
    qapp: QApplication, open_window: Callable[[], Stage], services: FakeServices, dark: bool
) -> None:
    def answer(query: str) -> SearchResult:
        moments = [moment(Path("/films") / name, 4000.0 * number, number / 5) for number, name in enumerate(ODD_NAMES)]
        return found(query, *moments, in_library=False)

    theme.apply(qapp, dark=dark)
    services.library = [video(name, state) for name in ODD_NAMES for state in VideoState][:: len(VideoState) + 1]
    services.answer = answer
    stage = open_window()
    stage.work()
    stage.search("狗 " * 100)
    stage.work()
    image = picture(stage.window)
    middle = image.pixelColor(image.width() - 3, image.height() - 3).lightness()
    assert (middle < 100) == dark


@pytest.mark.parametrize("state", [VideoState.WAITING, VideoState.FAILED, VideoState.OFFLINE])
def test_a_video_that_cannot_be_searched_looks_different(
    open_window: Callable[[], Stage], services: FakeServices, state: VideoState
) -> None:
    services.library = [video("a.mp4")]
    stage = open_window()
    stage.work()
    view = stage.window.library_panel.view
    before = picture(view)
    services.library = [video("a.mp4", state)]
    stage.window._listing.refresh()
    stage.work()
    assert picture(view) != before


def test_the_selected_row_and_the_one_under_the_pointer_are_marked(
    qtbot: QtBot, open_window: Callable[[], Stage], services: FakeServices
) -> None:
    services.library = [video(name) for name in ("a.mp4", "b.mp4", "c.mp4")]
    stage = open_window()
    stage.work()
    view = stage.window.library_panel.view
    plain = picture(view)
    view.setCurrentIndex(view.model().index(1, 0))
    selected = picture(view)
    assert selected != plain
    qtbot.mouseMove(view.viewport(), view.visualRect(view.model().index(2, 0)).center())
    qtbot.waitUntil(lambda: picture(view) != selected)


def test_an_offline_moment_is_marked(stage: Stage) -> None:
    images = []
    for online in (True, False):
        stage.window.results_panel.show_result(found("a dog", moment(Path("/films/a.mp4"), online=online)))
        images.append(picture(stage.window.results_panel))
    assert images[0] != images[1]


def test_a_moment_with_more_confidence_has_a_longer_bar(qapp: QApplication, open_window: Callable[[], Stage]) -> None:
    theme.apply(qapp, dark=False)
    accent = qapp.palette().accent().color().rgb()
    stage = open_window()
    filled = []
    for confidence in (0.0, 0.4, 0.9):
        result = found("a dog", moment(Path("/films/a.mp4"), confidence=confidence))
        stage.window.results_panel.show_result(result)
        image = picture(stage.window.results_panel.view)
        filled.append(
            sum(image.pixel(x, y) == accent for x in range(image.width()) for y in range(image.height() // 8))
        )
    assert filled == sorted(set(filled))
