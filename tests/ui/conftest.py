"""A window over a small fake library, and a guard that no thread or widget outlives its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeDesktop, FakeServices
from tests.ui.qt import nothing_left_behind
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.window_state import WindowState

ROOT = Path("/libraries/films")


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
class InlineLanes:
    """The lanes of a window, which do their jobs when they are told to."""

    model: InlineRunner = field(default_factory=InlineRunner)
    query: InlineRunner = field(default_factory=InlineRunner)
    media: InlineRunner = field(default_factory=InlineRunner)
    pictures: InlineRunner = field(default_factory=InlineRunner)
    frames: InlineRunner = field(default_factory=InlineRunner)
    restoring: InlineRunner = field(default_factory=InlineRunner)
    watch: InlineRunner = field(default_factory=InlineRunner)

    @property
    def all(self) -> Lanes:
        """The same, as the window takes them."""
        return Lanes(**vars(self))

    def work(self) -> None:
        """Do all that was handed in to any lane, and all that follows from it."""
        for _ in range(5):
            for lane in vars(self).values():
                lane.run_all()


@dataclass
class Stage:
    """A window and everything around it."""

    window: MainWindow
    services: FakeServices
    desktop: FakeDesktop
    lanes: InlineLanes
    bugs: list[BaseException] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What the message bar says."""
        return self.window.message_bar.text

    def work(self) -> None:
        """Do all that was handed in to any lane, and all that follows from it."""
        self.lanes.work()

    def search(self, query: str) -> None:
        """Type a query and press Enter; the lane has not searched yet."""
        edit = self.window.header.search_field.edit
        edit.setText(query)
        edit.returnPressed.emit()

    def read(self, part: QWidget) -> str:
        """All that a part of the window says now, a line for each label."""
        return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())

    def is_shown(self, part: QWidget) -> bool:
        """Whether a part of the window is on the page that is shown."""
        return part.isVisibleTo(self.window)

    def activate(self, qtbot: QtBot) -> None:
        """Have the window be the one that gets the keys."""
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)


OpenWindow = Callable[..., Stage]
"""Opens a window that has not looked at its library yet; the arguments are fields of its `Opening`."""


@pytest.fixture
def services() -> FakeServices:
    """An empty library."""
    return FakeServices()


@pytest.fixture
def open_window(qtbot: QtBot, services: FakeServices) -> OpenWindow:
    """See `OpenWindow`."""

    def make(**fields: Any) -> Stage:
        lanes, desktop, bugs = InlineLanes(), FakeDesktop(), list[BaseException]()
        opening = Opening(**{"root": ROOT, "settings": Settings(), "state": WindowState(), **fields})
        window = MainWindow(services, lanes.all, desktop, bugs.append, opening)
        qtbot.addWidget(window)
        window.show()
        return Stage(window, services, desktop, lanes, bugs)

    return make


@pytest.fixture
def stage(open_window: OpenWindow) -> Iterator[Stage]:
    """A window that has looked at its library."""
    opened = open_window()
    opened.work()
    yield opened
    assert opened.bugs == []
