"""Searching in the window: results, empty states, examples, and the latest search wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow, Stage
from tests.ui.fakes import FakeServices, found, moment, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.services.list_videos import VideoState


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[video("a.mp4")], answer=answer)


def answer(query: str) -> SearchResult:
    """Two moments, of which the first has the query for a name; `far …` is not in the library, `no …` is nowhere."""
    moments = [] if query.startswith("no") else [moment(Path(f"/films/{query}.mp4")), moment(Path("/films/other.mp4"))]
    return found(query, *moments, in_library=not query.startswith("far"))


def shown_names(stage: Stage) -> list[str]:
    return [item.path.name for item in stage.window.results_panel.moments]


def results(stage: Stage) -> str:
    """All that the results panel says."""
    return stage.read(stage.window.results_panel)


def test_what_is_searched_cannot_be_told_before_the_library_was_looked_at(open_window: OpenWindow) -> None:
    assert open_window().window.results_panel.title == "Opening the library"


def test_a_library_that_cannot_be_opened_is_said_to_be_so(open_window: OpenWindow, services: FakeServices) -> None:
    services.error = UserError("The catalogue is damaged.", hint="Put a backup in its place.")
    stage = open_window()
    stage.work()
    assert stage.said == "The catalogue is damaged. Put a backup in its place."
    assert stage.window.results_panel.title != "Opening the library"
    assert stage.is_shown(stage.window.results_panel)


def test_a_library_with_videos_asks_for_a_moment(stage: Stage) -> None:
    assert stage.window.results_panel.title == "Describe a moment"


def test_a_library_of_which_nothing_is_indexed_says_so(stage: Stage, services: FakeServices) -> None:
    services.library[:] = [video("a.mp4", VideoState.WAITING)]
    stage.window.work.listing.refresh()
    stage.work()
    assert stage.window.results_panel.title == "Nothing to search yet"


def test_a_folder_without_videos_is_no_first_run(stage: Stage, services: FakeServices) -> None:
    services.library.clear()
    services.watched = [Path("/films")]
    stage.window.work.listing.refresh()
    stage.work()
    assert stage.window.results_panel.title == "No videos yet"
    assert not stage.is_shown(stage.window.first_run)


def test_enter_searches_and_the_moments_are_shown(stage: Stage) -> None:
    stage.search("  a dog  ")
    stage.work()
    assert stage.window.results_panel.title == "2 moments for “a dog”"
    assert shown_names(stage) == ["a dog.mp4", "other.mp4"]
    assert stage.window.results_panel.notice == ""


def test_a_search_that_takes_long_says_that_it_is_searching(qtbot: QtBot, stage: Stage) -> None:
    stage.search("a dog")
    qtbot.waitUntil(lambda: stage.window.results_panel.title == "Searching")
    stage.work()
    assert stage.window.results_panel.title == "2 moments for “a dog”"


def test_a_pause_in_typing_searches_once(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    with qtbot.waitSignal(stage.window.header.search_field.asked):
        qtbot.keyClicks(stage.window.header.search_field.edit, "dog")
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
    stage.window.work.searching.found.connect(on_found)
    stage.search("old")
    stage.work()
    assert services.queries == ["old", "new"]
    assert shown == ["new"]
    assert shown_names(stage)[0] == "new.mp4"


def test_what_is_not_in_the_library_is_said_above_the_nearest_moments(stage: Stage) -> None:
    stage.search("far away")
    stage.work()
    assert stage.window.results_panel.title == "Not in your library"
    assert "“far away”" in stage.window.results_panel.notice
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


def test_a_better_answer_takes_the_place_of_the_first_unless_a_moment_is_chosen(
    stage: Stage, services: FakeServices
) -> None:
    stage.search("dog")
    stage.work()
    stage.window.results_panel.focus()
    services.answer = lambda query: found(query, moment(Path("/films/better.mp4")))
    stage.window.tending.grown.emit()
    stage.work()
    assert shown_names(stage) == ["dog.mp4", "other.mp4"]
    stage.window.results_panel.view.clearSelection()
    stage.window.tending.grown.emit()
    stage.work()
    assert shown_names(stage) == ["better.mp4"]


def test_more_like_a_moment_is_asked_with_the_moment_for_an_example(stage: Stage, services: FakeServices) -> None:
    stage.search("dog")
    stage.work()
    stage.window.results_panel.similar_asked.emit(stage.window.results_panel.moments[0])
    stage.work()
    assert services.queries == ["dog", "1@4"]
    assert stage.window.header.search_field.edit.text() == ""
    assert stage.window.results_panel.title == "2 moments like dog.mp4 at 0:04.0"


def test_a_search_of_which_a_moment_is_played_is_remembered(stage: Stage, services: FakeServices) -> None:
    stage.search("dog -cat")
    stage.work()
    stage.window.results_panel.activated.emit(stage.window.results_panel.moments[0])
    stage.work()
    assert ("note search", "dog -cat") in services.calls


def test_an_error_a_person_can_act_on_is_said_where_the_moments_would_be_and_can_be_tried_again(
    qtbot: QtBot, stage: Stage, services: FakeServices
) -> None:
    services.error = UserError("The catalogue is damaged.", path=Path("/films/x"), hint="Put a backup in its place.")
    stage.search("dog")
    stage.work()
    assert "/films/x: The catalogue is damaged. Put a backup in its place." in results(stage)
    (again,) = (button for button in stage.window.results_panel.findChildren(QPushButton) if button.isVisible())
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    stage.work()
    assert shown_names(stage) == ["dog.mp4", "other.mp4"]


def test_a_bug_is_reported_as_one(stage: Stage, services: FakeServices) -> None:
    services.error = error = ZeroDivisionError("a bug")
    stage.search("dog")
    stage.work()
    assert stage.bugs.pop() is error
    assert stage.said == ""
    assert stage.window.results_panel.title == "This search could not be made"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("-beach -sun", "Say what to look for as well"),
        ("🏖️ 😀", "There are no words to look for"),
        ("…!?", "There are no words to look for"),
        ("海滩上的狗", "This library understands English"),
    ],
)
def test_what_cannot_be_searched_for_is_said_and_nothing_is_searched(
    stage: Stage, services: FakeServices, typed: str, title: str
) -> None:
    stage.search(typed)
    stage.work()
    assert stage.window.results_panel.title == title
    assert services.queries == []
    stage.search("dog")
    stage.work()
    assert shown_names(stage) == ["dog.mp4", "other.mp4"]


def test_what_is_known_of_the_library_later_does_not_cover_why_nothing_is_searched(stage: Stage) -> None:
    stage.search("-beach")
    stage.window.work.listing.refresh()
    stage.work()
    assert stage.window.results_panel.title == "Say what to look for as well"


def test_of_ten_thousand_characters_the_first_few_hundred_are_searched_for(
    stage: Stage, services: FakeServices
) -> None:
    width = stage.window.minimumSizeHint().width()
    stage.search("dog " * 2500)
    stage.work()
    (query,) = services.queries
    assert query.startswith("dog dog")
    assert len(query) <= 500
    assert "Only the first 500 characters count." in stage.window.results_panel.note
    assert stage.window.results_panel.has_results
    assert stage.window.minimumSizeHint().width() == width


def test_one_word_of_ten_thousand_characters_is_cut_too(stage: Stage, services: FakeServices) -> None:
    width = stage.window.minimumSizeHint().width()
    stage.search("y" * 10_000)
    stage.work()
    assert services.queries == ["y" * 500]
    assert stage.window.minimumSizeHint().width() == width
    stage.search("no" * 5_000)
    stage.work()
    assert stage.window.results_panel.title == "Nothing found"
    assert stage.window.minimumSizeHint().width() == width


def test_slash_leads_to_the_search_field_from_anywhere(qtbot: QtBot, stage: Stage) -> None:
    window = stage.window
    edit = window.header.search_field.edit
    stage.activate(qtbot)
    window.library_pane.view.setFocus()
    qtbot.keyClick(window.library_pane.view, Qt.Key.Key_Slash)
    assert edit.hasFocus()
    assert edit.text() == ""
    qtbot.keyClicks(edit, "24/7")
    assert edit.text() == "24/7"


def test_down_leads_from_the_search_field_to_the_moments_and_enter_plays_one(qtbot: QtBot, stage: Stage) -> None:
    edit = stage.window.header.search_field.edit
    stage.activate(qtbot)
    edit.setFocus()
    qtbot.keyClicks(edit, "dog")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    stage.work()
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    view = stage.window.results_panel.view
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert stage.window.player_pane.footage is not None
    assert stage.window.player_pane.footage.path == Path("/films/dog.mp4")


def test_the_parts_of_the_window_have_names_for_those_who_cannot_see_them(stage: Stage) -> None:
    window = stage.window
    assert window.header.search_field.edit.accessibleName() == "Search: describe a moment"
    assert window.results_panel.view.accessibleName() == "Moments found"
    assert window.library_pane.view.accessibleName() == "Videos of the library"
    assert window.player_pane.accessibleName() == "Player"


class TestWhy:
    def test_why_a_moment_was_found_is_looked_at_in_the_background(
        self, qtbot: QtBot, stage: Stage, services: FakeServices
    ) -> None:
        stage.search("a dog")
        stage.work()
        panel = stage.window.results_panel
        panel.view.why_asked.emit(panel.moments[0])
        page = panel._page
        assert ("explain", "a dog", 1) not in services.calls
        stage.work()
        assert ("explain", "a dog", 1) in services.calls
        assert [chip.text() for chip in page.explanation.chips] == ["a", "dog"]

    def test_what_hinders_it_is_said_where_it_was_asked(self, stage: Stage, services: FakeServices) -> None:
        stage.search("dog")
        stage.work()
        services.error = UserError("The features are damaged.", hint="Index it again.")
        panel = stage.window.results_panel
        panel.view.why_asked.emit(panel.moments[0])
        stage.work()
        assert panel._page.explanation.text == "The features are damaged. Index it again."
        assert stage.said == ""

    def test_another_search_drops_the_question(self, stage: Stage, services: FakeServices) -> None:
        stage.search("dog")
        stage.work()
        panel = stage.window.results_panel
        panel.view.why_asked.emit(panel.moments[0])
        panel.close_explanation()
        stage.work()
        assert not [call for call in services.calls if call[0] == "explain"]
