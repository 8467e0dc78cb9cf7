"""Playing in the window: from the library, from the results, with the keys of the player, and in full screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow, Stage
from tests.ui.fakes import FakeServices, found, moment, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.settings.options import Settings

A = replace(video("a.mp4", video_id=1), position=7.0)
B = video("b.mp4", video_id=2)
GONE = video("no such.mp4", video_id=3)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[A, B, GONE], answer=answer)


def answer(query: str) -> SearchResult:
    """Two moments of the first video, and one of the second."""
    first, second = moment(A.path, 3.0), moment(A.path, 8.0)
    return found(query, first, second, moment(B.path, 1.0, video_id=2))


def play(stage: Stage, name: str) -> None:
    """Choose a video in the grid and press Enter."""
    view = stage.window.library_pane.grid
    row = [item.path.name for item in view.cards.videos].index(name)
    view.activated.emit(view.cards.index(row))
    wait_for_picture(stage)


def play_moment(stage: Stage, number: int) -> None:
    panel = stage.window.results_panel
    panel.activated.emit(panel.moments[number])
    wait_for_picture(stage)


def wait_for_picture(stage: Stage) -> None:
    """Have the picture shown that is due now; the next one is not for some seconds."""
    stage.window.work.playback.set_rate(0.25)
    stage.work()
    QApplication.processEvents()


def lightness(stage: Stage) -> int:
    """How light the middle of the picture on the screen is."""
    image = stage.window.player_pane.surface.grab().toImage()
    return image.pixelColor(image.rect().center()).lightness()


def noted(stage: Stage) -> list[tuple[object, ...]]:
    """The viewings that were remembered, as the video and the second where it was left."""
    return [call[1:] for call in stage.services.calls if call[0] == "note viewing"]


class TestFromTheLibrary:
    def test_a_video_plays_from_where_it_was_left(self, stage: Stage) -> None:
        play(stage, "a.mp4")
        player = stage.window.player_pane
        assert player.footage is not None
        assert (player.footage.video_id, player.footage.path) == (1, A.path)
        assert player.position == 7.0
        assert stage.window.work.playback.playing
        assert lightness(stage) == 20 + 9 * 14

    def test_one_that_was_never_played_begins_at_the_beginning(self, stage: Stage) -> None:
        play(stage, "b.mp4")
        assert stage.window.player_pane.position == 0.0

    def test_where_it_is_left_and_what_was_watched_is_remembered(self, stage: Stage) -> None:
        play(stage, "a.mp4")
        play(stage, "b.mp4")
        assert noted(stage)[-1] == (1, 7.0)
        stage.window.close()
        assert stage.lanes.all.shut_down(0)
        assert noted(stage)[-1] == (2, 0.0)

    def test_one_that_was_left_a_moment_ago_goes_on_from_there(self, stage: Stage) -> None:
        play(stage, "a.mp4")
        stage.window.work.playback.pause()
        stage.work()
        stage.window.work.playback.seek(9.0)
        stage.work()
        play(stage, "b.mp4")
        play(stage, "a.mp4")
        assert stage.window.player_pane.position == 9.0

    def test_choosing_the_one_that_is_open_plays_on_where_it_is(self, stage: Stage) -> None:
        play(stage, "a.mp4")
        stage.window.work.playback.seek(9.0)
        stage.window.work.playback.pause()
        stage.work()
        play(stage, "a.mp4")
        assert stage.window.player_pane.position == 9.0
        assert stage.window.work.playback.playing

    def test_what_was_watched_before_is_shown(self, stage: Stage, services: FakeServices) -> None:
        services.seen[1] = Viewing(1, 7.0, (Span(0.0, 7.0),), datetime.now(UTC))
        play(stage, "a.mp4")
        assert stage.window.player_pane._log.stretches == [Span(0.0, 7.0)]

    def test_a_file_that_is_not_there_is_said_where_the_picture_would_be_and_in_the_bar(self, stage: Stage) -> None:
        play(stage, "no such.mp4")
        surface = stage.window.player_pane.surface
        assert surface.message == (
            "This video cannot be shown",
            "There is nothing at this path. Check how it is written.",
        )
        assert stage.said.startswith(f"{GONE.path}: There is nothing at this path.")
        play(stage, "b.mp4")
        assert surface.message == ("", "")
        assert lightness(stage) == 20

    def test_a_file_that_became_no_video_says_why_when_it_is_chosen(self, stage: Stage, services: FakeServices) -> None:
        services.library = [replace(video("c.mp4", VideoState.FAILED, None, "This is not a video."), id=None)]
        stage.window.work.listing.refresh()
        stage.work()
        play(stage, "c.mp4")
        assert "This is not a video." in stage.said

    def test_nothing_is_remembered_where_that_is_not_wanted(
        self, open_window: OpenWindow, services: FakeServices
    ) -> None:
        stage = open_window(settings=Settings(remember_viewing=False))
        stage.work()
        play(stage, "a.mp4")
        play(stage, "b.mp4")
        assert noted(stage) == []
        stage.window.use(Settings())
        play(stage, "a.mp4")
        assert noted(stage) == [(2, 0.0)]

    def test_that_it_cannot_be_remembered_is_said_once(
        self, stage: Stage, services: FakeServices, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(video_id: int, position: float, watched: object) -> None:
            raise UserError("The catalogue cannot be written to.")

        monkeypatch.setattr(services, "note_viewing", refuse)
        play(stage, "a.mp4")
        play(stage, "b.mp4")
        assert stage.said == "The catalogue cannot be written to."
        stage.window.message_bar.dismiss()
        play(stage, "a.mp4")
        assert stage.said == ""


class TestFromTheResults:
    @pytest.fixture(autouse=True)
    def _search(self, stage: Stage) -> None:
        stage.search("dog")
        stage.work()

    def test_a_moment_plays_from_its_start_with_its_curve_and_the_others_marked(
        self, stage: Stage, services: FakeServices
    ) -> None:
        play_moment(stage, 1)
        player = stage.window.player_pane
        assert player.position == 8.0
        assert ("curve", 1, "dog") in services.calls
        assert player.timeline.curve is not None
        assert player.timeline.moments == (Span(3.0, 7.5), Span(8.0, 12.5))
        assert player.timeline._current == Span(8.0, 12.5)

    def test_another_moment_of_the_same_video_is_gone_to(self, stage: Stage) -> None:
        play_moment(stage, 1)
        play_moment(stage, 0)
        assert stage.window.player_pane.position == 3.0
        assert stage.window.player_pane.timeline._current == Span(3.0, 7.5)

    def test_the_moment_that_is_chosen_is_marked_if_it_is_in_what_is_played(self, stage: Stage) -> None:
        play_moment(stage, 0)
        panel = stage.window.results_panel
        panel.view.setCurrentIndex(panel.view.model().index(1, 0))
        assert stage.window.player_pane.timeline._current == Span(8.0, 12.5)
        panel.view.setCurrentIndex(panel.view.model().index(2, 0))
        assert stage.window.player_pane.timeline._current is None

    def test_a_video_of_the_library_is_marked_with_what_is_asked_too(self, stage: Stage) -> None:
        play(stage, "b.mp4")
        assert stage.window.player_pane.timeline.moments == (Span(1.0, 5.5),)
        assert stage.window.player_pane.timeline.curve is not None

    def test_when_nothing_is_asked_any_more_nothing_is_marked(self, stage: Stage) -> None:
        play_moment(stage, 0)
        stage.search("")
        stage.work()
        assert stage.window.player_pane.timeline.moments == ()
        assert stage.window.player_pane.timeline.curve is None
        assert stage.window.work.playback.playing

    def test_a_curve_that_comes_when_nothing_is_asked_any_more_is_not_shown(self, stage: Stage) -> None:
        panel = stage.window.results_panel
        panel.activated.emit(panel.moments[0])
        stage.lanes.frames.run_all()
        stage.window.playing.show_matches(None, ())
        stage.work()
        assert stage.window.player_pane.timeline.curve is None

    def test_a_curve_that_cannot_be_had_is_said_and_the_video_plays(
        self, stage: Stage, services: FakeServices, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(video_id: int, query: object) -> None:
            raise UserError("This video is not indexed.")

        monkeypatch.setattr(services, "curve", refuse)
        play_moment(stage, 0)
        assert stage.said == "This video is not indexed."
        assert stage.window.work.playback.playing

    def test_a_moment_whose_file_is_gone_is_said(self, stage: Stage, services: FakeServices) -> None:
        services.answer = lambda query: found(query, moment(GONE.path, video_id=3))
        stage.search("cat")
        stage.work()
        play_moment(stage, 0)
        assert stage.window.player_pane.surface.message[0] == "This video cannot be shown"


class TestKeys:
    @pytest.fixture(autouse=True)
    def _play(self, qtbot: QtBot, stage: Stage) -> None:
        stage.search("dog")
        stage.work()
        play_moment(stage, 0)
        stage.window.work.playback.pause()
        stage.work()
        stage.activate(qtbot)

    def test_those_of_the_player_work_from_the_results(self, qtbot: QtBot, stage: Stage) -> None:
        view = stage.window.results_panel.view
        view.setFocus()
        qtbot.keyClick(view, Qt.Key.Key_Period)
        stage.work()
        assert stage.window.player_pane.position == 3.5
        qtbot.keyClick(view, Qt.Key.Key_Right)
        stage.work()
        assert stage.window.player_pane.position == 4.5
        qtbot.keyClick(view, Qt.Key.Key_I)
        assert stage.window.player_pane.in_point == 4.5
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert stage.window.work.playback.playing

    def test_those_of_the_player_work_from_the_library(self, qtbot: QtBot, stage: Stage) -> None:
        view = stage.window.library_pane.grid
        view.setFocus()
        qtbot.keyClick(view, Qt.Key.Key_Comma)
        stage.work()
        assert stage.window.player_pane.position == 2.5
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert stage.window.work.playback.playing

    def test_the_arrows_in_a_list_choose_and_leave_the_player_alone(self, qtbot: QtBot, stage: Stage) -> None:
        stage.window.work.playback.set_volume(0.5)
        for view in (stage.window.results_panel.view, stage.window.library_pane.grid):
            view.setFocus()
            for key in (
                Qt.Key.Key_Down,
                Qt.Key.Key_End,
                Qt.Key.Key_Down,
                Qt.Key.Key_Home,
                Qt.Key.Key_Home,
                Qt.Key.Key_Up,
            ):
                qtbot.keyClick(view, key)
        stage.work()
        assert stage.window.work.playback.volume == 0.5
        assert stage.window.player_pane.position == 3.0

    def test_writing_leaves_the_player_alone(self, qtbot: QtBot, stage: Stage) -> None:
        playback = stage.window.work.playback
        playback.set_volume(0.5)
        for edit in (stage.window.header.search_field.edit, stage.window.library_pane.bar.field):
            edit.clear()
            edit.setFocus()
            qtbot.keyClicks(edit, "jkl ,.iomx")
            assert edit.text() == "jkl ,.iomx"
            for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End):
                qtbot.keyClick(edit, key)
        stage.work()
        assert stage.window.player_pane.position == 3.0
        assert (playback.playing, playback.volume, playback.muted) == (False, 0.5, False)
        assert stage.window.player_pane.in_point is None

    def test_a_frame_can_be_saved(self, qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
        stage.desktop.picture = tmp_path / "frame.png"
        qtbot.keyClick(
            stage.window.player_pane,
            Qt.Key.Key_S,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        stage.work()
        assert stage.desktop.picture.is_file()
        assert "frame.png" in stage.said

    def test_a_question_mark_shows_the_keys(self, qtbot: QtBot, stage: Stage) -> None:
        qtbot.keyClick(stage.window.results_panel.view, Qt.Key.Key_Question)
        page = next(child for child in stage.window.children() if type(child).__name__ == "ShortcutsPage")
        words = [label.text() for label in page.findChildren(QLabel)]
        assert "Play or pause" in words
        page.close()


def test_tab_leads_to_every_part_and_each_has_a_name(qtbot: QtBot, stage: Stage) -> None:
    stage.search("dog")
    play(stage, "a.mp4")
    stage.activate(qtbot)
    first = stage.window.header.search_field.edit
    first.setFocus()
    reached: list[QWidget] = []
    focus = QApplication.focusWidget()
    while focus is not None and focus not in reached:
        reached.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
    assert focus is first
    window = stage.window
    parts = (window.header, window.library_pane, window.player_pane, window.results_panel)
    assert all(any(part.isAncestorOf(widget) for widget in reached) for part in parts)
    assert {window.library_pane.grid, window.player_pane.timeline, window.results_panel.view} <= set(reached)
    assert [widget for widget in reached if not widget.accessibleName()] == []


class TestFullScreen:
    @pytest.fixture(autouse=True)
    def _activate(self, qtbot: QtBot, stage: Stage) -> None:
        stage.activate(qtbot)

    def panes(self, stage: Stage) -> list[bool]:
        window = stage.window
        return [part.isVisible() for part in (window.header, window.library_pane, window.results_panel)]

    def test_it_leaves_nothing_but_the_player_and_escape_brings_all_back(self, qtbot: QtBot, stage: Stage) -> None:
        play(stage, "a.mp4")
        stage.window.library_pane.grid.setFocus()
        sizes = stage.window.state.columns
        qtbot.keyClick(stage.window.library_pane.grid, Qt.Key.Key_F)
        assert stage.window.isFullScreen()
        assert self.panes(stage) == [False, False, False]
        assert stage.window.player_pane.isVisible()
        qtbot.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_Escape)
        assert not stage.window.isFullScreen()
        assert self.panes(stage) == [True, True, True]
        assert stage.window.state.columns == sizes

    def test_f11_does_the_same_and_escape_ends_it_though_nothing_is_open(self, qtbot: QtBot, stage: Stage) -> None:
        qtbot.keyClick(stage.window, Qt.Key.Key_F11)
        assert stage.window.isFullScreen()
        qtbot.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_Escape)
        assert not stage.window.isFullScreen()
        qtbot.keyClick(stage.window, Qt.Key.Key_F11)
        qtbot.keyClick(stage.window, Qt.Key.Key_F11)
        assert self.panes(stage) == [True, True, True]

    def test_a_window_that_filled_the_screen_before_fills_it_again(self, qtbot: QtBot, stage: Stage) -> None:
        stage.window.showMaximized()
        play(stage, "a.mp4")
        for _ in range(2):
            qtbot.keyClick(stage.window.player_pane, Qt.Key.Key_F)
        assert stage.window.isMaximized()

    def test_how_it_is_laid_out_otherwise_is_what_is_kept_of_it(self, qtbot: QtBot, stage: Stage) -> None:
        sizes = stage.window.state.columns
        qtbot.keyClick(stage.window, Qt.Key.Key_F11)
        QApplication.processEvents()
        assert stage.window.state.columns == sizes

    def test_closing_the_window_in_full_screen_keeps_how_it_is_laid_out_otherwise(
        self, qtbot: QtBot, stage: Stage
    ) -> None:
        play(stage, "a.mp4")
        before = stage.window.state
        qtbot.keyClick(stage.window.player_pane, Qt.Key.Key_F)
        QApplication.processEvents()
        stage.window.close()
        assert stage.window.state == before

    def test_closing_the_video_ends_it(self, stage: Stage) -> None:
        play(stage, "a.mp4")
        stage.window.player_pane.full_screen_asked.emit(True)
        stage.window.player_pane.close_video()
        assert not stage.window.isFullScreen()

    def test_slash_ends_it_for_who_wants_to_search(self, qtbot: QtBot, stage: Stage) -> None:
        play(stage, "a.mp4")
        stage.window.player_pane.full_screen_asked.emit(True)
        qtbot.keyClick(stage.window.player_pane, Qt.Key.Key_Slash)
        assert stage.window.header.search_field.isVisible()
        assert stage.window.header.search_field.edit.hasFocus()
