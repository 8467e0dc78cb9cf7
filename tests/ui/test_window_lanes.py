"""The window with real lanes: nothing waits for what it need not wait for, and nothing is left when it is gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.media import numbered_clip
from tests.ui.conftest import ROOT
from tests.ui.fakes import FakeDesktop, FakeServices, found, moment, video
from tests.ui.player.viewer import UNAVOIDABLE
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.query import Query
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.services.playing.open_frames import FrameSource, open_frames
from videobert_desktop.services.watching.watch_folders import Index, Told
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.window_state import WindowState

PATIENCE = 20_000
FILMS = [video(f"{number}.mp4", video_id=number) for number in range(1, 31)]


class BusyServices(FakeServices):
    """Indexes and watches until it is asked to stop, and notes in which threads it works."""

    def __init__(self, picture: Path | None = None) -> None:
        super().__init__(library=list(FILMS), answer=lambda query: found(query, moment(FILMS[0].path)))
        self.picture = picture
        self.searched_in: set[int] = set()
        self.closed_in: int | None = None

    def thumbnail(self, video_id: int) -> Path | None:
        return self.picture

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        for number in range(1_000_000):
            report(Progress("indexing", number % 100, 100.0, "s", f"{number}.mp4", video_id=1 + number % 30, part=0.5))
            cancel.raise_if_cancelled()
            threading.Event().wait(0.0005)
        raise AssertionError("nobody has stopped it")

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        while True:
            cancel.raise_if_cancelled()
            threading.Event().wait(0.001)

    def search(self, query: Query) -> SearchResult:
        self.searched_in.add(threading.get_ident())
        return super().search(query)

    def open_frames(self, path: Path) -> FrameSource:
        return open_frames(path) if path.exists() else super().open_frames(path)

    def close(self) -> None:
        self.closed_in = threading.get_ident()


class OpenedWindow:
    """A window and its lanes, which are ended with it."""

    def __init__(self, services: BusyServices) -> None:
        self.bugs: list[BaseException] = []
        names = ("model", "media", "pictures", "frames", "restoring", "watch")
        self.lanes = Lanes(query=Lane("query", at_end=services.close), **{name: Lane(name) for name in names})
        opening = Opening(ROOT, Settings(), WindowState())
        self.window = MainWindow(services, self.lanes, FakeDesktop(), self.bugs.append, opening)
        self.window.show()

    def search(self, text: str) -> None:
        edit = self.window.header.search_field.edit
        edit.setText(text)
        edit.returnPressed.emit()

    def close(self) -> None:
        """Close it as the program does."""
        self.window.close()
        assert self.lanes.shut_down(20)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert self.bugs == []


@pytest.fixture
def services(tmp_path: Path) -> BusyServices:
    picture = QImage(160, 90, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    assert picture.save(str(tmp_path / "picture.png"))
    return BusyServices(tmp_path / "picture.png")


@pytest.fixture
def opened(qapp: QApplication, services: BusyServices) -> Iterator[OpenedWindow]:
    opened = OpenedWindow(services)
    yield opened
    opened.close()


def test_a_search_is_answered_while_indexing_and_cancel_ends_it(qtbot: QtBot, opened: OpenedWindow) -> None:
    window = opened.window
    bar = window.header.indexing_bar
    window.add([Path("/films")])
    qtbot.waitUntil(lambda: "%" in bar.text, timeout=PATIENCE)
    opened.search("a dog")
    qtbot.waitUntil(lambda: window.results_panel.has_results, timeout=PATIENCE)
    assert bar.isVisible()
    bar.cancel_asked.emit()
    qtbot.waitUntil(bar.isHidden, timeout=PATIENCE)
    assert window.message_bar.text.startswith("Indexing was stopped.")


def test_a_pause_holds_indexing_and_searching_goes_on(qtbot: QtBot, opened: OpenedWindow) -> None:
    window = opened.window
    bar = window.header.indexing_bar
    window.add([Path("/films")])
    qtbot.waitUntil(lambda: "%" in bar.text, timeout=PATIENCE)
    bar.pause_asked.emit()
    assert bar.text.startswith("Paused at")
    opened.search("a dog")
    qtbot.waitUntil(lambda: window.results_panel.has_results, timeout=PATIENCE)
    assert window.work.indexing.paused


def test_closing_the_window_stops_all_and_closes_the_searcher_where_it_searched(
    qtbot: QtBot, services: BusyServices
) -> None:
    opened = OpenedWindow(services)
    opened.window.add([Path("/films")])
    opened.search("a dog")
    qtbot.waitUntil(lambda: opened.window.results_panel.has_results, timeout=PATIENCE)
    opened.close()
    assert services.searched_in == {services.closed_in}
    assert threading.get_ident() not in services.searched_in


def test_where_the_last_video_was_left_is_remembered_though_the_window_closes(
    qtbot: QtBot, services: BusyServices
) -> None:
    opened = OpenedWindow(services)
    qtbot.waitUntil(lambda: bool(opened.window.library_pane.videos), timeout=PATIENCE)
    opened.window.library_pane.opened.emit(replace(FILMS[0], position=7.0))
    qtbot.waitUntil(lambda: not opened.window.player_pane.surface.picture.isNull(), timeout=PATIENCE)
    opened.close()
    noted = [call for call in services.calls if call[0] == "note viewing"]
    assert noted[-1][1] == 1
    assert noted[-1][2] >= 7.0  # type: ignore[operator]


@pytest.mark.qt_log_ignore(*UNAVOIDABLE, extend=True)
def test_a_file_that_is_deleted_while_it_plays_is_said_and_the_window_goes_on(
    qtbot: QtBot, opened: OpenedWindow, tmp_path: Path
) -> None:
    path = numbered_clip(tmp_path / "a.mp4", frames=200, rate=10)
    surface, playback = opened.window.player_pane.surface, opened.window.work.playback
    playback._looking.setInterval(50)
    opened.window.library_pane.opened.emit(replace(FILMS[0], path=path))
    qtbot.waitUntil(lambda: not surface.picture.isNull(), timeout=PATIENCE)
    path.unlink()
    qtbot.waitUntil(lambda: surface.message[0] == "This video cannot be shown", timeout=PATIENCE)
    assert "There is nothing at this path." in opened.window.message_bar.text
    assert not playback.playing
    opened.search("a dog")
    qtbot.waitUntil(lambda: opened.window.results_panel.has_results, timeout=PATIENCE)


def scenes() -> list[Callable[[OpenedWindow], None]]:
    """What somebody does before closing the window."""
    return [
        lambda opened: None,
        lambda opened: opened.window.add([Path("/films")]),
        lambda opened: opened.search("a dog"),
        lambda opened: opened.window.library_pane.opened.emit(FILMS[0]),
        lambda opened: opened.window.library_pane.again_asked.emit(FILMS[:2]),
        lambda opened: opened.window.preferring.open(),
        lambda opened: opened.window.full_screen.toggle(),
    ]


def test_it_can_be_opened_and_closed_fifty_times_whatever_is_going_on(qapp: QApplication, tmp_path: Path) -> None:
    # That no thread and no widget is left, and that Qt has nothing to say, is seen to by the guards around every test.
    for number in range(50):
        opened = OpenedWindow(BusyServices(tmp_path / "no picture.png"))
        for scene in scenes()[: number % 8]:
            scene(opened)
            if number % 3:
                QApplication.processEvents()
        opened.close()


def test_nothing_holds_up_the_window_for_a_second_while_it_indexes(qtbot: QtBot, opened: OpenedWindow) -> None:
    beats: list[float] = []
    heart = QTimer(opened.window)
    heart.timeout.connect(lambda: beats.append(time.monotonic()))
    heart.start(10)
    opened.window.add([Path("/films")])
    for number in range(3):  # a busy computer holds it up now and then; what the window does, it does every time
        beats[:] = [time.monotonic()]
        opened.search(f"dog {number}")
        opened.window.library_pane.opened.emit(FILMS[number])
        qtbot.waitUntil(lambda: len(beats) > 60, timeout=PATIENCE)
        if max(after - before for before, after in pairwise(beats)) < 1.0:
            break
    else:
        pytest.fail("it was held up every time")
    assert opened.window.work.indexing.running
