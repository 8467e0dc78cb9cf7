"""What was found, or what to do to find something."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.search.fakes import FakePictures, found, moment
from videobert_desktop.domain.moment import Moment
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.ui.search.moment_model import MomentModel
from videobert_desktop.ui.search.results_panel import ResultsPanel
from videobert_desktop.ui.search.wanted import Wanted

A, B, C = moment(1, 30.0, 0.9), moment(2, 5.0, 0.6), moment(1, 2.0, 0.5)
LOW, LOWER = moment(3, 0.0, 0.4), moment(1, 60.0, 0.02)


class Desk:
    """A panel, and what it told."""

    def __init__(self, panel: ResultsPanel, pictures: FakePictures) -> None:
        self.panel = panel
        self.pictures = pictures
        self.chosen: list[Moment | None] = []
        self.played: list[Moment] = []
        self.similar: list[Moment] = []
        self.retries: list[bool] = []
        panel.chosen.connect(self.chosen.append)
        panel.activated.connect(self.played.append)
        panel.similar_asked.connect(self.similar.append)
        panel.retry_asked.connect(lambda: self.retries.append(True))

    @property
    def listed(self) -> list[Moment]:
        """The moments in the order of their rows."""
        model = self.panel.view.model()
        items = [model.index(row, 0).data(MomentModel.MOMENT) for row in range(model.rowCount())]
        return [item for item in items if item is not None]

    @property
    def faded(self) -> bool:
        return self.panel._page._delegate.faded

    @property
    def offers_newer(self) -> bool:
        return not self.panel._page._newer.isHidden()

    def select(self, row: int) -> None:
        self.panel.view.setCurrentIndex(self.panel.view.model().index(row, 0))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    pictures = FakePictures()
    panel = ResultsPanel(pictures)
    qtbot.addWidget(panel)
    pictures.setParent(panel)
    panel.resize(360, 600)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return Desk(panel, pictures)


class TestResults:
    def test_the_moments_are_listed_below_what_was_looked_for(self, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query("a dog")))
        desk.panel.show_result(found(A, B, C))
        assert desk.panel.has_results
        assert desk.panel.title == "3 moments for “a dog”"
        assert desk.listed == list(desk.panel.moments) == [A, B, C]
        assert desk.panel.notice == ""
        assert not desk.faded

    def test_an_example_goes_by_its_name(self, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query(like=Example(1, 12.5)), "beach.mp4"))
        desk.panel.show_result(found(A, query="1@12.5"))
        assert desk.panel.title == "1 moment like beach.mp4 at 0:12.5"

    def test_a_long_heading_is_shortened_and_takes_no_more_room(self, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query("a dog " * 80)))
        desk.panel.show_result(found(A))
        heading = desk.panel._page._heading
        assert QFontMetrics(heading.font()).horizontalAdvance(heading.text()) > desk.panel.width()
        assert desk.panel.minimumSizeHint().width() <= 300

    def test_nothing_is_selected_at_first_and_the_best_is_in_sight(self, desk: Desk) -> None:
        desk.panel.show_result(found(*(moment(number) for number in range(50))))
        desk.select(40)
        desk.panel.show_result(found(*(moment(number + 100) for number in range(50)), query="a cat"))
        assert desk.chosen == [moment(40), None]
        assert desk.panel.view.verticalScrollBar().value() == 0

    def test_a_selection_is_told(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        desk.panel.focus()
        qtbot.keyClick(desk.panel.view, Qt.Key.Key_Down)
        qtbot.keyClick(desk.panel.view, Qt.Key.Key_Return)
        qtbot.keyClick(desk.panel.view, Qt.Key.Key_Escape)
        assert desk.chosen == [A, B, None]
        assert desk.played == [B]

    def test_a_picture_that_arrives_is_drawn(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        with qtbot.waitSignal(desk.panel.view.model().dataChanged, timeout=5000):
            desk.pictures.arrived.emit(2)

    def test_it_has_the_width_of_a_column(self, desk: Desk) -> None:
        assert (desk.panel.minimumWidth(), desk.panel.maximumWidth()) == (300, 480)


class TestLessLikely:
    @pytest.mark.parametrize("grouped", [False, True])
    def test_the_heading_counts_the_likely_ones_and_the_others_are_listed_below(
        self, desk: Desk, grouped: bool
    ) -> None:
        desk.panel.set_grouped(grouped)
        desk.panel.show_result(found(A, B, LOW, LOWER))
        assert desk.panel.title == "2 moments for “a dog”"
        assert desk.panel.moments == (A, B, LOW, LOWER)
        assert desk.listed == ([A, LOWER, B, LOW] if grouped else [A, B, LOW, LOWER])

    def test_what_is_all_but_impossible_is_left_out(self, desk: Desk) -> None:
        just, hardly = moment(8, confidence=0.01), moment(9, confidence=0.0099)
        desk.panel.show_result(found(A, LOW, just, hardly))
        assert desk.listed == list(desk.panel.moments) == [A, LOW, just]
        assert desk.panel.title == "1 moment for “a dog”"

    def test_a_moment_that_has_become_likely_is_a_better_result(self, desk: Desk) -> None:
        desk.panel.show_result(found(A, LOW))
        desk.panel.show_better(found(A, moment(LOW.video_id, LOW.span.start, 0.7)))
        assert desk.panel.title == "2 moments for “a dog”"


class TestGrouping:
    def test_the_switch_groups_and_keeps_the_selection(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(A, B, C))
        desk.select(0)
        grouping = desk.panel._page._grouping
        qtbot.keyClick(grouping, Qt.Key.Key_Space)
        assert desk.panel.grouped
        assert desk.listed == [C, A, B]
        assert desk.panel.view.currentIndex().data(MomentModel.MOMENT) == A
        assert desk.chosen == [A]
        qtbot.mouseClick(grouping, Qt.MouseButton.LeftButton)
        assert not desk.panel.grouped
        assert desk.chosen == [A]

    def test_it_is_kept_for_the_next_search(self, desk: Desk) -> None:
        desk.panel.set_grouped(True)
        desk.panel.show_result(found(A, B, C))
        assert desk.listed == [C, A, B]
        assert desk.panel._page._grouping.isChecked()

    def test_the_keyboard_goes_to_a_moment_and_not_to_a_section(self, desk: Desk) -> None:
        desk.panel.set_grouped(True)
        desk.panel.show_result(found(A, B, C))
        desk.panel.focus()
        assert desk.chosen == [C]


class TestSearching:
    def test_results_stay_for_a_moment_and_fade_then(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(A))
        desk.panel.show_searching(Wanted(Query("a cat")))
        assert not desk.faded
        assert desk.panel._patience.interval() == 300
        qtbot.waitUntil(lambda: desk.faded, timeout=10_000)
        assert desk.panel.title == "1 moment for “a dog”"
        desk.panel.show_result(found(B, query="a cat"))
        assert not desk.faded

    def test_a_quick_answer_changes_nothing_before_it(self, desk: Desk) -> None:
        desk.panel.show_hint("Describe a moment", "")
        desk.panel.show_searching(Wanted(Query("a dog")))
        assert desk.panel.title == "Describe a moment"
        desk.panel.show_result(found(A))
        assert not desk.panel._patience.isActive()

    def test_the_first_search_says_that_it_takes_longer(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query("a dog")))
        qtbot.waitUntil(lambda: desk.panel.title == "Searching", timeout=10_000)

    def test_typing_on_does_not_put_off_that_it_fades(self, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query("a")))
        before = desk.panel._patience.id()
        desk.panel.show_searching(Wanted(Query("a d")))
        assert desk.panel._patience.id() == before

    def test_when_nothing_is_asked_any_more_nothing_fades(self, desk: Desk) -> None:
        desk.panel.show_searching(Wanted(Query("a dog")))
        desk.panel.show_hint("Describe a moment", "")
        assert not desk.panel._patience.isActive()


class TestNothing:
    def test_what_is_not_in_the_library_is_said_calmly_above_the_nearest(self, desk: Desk) -> None:
        desk.panel.set_indexing(True)
        desk.panel.show_searching(Wanted(Query("a walrus", min_confidence=0.1)))
        desk.panel.show_result(found(LOW, LOWER, query="a walrus", in_library=False))
        assert desk.panel.title == "Not in your library"
        for words in ("“a walrus”", "other words", "filters", "indexed"):
            assert words in desk.panel.notice
        assert desk.listed == [LOW, LOWER]

    def test_of_the_nearest_only_a_few_are_listed_however_improbable(self, desk: Desk) -> None:
        nearest = [moment(number, confidence=0.1 / (number + 1)) for number in range(20)]
        desk.panel.show_result(found(*nearest, in_library=False))
        assert desk.listed == list(desk.panel.moments) == nearest[:12]
        assert nearest[11].confidence < 0.01

    def test_it_is_gone_with_a_result_that_is(self, desk: Desk) -> None:
        desk.panel.show_result(found(LOW, in_library=False))
        desk.panel.show_result(found(B))
        assert desk.panel.notice == ""

    def test_no_moment_at_all_is_a_page_that_says_what_would_help(self, desk: Desk) -> None:
        desk.panel.show_result(found(A))
        desk.panel.show_searching(Wanted(Query("a walrus")))
        desk.panel.show_result(found(query="a walrus", in_library=False))
        assert desk.panel.title == "Nothing found"
        assert not desk.panel.has_results
        assert desk.panel.moments == ()

    def test_a_problem_can_be_tried_again(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_problem("This search could not be made", "The catalogue is damaged.")
        assert desk.panel.title == "This search could not be made"
        (button,) = desk.panel._problem.findChildren(QPushButton)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert desk.retries == [True]

    def test_a_problem_may_have_other_ways_out_and_one_follows_another(self, desk: Desk) -> None:
        desk.panel.show_problem("First", "")
        desk.panel.show_problem("Second", "", QPushButton("Open another library"))
        assert desk.panel.title == "Second"
        desk.panel.show_result(found(A))
        assert desk.panel.has_results

    def test_a_note_on_the_query_stands_above_everything_until_it_is_taken_back(self, desk: Desk) -> None:
        desk.panel.show_note("Only the first 500 characters count.")
        desk.panel.show_result(found(A))
        assert desk.panel.note == "Only the first 500 characters count."
        desk.panel.show_note("")
        assert desk.panel.note == ""


class TestBetterResults:
    def test_with_nothing_selected_they_are_shown_at_once(self, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        desk.panel.show_better(found(C, A, B))
        assert desk.listed == [C, A, B]
        assert desk.panel.title == "3 moments for “a dog”"
        assert not desk.offers_newer

    def test_the_list_stays_where_it_was_scrolled_to(self, desk: Desk) -> None:
        desk.panel.show_result(found(*(moment(number) for number in range(50))))
        desk.panel.view.verticalScrollBar().setValue(700)
        desk.panel.show_better(found(*(moment(number) for number in reversed(range(50)))))
        assert desk.panel.view.verticalScrollBar().value() == 700

    def test_while_something_is_selected_they_wait_until_they_are_asked_for(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        desk.select(1)
        desk.panel.show_better(found(C, A, B))
        assert desk.listed == [A, B]
        assert desk.offers_newer
        qtbot.mouseClick(desk.panel._page._newer, Qt.MouseButton.LeftButton)
        assert desk.listed == [C, A, B]
        assert desk.panel.view.currentIndex().data(MomentModel.MOMENT) == B
        assert not desk.offers_newer

    def test_what_is_selected_may_be_gone(self, qtbot: QtBot, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        desk.select(1)
        desk.panel.show_better(found(C, A))
        qtbot.keyClick(desk.panel._page._newer, Qt.Key.Key_Space)
        assert desk.chosen == [B, None]

    def test_of_the_same_order_nothing_is_said(self, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        desk.select(0)
        desk.panel.show_better(found(moment(1, 30.0, 0.95), B))
        assert not desk.offers_newer

    def test_another_query_takes_the_offer_away(self, desk: Desk) -> None:
        desk.panel.show_result(found(A, B))
        desk.select(0)
        desk.panel.show_better(found(C))
        desk.panel.show_result(found(B, query="a cat"))
        assert not desk.offers_newer
        assert not desk.panel._page.has_waiting

    def test_where_nothing_was_found_before_they_are_shown(self, desk: Desk) -> None:
        desk.panel.show_result(found())
        desk.panel.show_better(found(A))
        assert desk.panel.has_results

    def test_what_turns_up_while_indexing_ends_the_state_of_not_being_there(self, desk: Desk) -> None:
        desk.panel.show_result(found(LOW, in_library=False))
        desk.panel.show_better(found(A, LOW))
        assert desk.panel.notice == ""
        assert desk.panel.title == "1 moment for “a dog”"


def test_every_control_says_what_it_is(desk: Desk) -> None:
    desk.panel.show_result(found(LOW, in_library=False))
    page = desk.panel._page
    assert all(part.accessibleName() or part.text() for part in (page._grouping, page._newer))
    assert page.view.accessibleName()
    assert page._not_there.accessibleName()
