"""The window with real lanes: nothing waits for what it need not wait for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeDesktop, FakeServices, found, moment
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.main_window import STOPPED, MainWindow

PATIENCE = 5000


class BusyServices(FakeServices):
    """Indexes until it is cancelled, and notes in which threads it works."""

    def __init__(self) -> None:
        super().__init__()
        self.searched_in: set[int] = set()
        self.closed_in: int | None = None

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        report(Progress("indexing", 1.0, 10.0, "s", "a.mp4"))
        while True:
            cancel.raise_if_cancelled()
            threading.Event().wait(0.001)

    def search(self, query: str, limit: int) -> SearchResult:
        self.searched_in.add(threading.get_ident())
        return found(query, moment(Path("/films/a.mp4")))

    def close(self) -> None:
        self.closed_in = threading.get_ident()


@pytest.fixture
def services() -> BusyServices:
    return BusyServices()


@pytest.fixture
def lanes(services: BusyServices) -> Iterator[Lanes]:
    lanes = Lanes(Lane("model"), Lane("query", at_end=services.close), Lane("media"))
    yield lanes
    assert lanes.shut_down(5)


@pytest.fixture
def window(qtbot: QtBot, services: BusyServices, lanes: Lanes) -> MainWindow:
    def fail(error: BaseException) -> None:
        raise error

    window = MainWindow(services, lanes, FakeDesktop(), fail)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_search_is_answered_while_indexing_and_cancel_ends_it(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.header.indexing_bar
    window.add([Path("/films")])
    qtbot.waitUntil(lambda: bar.text == "Indexing a.mp4 10 %", timeout=PATIENCE)
    window.header.search_field.setText("a dog")
    window.header.search_field.returnPressed.emit()
    qtbot.waitUntil(lambda: window.results_panel.has_results, timeout=PATIENCE)
    assert bar.isVisible()
    bar.cancel_asked.emit()
    qtbot.waitUntil(bar.isHidden, timeout=PATIENCE)
    assert window.message_bar.text == STOPPED


def test_closing_the_window_stops_indexing_and_closes_the_searcher_where_it_searched(
    qtbot: QtBot, window: MainWindow, services: BusyServices, lanes: Lanes
) -> None:
    window.add([Path("/films")])
    window.header.search_field.setText("a dog")
    window.header.search_field.returnPressed.emit()
    qtbot.waitUntil(lambda: window.results_panel.has_results, timeout=PATIENCE)
    window.close()
    assert lanes.shut_down(5)
    assert services.searched_in == {services.closed_in}
    assert threading.get_ident() not in services.searched_in
