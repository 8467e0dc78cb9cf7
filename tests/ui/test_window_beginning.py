"""How the window begins: the first run, how it was left, and the preferences that it goes by."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import ROOT, OpenWindow, Stage
from tests.ui.fakes import FakeServices, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.mode_choice import ChoiceCard
from videobert_desktop.ui.window_state import WindowState

FOLDER = Path("/films/holidays")


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


class TestTheFirstRun:
    def test_it_is_shown_where_the_library_is_empty(self, open_window: OpenWindow) -> None:
        stage = open_window()
        assert not stage.is_shown(stage.window.first_run)
        stage.work()
        assert stage.is_shown(stage.window.first_run)
        assert not stage.is_shown(stage.window.library_pane)

    def test_it_is_not_shown_where_there_are_videos(self, open_window: OpenWindow, services: FakeServices) -> None:
        services.library = [video("a.mp4")]
        stage = open_window()
        stage.work()
        assert not stage.is_shown(stage.window.first_run)

    def test_it_is_not_shown_to_who_brings_files_along(self, open_window: OpenWindow) -> None:
        stage = open_window()
        stage.window.add([FOLDER])
        stage.lanes.media.run_all()
        assert not stage.is_shown(stage.window.first_run)
        stage.work()

    def test_a_chosen_folder_is_counted_and_indexed(self, qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
        stage.desktop.folder = FOLDER
        services.to_add = [video("a.mp4"), video("b.mp4", video_id=2)]
        click(qtbot, stage.window.first_run.choose_folder)
        stage.work()
        assert "2 videos" in stage.read(stage.window.first_run)
        assert services.indexed == []
        click(qtbot, stage.window.first_run.start)
        assert stage.is_shown(stage.window.library_pane)
        stage.work()
        assert services.indexed == [FOLDER]
        assert stage.is_shown(stage.window.library_pane)
        assert len(stage.window.library_pane.videos) == 2

    def test_who_chooses_none_chooses_again(self, qtbot: QtBot, stage: Stage) -> None:
        click(qtbot, stage.window.first_run.choose_folder)
        click(qtbot, stage.window.first_run.change_place)
        assert stage.window.first_run.folders == []
        assert not stage.window.first_run.start.isEnabled()

    def test_a_folder_dropped_onto_it_waits_for_the_start(self, stage: Stage, services: FakeServices) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(FOLDER))])
        where = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        stage.window.first_run.dropEvent(QDropEvent(QPointF(10, 10), *where))
        stage.work()
        assert stage.window.first_run.folders == [FOLDER]
        assert services.indexed == []

    def test_another_place_is_another_library(self, qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
        stage.desktop.folder, stage.desktop.place = FOLDER, Path("/disk/index")
        click(qtbot, stage.window.first_run.choose_folder)
        click(qtbot, stage.window.first_run.change_place)
        with qtbot.waitSignal(stage.window.library_chosen) as chosen:
            click(qtbot, stage.window.first_run.start)
        assert chosen.args == [Path("/disk/index"), [FOLDER]]
        stage.work()
        assert services.indexed == []

    def test_another_mode_is_another_setting(self, qtbot: QtBot, stage: Stage) -> None:
        stage.window.first_run.show_folder(FOLDER)
        fast, *_ = stage.window.first_run.findChildren(ChoiceCard)
        fast.click()
        with qtbot.waitSignal(stage.window.settings_changed) as changed:
            click(qtbot, stage.window.first_run.start)
        assert changed.args == [Settings(mode="fast")]
        stage.work()

    def test_where_it_could_not_begin_it_can_be_begun_again(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.window.first_run.show_folder(FOLDER)
        services.error = UserError("The library is in use.")
        click(qtbot, stage.window.first_run.start)
        stage.work()
        assert stage.said == "The library is in use."
        assert stage.is_shown(stage.window.first_run)
        click(qtbot, stage.window.first_run.start)
        stage.work()
        assert services.indexed == [FOLDER]

    def test_where_there_can_be_no_library_another_place_can_be_chosen(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.window.first_run.show_folder(FOLDER)
        stage.window.first_run.show_place(Path("/not ours"))
        click(qtbot, stage.window.first_run.start)
        stage.window.stay(UserError("This directory is not a library, and it is not empty."))
        assert stage.said.startswith("This directory is not a library")
        stage.window.first_run.show_place(ROOT)
        click(qtbot, stage.window.first_run.start)
        stage.work()
        assert services.indexed == [FOLDER]


class TestHowItWasLeft:
    def test_it_is_the_same_again(self, open_window: OpenWindow, services: FakeServices) -> None:
        services.library = [video("a.mp4")]
        left = WindowState(columns=(300, 560, 498), volume=0.4, muted=True, grouped=True)
        state = open_window(state=left).window.state
        assert (state.columns, state.volume, state.muted, state.grouped) == ((300, 560, 498), 0.4, True, True)
        first = open_window().window
        first.resize(1200, 650)
        second = open_window(state=first.state).window
        assert second.height() == 650  # the screen is not as wide as that

    def test_a_state_from_another_screen_or_none_at_all_is_taken_as_it_can_be(self, open_window: OpenWindow) -> None:
        stage = open_window(state=WindowState(geometry=b"nonsense", columns=(0, 0, 0)))
        sizes = stage.window.state.columns
        assert all(size > 200 for size in sizes)
        assert len(open_window(state=WindowState(columns=(100,))).window.state.columns) == 3

    def test_what_there_is_to_say_is_said(self, open_window: OpenWindow) -> None:
        stage = open_window(notice="The settings were damaged.")
        stage.work()
        assert stage.said == "The settings were damaged."
        assert stage.window.message_bar.urgent

    def test_the_libraries_there_are_can_be_chosen(self, qtbot: QtBot, open_window: OpenWindow) -> None:
        others = [("films", ROOT), ("work", Path("/libraries/work"))]
        stage = open_window(libraries=others)
        button = stage.window.library_pane.bar.libraries
        assert button.name == "films"
        with qtbot.waitSignal(stage.window.library_chosen) as chosen:
            next(action for action in button.menu().actions() if action.text() == "work").trigger()
        assert chosen.args == [Path("/libraries/work"), []]

    def test_a_new_library_is_made_where_a_person_wants_it(self, qtbot: QtBot, stage: Stage) -> None:
        with qtbot.assertNotEmitted(stage.window.library_chosen):
            stage.window.library_pane.new_library_asked.emit()
        stage.desktop.place = Path("/disk/new")
        with qtbot.waitSignal(stage.window.library_chosen) as chosen:
            stage.window.library_pane.new_library_asked.emit()
        assert chosen.args == [Path("/disk/new"), []]

    def test_who_searches_before_it_has_seen_its_library_is_told_to_wait(self, open_window: OpenWindow) -> None:
        stage = open_window()
        stage.search("")
        assert stage.window.results_panel.title == "Opening the library"

    def test_closing_it_is_told(self, qtbot: QtBot, stage: Stage) -> None:
        stage.activate(qtbot)
        with qtbot.waitSignal(stage.window.closed):
            qtbot.keyClick(stage.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


class TestPreferences:
    def test_a_key_opens_them_and_what_is_chosen_is_told(self, qtbot: QtBot, stage: Stage) -> None:
        stage.activate(qtbot)
        qtbot.keyClick(stage.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        dialog = stage.window.preferring.dialog
        assert dialog is not None
        assert dialog.isVisible()
        with qtbot.waitSignal(stage.window.settings_changed) as changed:
            dialog.indexing.chosen.emit("mode", "thorough")
        assert changed.args == [Settings(mode="thorough")]
        stage.window.use(Settings(mode="thorough"))
        dialog.close()
        assert stage.window.preferring.dialog is None
        stage.window.preferring.open()
        assert stage.window.preferring.dialog.settings.mode == "thorough"
        stage.window.preferring.dialog.close()

    def test_there_is_one_dialog_at_a_time(self, stage: Stage) -> None:
        stage.window.preferring.open()
        dialog = stage.window.preferring.dialog
        stage.window.preferring.open()
        assert stage.window.preferring.dialog is dialog
        assert dialog is not None
        dialog.close()

    def test_the_caches_are_measured_and_emptied(self, open_window: OpenWindow, services: FakeServices) -> None:
        services.library = [video("a.mp4")]
        stage = open_window()
        stage.work()
        stage.window.preferring.open()
        dialog = stage.window.preferring.dialog
        assert dialog is not None
        stage.work()
        assert dialog.storage.thumbnails.text() == "1.0 MB"
        dialog.clear_asked.emit("thumbnails")
        dialog.clear_asked.emit("viewing")
        dialog.clear_asked.emit("searches")
        stage.work()
        cleared = [call[1] for call in services.calls if call[0] == "clear"]
        assert cleared == ["thumbnails", "viewing", "searches"]
        assert stage.said == "Cleared."
        dialog.close()

    def test_folders_are_watched_or_not_as_is_set(self, stage: Stage) -> None:
        job = stage.lanes.watch
        assert not stage.window.work.watching.running  # the fake watcher has nothing to notice, and ends
        stage.window.use(Settings(watch_folders=False))
        with pytest.raises(IndexError):
            job.run_next()
        stage.window.use(Settings())
        assert stage.window.work.watching.running
        stage.work()

    def test_nothing_is_watched_before_the_library_was_looked_at(self, open_window: OpenWindow) -> None:
        stage = open_window()
        assert not stage.window.work.watching.running
        stage.work()
        other = open_window(settings=Settings(watch_folders=False))
        other.work()
        assert not other.window.work.watching.running
