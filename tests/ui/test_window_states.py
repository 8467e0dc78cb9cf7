"""States of the window that would be hard to get out of: each is left by itself, or by the key that promises it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow, Stage
from tests.ui.fakes import FakeServices, found, moment, video
from tests.ui.qt import tab_stops
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.list_videos import VideoState

FOLDER, OTHER = Path("/films"), Path("/other films")
A, B, C = (video(f"{name}.mp4", video_id=number) for number, name in enumerate("abc", 1))


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[A, B, C], answer=lambda query: found(query, moment(A.path)))


class TestIndexing:
    def test_the_first_run_makes_room_as_soon_as_files_are_taken_in(
        self, open_window: OpenWindow, services: FakeServices
    ) -> None:
        services.library = []
        stage = open_window()
        stage.work()
        assert stage.is_shown(stage.window.first_run)
        stage.window.add([FOLDER])
        assert not stage.is_shown(stage.window.first_run)
        stage.work()
        assert stage.is_shown(stage.window.first_run)

    def test_what_is_added_while_indexing_stops_can_be_followed_and_stopped_too(self, stage: Stage) -> None:
        bar = stage.window.header.indexing_bar
        stage.window.add([FOLDER])
        bar.stop_button.click()
        stage.window.add([OTHER])
        assert bar.text == "Stopping"
        stage.lanes.model.run_next()
        assert bar.text == "Indexing"
        assert bar.stop_button.isEnabled()
        stage.work()
        assert stage.services.indexed == [OTHER]
        assert not bar.isVisible()


class TestSearching:
    def test_a_search_that_fails_leaves_no_marks_of_the_one_before(self, stage: Stage) -> None:
        stage.search("dog")
        stage.work()
        stage.window.library_pane.opened.emit(A)
        stage.work()
        timeline = stage.window.player_pane.timeline
        assert timeline.moments
        assert timeline.curve is not None
        stage.services.error = UserError("The index is damaged.")
        stage.search("cat")
        stage.work()
        assert timeline.moments == ()
        assert timeline.curve is None


class TestFullScreen:
    def test_a_desktop_that_takes_the_window_out_of_it_brings_everything_back(self, stage: Stage) -> None:
        window = stage.window
        parts = (window.header, window.library_pane, window.results_panel)
        window.full_screen.toggle()
        assert not any(part.isVisible() for part in parts)
        window.showNormal()
        assert all(part.isVisible() for part in parts)
        window.full_screen.toggle()
        assert window.isFullScreen()

    def test_a_window_that_a_desktop_has_made_as_large_keeps_the_widths_of_its_columns(self, stage: Stage) -> None:
        window = stage.window
        window._columns.setSizes([300, 500, 350])
        window.showFullScreen()
        assert window.state.columns == tuple(window._columns.sizes())


class TestKeyboard:
    @pytest.fixture(autouse=True)
    def _activate(self, qtbot: QtBot, stage: Stage) -> None:
        stage.activate(qtbot)

    def test_who_is_asked_something_sees_the_question_whatever_was_said_before(
        self, qtbot: QtBot, stage: Stage
    ) -> None:
        stage.window.message_bar.warn("A file is damaged.")
        grid = stage.window.library_pane.grid
        grid.setCurrentIndex(grid.cards.index(0))
        qtbot.keyClick(grid, Qt.Key.Key_Delete)
        assert stage.said.startswith("Forget “a.mp4”?")

    def test_a_question_is_followed_by_its_answers(self, stage: Stage) -> None:
        bar = stage.window.message_bar
        bar.offer("Forget 1 video?", [("Forget", "forget"), ("Keep", "keep")])
        buttons = {button.text(): button for button in bar.findChildren(QPushButton)}
        _, first, second, last, *_ = tab_stops(bar._text)
        assert (first, second) == (buttons["Forget"], buttons["Keep"])
        assert last.accessibleName() == "Dismiss the message"

    def test_the_arrows_at_the_ends_of_the_cards_leave_the_player_where_it_is(self, qtbot: QtBot, stage: Stage) -> None:
        stage.window.library_pane.opened.emit(A)
        stage.work()
        stage.window.work.playback.pause()
        stage.window.work.playback.seek(3.0)
        stage.work()
        assert stage.window.player_pane.position == 3.0
        grid = stage.window.library_pane.grid
        grid.setFocus()
        for row, key in ((0, Qt.Key.Key_Left), (len(grid.cards.videos) - 1, Qt.Key.Key_Right)):
            grid.setCurrentIndex(grid.cards.index(row))
            qtbot.keyClick(grid, key)
            stage.work()
            assert stage.window.player_pane.position == 3.0


def test_the_smallest_window_fits_a_small_screen(stage: Stage) -> None:
    least = stage.window.minimumSizeHint()
    assert least.width() <= 960
    assert least.height() <= 540


@pytest.mark.parametrize("state", list(VideoState))
def test_videos_without_a_length_are_shown_in_every_state(stage: Stage, state: VideoState) -> None:
    for duration in (None, 0.0):
        stage.services.library = [video("夏.mp4", state, duration), video("ضحك.mp4", state, duration, video_id=2)]
        stage.window.work.listing.refresh()
        stage.work()
        assert not stage.window.library_pane.grid.grab().isNull()
