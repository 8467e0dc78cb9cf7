"""A window over a small fake library, and a guard that no thread or widget outlives its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeDesktop, FakeServices
from tests.ui.qt import nothing_left_behind
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.main_window import MainWindow


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    style, palette, sheet = qapp.style().name(), qapp.palette(), qapp.styleSheet()
    with nothing_left_behind():
        yield
    if (style, palette, sheet) != (qapp.style().name(), qapp.palette(), qapp.styleSheet()):
        qapp.setStyle(style)
        qapp.setPalette(palette)
        qapp.setStyleSheet(sheet)


@dataclass
class Stage:
    """A window and everything around it; its lanes do their jobs when they are told to."""

    window: MainWindow
    services: FakeServices
    desktop: FakeDesktop
    lanes: Lanes
    model: InlineRunner
    query: InlineRunner
    media: InlineRunner
    bugs: list[BaseException] = field(default_factory=list)

    def work(self) -> None:
        """Do all that was handed in to any lane, and all that follows from it."""
        for _ in range(4):
            for lane in (self.model, self.query, self.media):
                lane.run_all()

    def search(self, query: str) -> None:
        """Type a query and press Enter; the lane has not searched yet."""
        self.window.header.search_field.setText(query)
        self.window.header.search_field.returnPressed.emit()


@pytest.fixture
def services() -> FakeServices:
    """An empty library."""
    return FakeServices()


@pytest.fixture
def open_window(qtbot: QtBot, services: FakeServices) -> Callable[[], Stage]:
    """Opens a window that has not looked at its library yet."""

    def make() -> Stage:
        model, query, media = InlineRunner(), InlineRunner(), InlineRunner()
        desktop, bugs = FakeDesktop(), list[BaseException]()
        lanes = Lanes(model, query, media)
        window = MainWindow(services, lanes, desktop, bugs.append)
        qtbot.addWidget(window)
        window.show()
        return Stage(window, services, desktop, lanes, model, query, media, bugs)

    return make


@pytest.fixture
def stage(open_window: Callable[[], Stage]) -> Stage:
    """A window that has looked at its library, which is empty."""
    opened = open_window()
    opened.work()
    return opened
