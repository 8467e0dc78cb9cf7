"""Searching in the window: results, empty states, and the latest search wins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Stage
from tests.ui.fakes import FakeServices, found, moment, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.ui.search.results_panel import NOT_IN_LIBRARY


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[video("a.mp4")], answer=answer)


def answer(query: str) -> SearchResult:
    """Two moments, of which the first has the query for a name; `far …` is not in the library, `no …` is nowhere."""
    moments = [] if query.startswith("no") else [moment(Path(f"/films/{query}.mp4")), moment(Path("/films/other.mp4"))]
    return found(query, *moments, in_library=not query.startswith("far"))


def shown_names(stage: Stage) -> list[str]:
    model = stage.window.results_panel.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_an_empty_library_is_greeted_with_what_to_do(
    qtbot: QtBot, open_window: Callable[[], Stage], services: FakeServices
) -> None:
    services.library.clear()
    stage = open_window()
    assert stage.window.results_panel.title == "Opening the library"
    stage.work()
    assert stage.window.results_panel.title == "Your library is empty"


def test_a_library_with_videos_asks_for_a_moment(stage: Stage) -> None:
    assert stage.window.results_panel.title == "Describe a moment"


def test_a_library_of_which_nothing_is_indexed_says_so(stage: Stage, services: FakeServices) -> None:
    services.library[:] = [video("a.mp4", VideoState.WAITING)]
    stage.window._listing.refresh()
    stage.work()
    assert stage.window.results_panel.title == "Nothing to search yet"


def test_enter_searches_and_the_moments_are_shown(stage: Stage) -> None:
    stage.search("  a dog  ")
    assert stage.window.results_panel.title == "Searching"
    stage.work()
    assert stage.window.results_panel.title == "2 moments for “a dog”"
    assert shown_names(stage) == ["a dog.mp4", "other.mp4"]
    assert stage.window.results_panel.notice == ""


def test_a_pause_in_typing_searches_once(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    with qtbot.waitSignal(stage.window.header.search_asked, timeout=5000):
        qtbot.keyClicks(stage.window.header.search_field, "dog")
    stage.work()
    assert services.queries == ["dog"]


def test_enter_searches_for_the_same_once_more(stage: Stage, services: FakeServices) -> None:
    stage.search("dog")
    stage.search("dog")
    stage.work()
    assert services.queries == ["dog"]  # the first was cancelled by the second before its turn
    stage.search("dog")
    stage.work()
    assert services.queries == ["dog", "dog"]


def test_the_latest_search_wins_though_an_older_one_was_already_running(stage: Stage, services: FakeServices) -> None:
    shown: list[str] = []

    def slow_answer(query: str) -> SearchResult:
        if query == "old":
            stage.search("new")  # typed while the lane was searching
        return answer(query)

    def on_found(result: SearchResult) -> None:
        shown.append(result.query)

    services.answer = slow_answer
    stage.window._searching.found.connect(on_found)
    stage.search("old")
    stage.work()
    assert services.queries == ["old", "new"]
    assert shown == ["new"]
    assert shown_names(stage)[0] == "new.mp4"


def test_what_is_not_in_the_library_is_said_above_the_nearest_moments(stage: Stage) -> None:
    stage.search("far away")
    stage.work()
    assert stage.window.results_panel.notice == NOT_IN_LIBRARY
    assert shown_names(stage) == ["far away.mp4", "other.mp4"]
    stage.search("near")
    stage.work()
    assert stage.window.results_panel.notice == ""


def test_nothing_found_is_said(stage: Stage) -> None:
    stage.search("no such thing")
    stage.work()
    assert stage.window.results_panel.title == "Nothing found"


def test_emptying_the_field_goes_back_and_drops_what_is_still_searched(stage: Stage, services: FakeServices) -> None:
    stage.search("dog")
    stage.search("   ")
    stage.work()
    assert services.queries == []
    assert stage.window.results_panel.title == "Describe a moment"


def test_an_error_a_person_can_act_on_goes_to_the_message_bar(stage: Stage, services: FakeServices) -> None:
    services.error = UserError("The catalogue is damaged.", path=Path("/films/x"), hint="Put a backup in its place.")
    stage.search("dog")
    stage.work()
    bar = stage.window.message_bar
    assert bar.text == "/films/x: The catalogue is damaged. Put a backup in its place."
    assert bar.urgent
    assert stage.bugs == []
    bar.dismiss()
    assert bar.text == ""


def test_a_bug_is_reported_as_one(stage: Stage, services: FakeServices) -> None:
    services.error = error = ZeroDivisionError("a bug")
    stage.search("dog")
    stage.work()
    assert stage.bugs == [error]
    assert stage.window.message_bar.text == ""


def test_slash_leads_to_the_search_field_from_anywhere(qtbot: QtBot, stage: Stage) -> None:
    window = stage.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.library_panel.view.setFocus()
    qtbot.keyClick(window.library_panel.view, Qt.Key.Key_Slash)
    assert window.header.search_field.hasFocus()
    assert window.header.query == ""
    qtbot.keyClicks(window.header.search_field, "24/7")
    assert window.header.query == "24/7"


def test_the_parts_of_the_window_have_names_for_those_who_cannot_see_them(stage: Stage) -> None:
    window = stage.window
    assert window.header.search_field.accessibleName() == "Search: describe a moment"
    assert window.header.search_field.placeholderText() == "describe a moment"
    assert window.results_panel.view.accessibleName() == "Moments found"
    assert window.library_panel.view.accessibleName() == "Videos of the library"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "beach.mp4"
    path.touch()
    return path


def activate_first(stage: Stage) -> None:
    view = stage.window.results_panel.view
    view.activated.emit(view.model().index(0, 0))


def test_activating_a_moment_plays_its_file_and_says_where_to_look(
    stage: Stage, services: FakeServices, film: Path
) -> None:
    def answer_with_film(query: str) -> SearchResult:
        return found(query, moment(film, 75.0))

    services.answer = answer_with_film
    stage.search("beach")
    stage.work()
    activate_first(stage)
    assert stage.desktop.played == [film]
    assert stage.window.message_bar.text == "beach.mp4: the moment is at 1:15."
    assert not stage.window.message_bar.urgent
    stage.desktop.is_player = False
    activate_first(stage)
    assert "No program could open it." in stage.window.message_bar.text
    assert stage.window.message_bar.urgent


def test_a_moment_whose_file_is_gone_is_not_played(stage: Stage) -> None:
    stage.search("dog")
    stage.work()
    activate_first(stage)
    assert stage.desktop.played == []
    assert stage.window.message_bar.text.startswith("/films/dog.mp4: The file is not there now.")
