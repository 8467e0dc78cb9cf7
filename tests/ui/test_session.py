"""A sitting before the window, over real libraries: settings, languages, and one library after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.libraries import add_video
from tests.ui.fakes import FakeDesktop
from videobert_desktop import session as module
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.viewing.remember_viewing import viewing_of
from videobert_desktop.session import Session
from videobert_desktop.settings.loading import load_settings, settings_file
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.language import install_language
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.theme import is_dark
from videobert_desktop.ui.window_state import load_window_state, window_state_file

PATIENCE = 20_000

OpenSession = Callable[..., Session]


def settings(**changes: object) -> Settings:
    """Settings whose libraries are in the home that every test has for itself."""
    return replace(Settings(watch_folders=False, language="en", appearance="light"), **changes)  # type: ignore[arg-type]


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def desktop() -> FakeDesktop:
    return FakeDesktop()


@pytest.fixture
def open_session(qapp: QApplication, desktop: FakeDesktop, bugs: list[BaseException]) -> Iterator[OpenSession]:
    """Opens a session over a library, with fields of its settings that are other than usual."""
    sessions: list[Session] = []

    def make(library: Library, notice: str = "", **changes: object) -> Session:
        sessions.append(Session(qapp, settings(**changes), desktop, bugs.append))
        sessions[-1].open(library, notice=notice)
        return sessions[-1]

    yield make
    for session in sessions:
        assert session.close()
        session._theme.deleteLater()
        session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    install_language(qapp, "en")
    assert bugs == []


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of the user's own with one video."""
    library = create_library(settings().libraries_directory / "films")
    add_video(library, tmp_path / "a.mp4")
    return library


def window_of(qtbot: QtBot, session: Session) -> MainWindow:
    """The window that is open, when it has looked at its library."""
    qtbot.waitUntil(lambda: session.window is not None and session.window._library_is_known, timeout=PATIENCE)
    assert session.window is not None
    return session.window


def choose(window: MainWindow, **changes: object) -> None:
    """Choose other settings in the preferences."""
    window.preferring.open()
    dialog = window.preferring.dialog
    assert dialog is not None
    for name, value in changes.items():
        dialog._on_chosen(name, value)
    dialog.close()


class TestSettings:
    def test_other_colours_are_shown_at_once_and_saved(
        self, qtbot: QtBot, qapp: QApplication, open_session: OpenSession, library: Library
    ) -> None:
        session = open_session(library)
        assert not is_dark(qapp.palette())
        choose(window_of(qtbot, session), appearance="dark")
        assert is_dark(qapp.palette())
        assert load_settings().appearance == "dark"

    def test_another_language_opens_the_same_library_anew_in_its_words(
        self, qtbot: QtBot, open_session: OpenSession, library: Library
    ) -> None:
        session = open_session(library)
        before = window_of(qtbot, session)
        assert before.header.search_field.edit.placeholderText() == "Describe a moment"
        choose(before, language="zh_CN")
        qtbot.waitUntil(lambda: session.window is not before, timeout=PATIENCE)
        after = window_of(qtbot, session)
        assert after.root == library.root
        assert after.header.search_field.edit.placeholderText() == "描述一个片段"
        assert [video.path.name for video in after.library_pane.videos] == ["a.mp4"]
        assert load_settings().language == "zh_CN"

    def test_what_indexing_goes_by_holds_from_the_next_run_on(
        self, qtbot: QtBot, open_session: OpenSession, library: Library
    ) -> None:
        session = open_session(library)
        choose(window_of(qtbot, session), mode="fast")
        assert session._services is not None
        assert session._services._settings.mode == "fast"
        assert load_settings().mode == "fast"

    def test_viewing_is_remembered_only_where_that_is_wanted(
        self, qtbot: QtBot, open_session: OpenSession, library: Library
    ) -> None:
        session = open_session(library)
        window = window_of(qtbot, session)
        window.player_pane.left.emit(1, 1.5, [])
        qtbot.waitUntil(lambda: viewing_of(library, 1) is not None, timeout=PATIENCE)
        choose(window, remember_viewing=False)
        window.player_pane.left.emit(1, 2.5, [])
        assert session.close()
        viewing = viewing_of(library, 1)
        assert viewing is not None
        assert viewing.position == 1.5

    def test_settings_that_cannot_be_saved_hold_all_the_same_and_that_is_said(
        self, qtbot: QtBot, qapp: QApplication, open_session: OpenSession, library: Library
    ) -> None:
        settings_file().mkdir(parents=True)
        session = open_session(library)
        window = window_of(qtbot, session)
        choose(window, appearance="dark")
        assert is_dark(qapp.palette())
        assert str(settings_file()) in window.message_bar.text
        assert window.message_bar.urgent

    def test_what_was_wrong_with_them_is_said(self, qtbot: QtBot, open_session: OpenSession, library: Library) -> None:
        window = window_of(qtbot, open_session(library, notice="The old file is kept."))
        assert window.message_bar.text == "The old file is kept."


