"""Tending the library in the window: forgetting, indexing first and again, and the folders that it watches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Stage
from tests.ui.fakes import FakeServices, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind

FOLDER = Path("/films")
A, B, C = video("a.mp4", video_id=1), video("b.mp4", VideoState.WAITING, video_id=2), video("c.mp4", video_id=3)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[A, B, C], watched=[FOLDER])


def choose(stage: Stage, *names: str) -> list[LibraryVideo]:
    """Select videos in the grid."""
    grid = stage.window.library_pane.grid
    stage.work()
    grid.clearSelection()
    for row, item in enumerate(grid.cards.videos):
        if item.path.name in names:
            grid.selectionModel().select(grid.cards.index(row), grid.selectionModel().SelectionFlag.Select)
    return grid.chosen


def ask_to_forget(qtbot: QtBot, stage: Stage, *names: str) -> None:
    """Select videos, and press Delete."""
    choose(stage, *names)
    qtbot.keyClick(stage.window.library_pane.grid, Qt.Key.Key_Delete)


def answer(qtbot: QtBot, stage: Stage, text: str) -> None:
    """Press the button of the message bar that says this."""
    buttons = stage.window.message_bar.findChildren(QPushButton)
    button = next(button for button in buttons if button.isVisible() and button.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def pick(stage: Stage, text: str, *names: str) -> None:
    """Choose this from the context menu of some videos."""
    menu = stage.window.library_pane.menu(choose(stage, *names))
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def names(stage: Stage) -> list[str]:
    return [item.path.name for item in stage.window.library_pane.videos]


def changes(stage: Stage) -> list[tuple[object, ...]]:
    """What was changed in the library, in order."""
    return [call for call in stage.services.calls if call[0] in ("forget", "index first", "index again")]


class TestForgetting:
    def test_it_is_asked_first_whether_that_is_meant(self, qtbot: QtBot, stage: Stage) -> None:
        ask_to_forget(qtbot, stage, "a.mp4", "b.mp4")
        stage.work()
        assert stage.said.startswith("Forget 2 videos? The files stay where they are")
        assert changes(stage) == []
        answer(qtbot, stage, "Forget")
        stage.work()
        assert changes(stage) == [("forget", 1, 2)]
        assert names(stage) == ["c.mp4"]
        assert stage.said == "2 videos are no longer in the library."

    def test_who_wants_to_keep_them_keeps_them(self, qtbot: QtBot, stage: Stage) -> None:
        ask_to_forget(qtbot, stage, "a.mp4")
        answer(qtbot, stage, "Keep")
        stage.work()
        assert changes(stage) == []
        assert stage.said == ""

    def test_a_question_that_was_left_open_is_still_about_the_same_videos(self, qtbot: QtBot, stage: Stage) -> None:
        ask_to_forget(qtbot, stage, "a.mp4", "b.mp4")
        ask_to_forget(qtbot, stage, "c.mp4")
        assert stage.said.startswith("Forget “c.mp4”?")
        stage.window.message_bar.dismiss()
        assert stage.said.startswith("Forget 2 videos?")
        answer(qtbot, stage, "Forget")
        stage.work()
        assert changes(stage) == [("forget", 1, 2)]

    def test_two_questions_can_both_be_answered(self, qtbot: QtBot, stage: Stage) -> None:
        ask_to_forget(qtbot, stage, "a.mp4", "b.mp4")
        ask_to_forget(qtbot, stage, "c.mp4")
        answer(qtbot, stage, "Forget")
        answer(qtbot, stage, "Forget")
        stage.work()
        assert changes(stage) == [("forget", 3), ("forget", 1, 2)]
        assert names(stage) == []

    def test_a_note_in_between_does_not_take_the_question_away(self, qtbot: QtBot, stage: Stage) -> None:
        ask_to_forget(qtbot, stage, "a.mp4")
        stage.window.message_bar.inform("Something else.")
        stage.window.message_bar.dismiss()
        answer(qtbot, stage, "Forget")
        stage.work()
        assert changes(stage) == [("forget", 1)]

    def test_what_cannot_be_forgotten_now_is_said(self, qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
        ask_to_forget(qtbot, stage, "a.mp4")
        services.error = UserError("The library is in use.", hint="Wait until that is done, or stop it.")
        answer(qtbot, stage, "Forget")
        stage.work()
        assert stage.said == "The library is in use. Wait until that is done, or stop it."
        assert names(stage) == ["a.mp4", "b.mp4", "c.mp4"]

    def test_indexing_lets_go_of_the_library_meanwhile_and_goes_on(
        self, qtbot: QtBot, stage: Stage, services: FakeServices, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        indexing: list[bool] = []
        forget = services.forget

        def watched(video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
            indexing.append(bool(stage.window.work.indexing._batches))
            return forget(video_ids, paths)

        monkeypatch.setattr(services, "forget", watched)
        stage.window.add([FOLDER / "more"])
        ask_to_forget_now(qtbot, stage, "a.mp4")
        stage.work()
        assert indexing == [False]
        assert services.indexed == [FOLDER / "more"]
        assert not stage.window.header.indexing_bar.isVisible()

    def test_indexing_that_goes_on_does_not_take_in_again_what_it_was_told_to_by_name(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.window.add([A.path, B.path])
        ask_to_forget_now(qtbot, stage, "a.mp4")
        stage.work()
        assert services.indexed == [B.path]

    def test_the_last_one_leads_back_to_the_first_run_and_on_from_there(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        services.watched = []
        ask_to_forget(qtbot, stage, "a.mp4", "b.mp4", "c.mp4")
        answer(qtbot, stage, "Forget")
        stage.work()
        assert stage.is_shown(stage.window.first_run)

    def test_a_video_that_plays_plays_on(self, qtbot: QtBot, stage: Stage) -> None:
        stage.window.library_pane.opened.emit(A)
        stage.work()
        ask_to_forget(qtbot, stage, "a.mp4")
        answer(qtbot, stage, "Forget")
        stage.work()
        assert stage.window.work.playback.playing


def ask_to_forget_now(qtbot: QtBot, stage: Stage, name: str) -> None:
    """Forget a video while something is being indexed."""
    grid = stage.window.library_pane.grid
    row = [item.path.name for item in grid.cards.videos].index(name)
    grid.setCurrentIndex(grid.cards.index(row))
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    answer(qtbot, stage, "Forget")


class TestTheOrderOfThings:
    def test_what_waits_can_be_indexed_first(self, stage: Stage) -> None:
        pick(stage, "Index first", "a.mp4", "b.mp4")
        stage.work()
        assert changes(stage) == [("index first", 2)]

    def test_what_is_first_is_begun_with_if_nothing_is_being_indexed(
        self, stage: Stage, services: FakeServices
    ) -> None:
        pick(stage, "Index first", "b.mp4")
        stage.work()
        assert services.indexed == [B.path]

    def test_what_could_not_be_indexed_is_tried_again_when_that_is_wanted(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.work()
        services.error = UserError("The disk of the library is full.", hint="Free some space on it.")
        stage.window.add([FOLDER])
        stage.work()
        assert stage.said == "The disk of the library is full. Free some space on it."
        answer(qtbot, stage, "Try again")
        stage.work()
        assert services.indexed == [B.path]

    def test_what_was_stopped_goes_on_when_that_is_wanted(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.work()
        stage.window.add([FOLDER])
        stage.window.work.indexing.cancel()
        stage.work()
        answer(qtbot, stage, "Go on")
        stage.work()
        assert services.indexed == [B.path]

    def test_what_is_indexed_can_be_indexed_again(self, stage: Stage, services: FakeServices) -> None:
        pick(stage, "Index again", "a.mp4", "c.mp4")
        stage.work()
        assert changes(stage) == [("index again", 1, 3)]
        assert services.indexed == [A.path, C.path]

    def test_what_failed_is_tried_again_though_it_never_became_a_video(
        self, stage: Stage, services: FakeServices
    ) -> None:
        services.library = [LibraryVideo(FOLDER / "d.mp4", None, VideoState.FAILED, "The file is empty.")]
        stage.window.work.listing.refresh()
        pick(stage, "Try again", "d.mp4")
        stage.work()
        assert services.indexed == [FOLDER / "d.mp4"]

    def test_indexing_again_while_indexing_indexes_both(self, stage: Stage, services: FakeServices) -> None:
        stage.window.add([FOLDER / "more"])
        stage.window.library_pane.again_asked.emit([A])
        stage.work()
        assert sorted(services.indexed) == [A.path, FOLDER / "more"]
        assert "stopped" not in stage.said

    def test_indexing_one_first_while_another_is_to_be_forgotten_loses_neither(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.window.add([FOLDER / "more"])
        stage.window.library_pane.index_first_asked.emit([B])
        ask_to_forget_now(qtbot, stage, "a.mp4")
        stage.lanes.media.run_all()
        stage.work()
        assert changes(stage) == [("index first", 2), ("forget", 1)]
        assert services.indexed == [FOLDER / "more"]


class TestFolders:
    def test_one_is_watched_no_longer(self, stage: Stage, services: FakeServices) -> None:
        stage.window.library_pane.folder_removed.emit(FOLDER)
        stage.work()
        assert services.watched == []
        assert stage.said == "/films is no longer watched. Its videos stay in the library."
        assert names(stage) == ["a.mp4", "b.mp4", "c.mp4"]

    def test_indexing_that_goes_through_it_does_not_bring_it_back(self, stage: Stage, services: FakeServices) -> None:
        stage.window.add([FOLDER, FOLDER / "more"])
        stage.window.library_pane.folder_removed.emit(FOLDER)
        stage.work()
        assert services.indexed == [FOLDER / "more"]

    def test_the_preferences_do_the_same(self, stage: Stage, services: FakeServices) -> None:
        stage.window.preferring.open()
        dialog = stage.window.preferring.dialog
        assert dialog is not None
        dialog.folder_remove_asked.emit(FOLDER)
        stage.work()
        assert services.watched == []
        dialog.close()

    def test_a_drive_that_is_gone_is_said_and_the_list_is_looked_at_again(
        self, stage: Stage, services: FakeServices
    ) -> None:
        services.library = [video("a.mp4", VideoState.OFFLINE, video_id=1)]
        event = WatchEvent(WatchEventKind.AWAY, "The folder is not there now.", FOLDER)
        stage.window.work.watching.told.emit(event)
        stage.work()
        assert stage.said == "The folder is not there now."
        assert [item.state for item in stage.window.library_pane.videos] == [VideoState.OFFLINE]


def test_files_are_shown_in_the_file_manager_or_it_is_said_where_they_are(stage: Stage) -> None:
    pick(stage, "Show in file manager", "a.mp4")
    assert stage.desktop.revealed == [A.path]
    stage.desktop.works = False
    pick(stage, "Show in file manager", "a.mp4")
    assert "No file manager could be opened. It is in this folder: /films" in stage.said
