"""A library pane whose pictures come from files of one colour, and whose lane does its jobs when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.library.fakes import FakeSource, picture, sheet
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui import theme
from videobert_desktop.ui.library.library_pane import LibraryPane
from videobert_desktop.ui.pictures import Pictures


@pytest.fixture
def lane() -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def source(tmp_path: Path) -> FakeSource:
    """The first three videos have a red thumbnail, and a filmstrip that is red, then lime, then blue."""
    red = picture(tmp_path / "red.png")
    strip = sheet(tmp_path / "sheet.png", ["red", "lime", "blue"])
    return FakeSource(dict.fromkeys((1, 2, 3), red), dict.fromkeys((1, 2, 3), strip))


@pytest.fixture
def light(qapp: QApplication) -> Iterator[None]:
    """The colours of the program itself."""
    theme.apply(qapp, dark=False)
    return None


@pytest.fixture
def pane(qtbot: QtBot, source: FakeSource, lane: InlineRunner) -> LibraryPane:
    """An empty library."""
    pane = LibraryPane(Pictures(source, lane))
    qtbot.addWidget(pane)
    pane.resize(340, 700)
    pane.show()
    return pane


@pytest.fixture
def paint(lane: InlineRunner) -> Callable[[], None]:
    """Paints until every picture that is asked for is there."""

    def painted() -> None:
        for _ in range(4):
            QApplication.processEvents()
            lane.run_all()

    return painted