class TestLibraries:
    @pytest.fixture
    def other(self, tmp_path: Path) -> Library:
        """Another library of the user's own."""
        other = create_library(settings().libraries_directory / "work")
        add_video(other, tmp_path / "b.mp4")
        return other

    def test_those_of_the_user_can_be_chosen_from(
        self, qtbot: QtBot, open_session: OpenSession, library: Library, other: Library
    ) -> None:
        window = window_of(qtbot, open_session(library))
        button = window.library_pane.bar.libraries
        texts = [action.text() for action in button.menu().actions() if action.isCheckable()]
        assert (texts, button.name) == (["films", "work"], "films")

    def test_another_is_opened_in_place_of_the_first_and_the_next_time_too(
        self, qtbot: QtBot, open_session: OpenSession, library: Library, other: Library
    ) -> None:
        session = open_session(library)
        before = window_of(qtbot, session)
        before.library_pane.library_chosen.emit(other.root)
        qtbot.waitUntil(lambda: session.window is not before, timeout=PATIENCE)
        after = window_of(qtbot, session)
        assert [video.path.name for video in after.library_pane.videos] == ["b.mp4"]
        assert load_settings().library == "work"

    def test_one_elsewhere_is_made_and_kept_by_its_directory(
        self, qtbot: QtBot, open_session: OpenSession, library: Library, desktop: FakeDesktop, tmp_path: Path
    ) -> None:
        desktop.place = tmp_path / "elsewhere" / "new"
        session = open_session(library)
        before = window_of(qtbot, session)
        before.library_pane.new_library_asked.emit()
        qtbot.waitUntil(lambda: session.window is not before, timeout=PATIENCE)
        after = window_of(qtbot, session)
        assert after.root == desktop.place
        assert after.first_run.isVisibleTo(after)
        assert load_settings().library == str(desktop.place)
        assert after.library_pane.bar.libraries.name == "new"

    def test_where_there_is_something_else_it_is_said_and_the_first_stays(
        self, qtbot: QtBot, open_session: OpenSession, library: Library, desktop: FakeDesktop, tmp_path: Path
    ) -> None:
        desktop.place = tmp_path / "mine"
        desktop.place.mkdir()
        (desktop.place / "letter.txt").touch()
        session = open_session(library)
        window = window_of(qtbot, session)
        window.library_pane.new_library_asked.emit()
        QApplication.processEvents()
        assert session.window is window
        assert "it is not empty" in window.message_bar.text
        assert load_settings().library == "default"

    def test_the_first_run_may_put_the_index_somewhere_else_and_begins_there(
        self, qtbot: QtBot, open_session: OpenSession, tmp_path: Path
    ) -> None:
        empty = create_library(tmp_path / "empty")
        session = open_session(empty, pack="no such pack")
        before = window_of(qtbot, session)
        before.first_run.show_folder(tmp_path / "films")
        before.first_run.show_place(tmp_path / "disk" / "index")
        before.first_run.start.click()
        qtbot.waitUntil(lambda: session.window is not before, timeout=PATIENCE)
        after = window_of(qtbot, session)
        assert after.root == tmp_path / "disk" / "index"
        qtbot.waitUntil(lambda: "no such pack" in after.message_bar.text, timeout=PATIENCE)


class TestTheEnd:
    def test_closing_the_window_ends_it_and_keeps_how_it_was_left(
        self, qtbot: QtBot, open_session: OpenSession, library: Library
    ) -> None:
        session = open_session(library)
        window = window_of(qtbot, session)
        window.work.playback.set_volume(0.25)
        window.results_panel.set_grouped(True)
        with qtbot.waitSignal(session.ended):
            window.close()
        assert session.close()
        assert session.window is None
        state = load_window_state()
        assert (state.volume, state.grouped) == (0.25, True)
        again = window_of(qtbot, open_session(library))
        assert again.work.playback.volume == 0.25
        assert again.results_panel.grouped

    def test_a_job_that_did_not_end_with_its_window_is_waited_for_at_the_end(
        self, qtbot: QtBot, open_session: OpenSession, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "SECONDS_TO_END", 0.05)
        session = open_session(library)
        window_of(qtbot, session)
        begun, may_end = threading.Event(), threading.Event()
        assert session._lanes is not None
        session._lanes.restoring.submit(lambda cancel, report: begun.set() or may_end.wait())
        qtbot.waitUntil(begun.is_set)  # one that has not begun is dropped, and waited for by nobody
        assert not session.close()
        assert not session.close()
        may_end.set()
        session.open(library)
        monkeypatch.setattr(module, "SECONDS_TO_END", 30.0)
        window_of(qtbot, session)
        assert session.close()

    def test_it_can_be_closed_twice(self, open_session: OpenSession, library: Library) -> None:
        session = open_session(library)
        assert session.close()
        assert session.close()

    def test_that_it_cannot_be_kept_how_the_window_was_left_is_no_reason_to_stay(
        self, qtbot: QtBot, open_session: OpenSession, library: Library
    ) -> None:
        window_state_file().mkdir(parents=True)
        session = open_session(library)
        window_of(qtbot, session)
        assert session.close()

    def test_a_library_that_is_locked_by_another_process_opens_and_can_be_looked_at(
        self, qtbot: QtBot, open_session: OpenSession, library: Library, tmp_path: Path
    ) -> None:
        with Library(library.root).lock("indexing"):
            window = window_of(qtbot, open_session(library))
            assert [video.path.name for video in window.library_pane.videos] == ["a.mp4"]
            window.add([tmp_path / "b.mp4"])
            qtbot.waitUntil(lambda: "The library is in use" in window.message_bar.text, timeout=PATIENCE)
            window.work.managing.forget(window.library_pane.videos)
            window.message_bar.dismiss()
            qtbot.waitUntil(lambda: "The library is in use" in window.message_bar.text, timeout=PATIENCE)
        assert len(window.library_pane.videos) == 1
