"""Saying what to look for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.search.fakes import moment, plain
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.ui import theme
from videobert_desktop.ui.search.search_field import SearchField

LIKE = Example(7, 12.5)


class Desk:
    """A search field in a window, and what it told, in order."""

    def __init__(self, window: QWidget, field: SearchField) -> None:
        self.window = window
        self.field = field
        self.asked: list[Query | None] = []
        self.hindered: list[str] = []
        self.notes: list[str] = []
        self.cleared: list[bool] = []
        self.on_results: list[bool] = []
        field.asked.connect(self.asked.append)
        field.hindered.connect(lambda title, text: self.hindered.append(title))
        field.noted.connect(self.notes.append)
        field.history_cleared.connect(lambda: self.cleared.append(True))
        field.results_asked.connect(lambda: self.on_results.append(True))

    @property
    def popup(self) -> list[str]:
        """What the earlier searches beneath the field say; nothing while they are hidden."""
        return [] if self.field._popup.isHidden() else self.field._popup.texts

    def enter(self, text: str) -> None:
        """Write something, and press Enter."""
        self.field.edit.setText(text)
        self.field.edit.returnPressed.emit()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    field = SearchField()
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addStretch(1)
    window.resize(700, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.focus()
    return Desk(window, field)


@pytest.fixture
def press(qtbot: QtBot, desk: Desk) -> Callable[[Qt.Key], None]:
    def press(key: Qt.Key) -> None:
        qtbot.keyClick(desk.field.edit, key)

    return press


class TestAsking:
    def test_a_pause_in_typing_asks_once(self, qtbot: QtBot, desk: Desk) -> None:
        qtbot.keyClicks(desk.field.edit, "dog")
        assert desk.asked == []
        qtbot.waitUntil(lambda: desk.asked != [], timeout=10_000)
        assert desk.asked == [Query("dog")]

    def test_enter_asks_at_once_and_as_often_as_it_is_pressed(self, qtbot: QtBot, desk: Desk) -> None:
        qtbot.keyClicks(desk.field.edit, "dog")
        for _ in range(2):
            qtbot.keyClick(desk.field.edit, Qt.Key.Key_Return)
        assert desk.asked == [Query("dog"), Query("dog")]
        assert not desk.field._typing.isActive()

    def test_what_comes_to_the_same_is_not_asked_again(self, desk: Desk) -> None:
        desk.enter("dog")
        desk.field.edit.setText("  dog ")
        desk.field._ask()
        assert desk.asked == [Query("dog")]

    def test_exclusions_are_taken_out_of_the_sentence(self, desk: Desk) -> None:
        desk.enter('a dog -cat -"red car"')
        assert desk.asked == [Query("a dog", not_text=("cat", "red car"))]

    def test_the_clear_button_asks_for_nothing_any_more(self, qtbot: QtBot, desk: Desk) -> None:
        assert not desk.field._clear.isVisible()
        desk.enter("dog")
        (button,) = [
            button
            for button in desk.field.edit.findChildren(QToolButton)
            if button.defaultAction() is desk.field._clear
        ]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert desk.field.edit.text() == ""
        assert desk.asked == [Query("dog"), None]
        assert desk.field.wanted is None

    def test_so_does_escape(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.enter("dog")
        press(Qt.Key.Key_Escape)
        assert desk.asked == [Query("dog"), None]

    def test_down_leads_to_what_was_found(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.enter("dog")
        press(Qt.Key.Key_Down)
        assert desk.on_results == [True]


class TestBadInput:
    @pytest.mark.parametrize("text", ["🐶🐶", "\x01\x02", "-cat", "狗在跑"])
    def test_what_cannot_be_searched_for_is_said_and_nothing_is_asked(self, desk: Desk, text: str) -> None:
        desk.enter("dog")
        desk.enter(text)
        assert desk.asked == [Query("dog"), None]
        assert len(desk.hindered) == 1
        assert desk.field.wanted is None
        assert desk.field.hindrance is not None
        desk.enter("dog")
        assert desk.field.hindrance is None

    def test_a_query_that_is_too_long_is_cut_with_a_word_about_it(self, desk: Desk) -> None:
        desk.enter("dog " * 2500)
        (query,) = desk.asked
        assert query is not None
        assert query.text is not None
        assert len(query.text) <= 500
        assert "500 characters" in desk.notes[-1]
        assert len(desk.field.edit.text()) == 10_000

    def test_the_word_is_gone_with_the_next_query(self, desk: Desk) -> None:
        desk.enter("ein Hund läuft am Strand")
        assert "English" in desk.notes[-1]
        desk.enter("a dog runs along the beach")
        assert desk.notes[-1] == ""
        assert len(desk.asked) == 2

    def test_a_pack_that_reads_the_language_is_asked(self, desk: Desk) -> None:
        desk.field.set_languages(("en", "zh"))
        desk.enter("狗在跑")
        assert desk.asked == [Query("狗在跑")]


class TestExamples:
    def test_more_like_this_is_asked_and_said(self, desk: Desk) -> None:
        desk.enter("dog")
        desk.field.set_query(Query(like=LIKE), "beach.mp4")
        assert desk.asked[1:] == [Query(like=LIKE)]
        assert desk.field._chip.text == "like beach.mp4 at 0:12.5"
        assert not desk.field._chip._sign.pixmap().isNull()
        assert desk.field.edit.text() == ""
        assert desk.field.wanted is not None
        assert desk.field.wanted.heading(2) == "2 moments like beach.mp4 at 0:12.5"

    def test_more_like_a_moment_takes_the_place_of_the_words_and_keeps_the_filters(self, desk: Desk) -> None:
        desk.field.set_query(Query("dog", min_confidence=0.5))
        desk.field.ask_for_similar(moment(7, 11.5, name="beach.mp4"))
        assert desk.asked[1:] == [Query(like=LIKE, min_confidence=0.5)]
        assert desk.field._chip.text == "like beach.mp4 at 0:12.5"
        assert not desk.field._chip._sign.pixmap().isNull()

    def test_words_may_be_added_to_it(self, desk: Desk) -> None:
        desk.field.set_query(Query(like=LIKE), "beach.mp4")
        desk.enter("in the snow")
        assert desk.asked[-1] == Query("in the snow", like=LIKE)

    def test_it_can_be_taken_away_by_keyboard(self, qtbot: QtBot, desk: Desk) -> None:
        desk.field.set_query(Query("in the snow", like=LIKE), "beach.mp4")
        button = desk.field._chip.findChild(QToolButton)
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert desk.asked[-1] == Query("in the snow")
        assert desk.field._chip.isHidden()
        assert desk.field.edit.hasFocus()

    def test_a_long_name_is_shortened_in_its_middle(self, desk: Desk) -> None:
        desk.field.set_query(Query(like=LIKE), "a very long name of a film " * 10 + ".mp4")
        QApplication.processEvents()
        assert "…" in desk.field._chip._label.text()
        assert desk.field._chip._label.text().endswith(".mp4 at 0:12.5")
        assert not desk.field.filters.channels.isVisible()
        assert desk.field.edit.width() > 200

    def test_a_whole_query_is_shown_as_it_would_be_typed(self, desk: Desk) -> None:
        query = Query("a dog", not_text=("cat",), folder=Path("/films"), min_confidence=0.5)
        desk.field.set_query(query)
        assert desk.field.edit.text() == "a dog -cat"
        assert desk.asked == [query]


class TestHistory:
    SEARCHES = ("sunset", "a dog", "a dog runs")

    def test_down_in_an_empty_field_lists_earlier_searches(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.field.show_history(self.SEARCHES)
        press(Qt.Key.Key_Down)
        assert desk.popup == [*self.SEARCHES, "Clear history"]

    def test_so_does_a_click(self, qtbot: QtBot, desk: Desk) -> None:
        desk.field.show_history(self.SEARCHES)
        qtbot.mouseClick(desk.field.edit, Qt.MouseButton.LeftButton)
        assert desk.popup[0] == "sunset"

    def test_without_any_nothing_drops_down(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        press(Qt.Key.Key_Down)
        assert desk.popup == []

    def test_the_keyboard_chooses_and_enter_asks(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.field.show_history(self.SEARCHES)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
            press(key)
        press(Qt.Key.Key_Return)
        assert desk.asked == [Query("a dog")]
        assert desk.field.edit.text() == "a dog"
        assert desk.popup == []

    def test_up_goes_to_the_end_where_the_history_can_be_cleared(
        self, desk: Desk, press: Callable[[Qt.Key], None]
    ) -> None:
        desk.field.show_history(self.SEARCHES)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            press(key)
        assert desk.cleared == [True]
        assert desk.asked == []
        assert desk.popup == []

    def test_a_click_chooses(self, qtbot: QtBot, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.field.show_history(self.SEARCHES)
        press(Qt.Key.Key_Down)
        listed = desk.field._popup._list
        place = listed.visualItemRect(listed.item(2)).center()
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert desk.asked == [Query("a dog runs")]

    def test_what_is_typed_is_completed(self, qtbot: QtBot, desk: Desk) -> None:
        desk.field.show_history(self.SEARCHES)
        qtbot.keyClicks(desk.field.edit, "A")
        assert desk.popup == []
        qtbot.keyClicks(desk.field.edit, " do")
        assert desk.popup == ["a dog", "a dog runs"]
        qtbot.keyClicks(desk.field.edit, "x")
        assert desk.popup == []

    def test_enter_without_a_choice_asks_what_is_typed(
        self, qtbot: QtBot, desk: Desk, press: Callable[[Qt.Key], None]
    ) -> None:
        desk.field.show_history(self.SEARCHES)
        qtbot.keyClicks(desk.field.edit, "a do")
        press(Qt.Key.Key_Return)
        assert desk.asked == [Query("a do")]
        assert desk.popup == []

    def test_escape_closes_it_and_leaves_what_is_typed(
        self, qtbot: QtBot, desk: Desk, press: Callable[[Qt.Key], None]
    ) -> None:
        desk.field.show_history(self.SEARCHES)
        qtbot.keyClicks(desk.field.edit, "a do")
        press(Qt.Key.Key_Escape)
        assert (desk.popup, desk.field.edit.text()) == ([], "a do")

    def test_it_closes_when_the_keyboard_goes_elsewhere(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.field.show_history(self.SEARCHES)
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Tab)
        assert desk.popup == []

    def test_it_lies_below_the_field_within_the_window(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.field.show_history([f"search {number}" for number in range(50)])
        press(Qt.Key.Key_Down)
        popup, edit = desk.field._popup, desk.field.edit
        assert popup.parentWidget() is desk.field.window()
        assert popup.y() >= edit.mapTo(desk.field.window(), edit.rect().bottomLeft()).y()
        assert popup.width() == edit.width()
        assert popup.geometry().bottom() < desk.field.window().height()

    def test_its_rows_are_as_high_in_any_script_and_fill_it(self, desk: Desk, press: Callable[[Qt.Key], None]) -> None:
        desk.field.show_history(("sunset", "海边的狗"))
        press(Qt.Key.Key_Down)
        listed = desk.field._popup._list
        latin, chinese, clear = (listed.visualItemRect(listed.item(row)) for row in range(3))
        assert latin.height() == chinese.height() < clear.height()
        assert clear.bottom() == listed.viewport().rect().bottom()

    @pytest.mark.parametrize("dark", [False, True])
    def test_a_line_stands_above_the_way_to_clear_it(
        self, desk: Desk, press: Callable[[Qt.Key], None], dark: bool
    ) -> None:
        theme.apply(QApplication.instance(), dark=dark)
        desk.field.show_history(("sunset",))
        press(Qt.Key.Key_Down)
        listed, line = desk.field._popup._list, theme.palette_for(dark).mid().color().rgb()
        image = listed.viewport().grab().toImage()
        lines = [y for y in range(image.height()) if image.pixel(image.width() // 2, y) == line]
        assert len(lines) == 1
        assert lines[0] > listed.visualItemRect(listed.item(0)).bottom()


class TestFilters:
    def test_every_filter_becomes_part_of_the_query(self, desk: Desk) -> None:
        desk.enter("dog")
        desk.field.show_folders([Path("/films/a"), Path("/films/b")])
        filters = desk.field.filters
        filters._folder.setCurrentIndex(2)
        filters._after.setChecked(True)
        filters._after_day.setDate(QDate(2023, 5, 1))
        filters._before.setChecked(True)
        filters._before_day.setDate(QDate(2024, 1, 1))
        filters._confidence.setValue(5)
        after, before = (datetime(*day).astimezone() for day in ((2023, 5, 1), (2024, 1, 1)))
        assert desk.asked[-1] == Query("dog", folder=Path("/films/b"), after=after, before=before, min_confidence=0.5)
        assert desk.field.wanted is not None
        assert desk.field.wanted.filtered

    def test_what_is_said_may_be_all_that_counts(self, qtbot: QtBot, desk: Desk) -> None:
        desk.enter("dog")
        seen, said, written = desk.field.filters.channels.findChildren(QToolButton)
        qtbot.mouseClick(said, Qt.MouseButton.LeftButton)
        assert desk.asked[-1] == Query("dog", channels=frozenset({Channel.SPEECH}))
        assert desk.field._filter_button.marked
        for chip in (seen, written):
            qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert desk.asked[-1] == Query("dog")
        assert not desk.field._filter_button.marked

    def test_an_example_is_looked_for_in_pictures_whatever_counts(self, desk: Desk) -> None:
        desk.field.set_query(Query("dog", channels=frozenset({Channel.SPEECH})))
        desk.field.ask_for_similar(moment(7, 11.5))
        query = desk.asked[-1]
        assert query is not None
        assert (query.like, query.channels) == (LIKE, frozenset())

    def test_a_query_that_is_shown_again_shows_its_channels(self, desk: Desk) -> None:
        said = frozenset({Channel.SPEECH})
        desk.field.set_query(Query("dog", channels=said))
        assert desk.field.filters.choice.channels == said
        assert desk.asked[-1] == Query("dog", channels=said)
        assert desk.field.wanted is not None
        assert desk.field.wanted.filtered

    def test_without_a_query_they_ask_nothing(self, desk: Desk) -> None:
        desk.field.filters._confidence.setValue(5)
        assert desk.asked == []

    def test_clear_takes_them_all_back(self, qtbot: QtBot, desk: Desk) -> None:
        desk.field.set_query(Query("dog", folder=Path("/films"), min_confidence=0.5))
        assert desk.field._filter_button.marked
        qtbot.mouseClick(desk.field.filters._clear, Qt.MouseButton.LeftButton)
        assert desk.asked[-1] == Query("dog")
        assert not desk.field._filter_button.marked
        assert not desk.field.filters._clear.isEnabled()

    def test_the_second_day_stays_behind_the_first(self, desk: Desk) -> None:
        filters = desk.field.filters
        filters._before.setChecked(True)
        filters._before_day.setDate(QDate(2020, 1, 1))
        filters._after.setChecked(True)
        filters._after_day.setDate(QDate(2023, 5, 1))
        choice = filters.choice
        assert choice.after is not None
        assert choice.before is not None
        assert choice.after < choice.before

    def test_a_folder_that_is_chosen_stays_so_when_the_folders_change(self, desk: Desk) -> None:
        desk.field.show_folders([Path("/films/a"), Path("/films/b")])
        desk.field.filters._folder.setCurrentIndex(1)
        desk.field.show_folders([Path("/films/b")])
        assert desk.field.filters.choice.folder == Path("/films/a")

    def test_the_button_says_how_many_are_set_and_wears_their_number(self, desk: Desk) -> None:
        theme.apply(QApplication.instance(), dark=False)
        button, filters = desk.field._filter_button, desk.field.filters
        accent, looks = theme.palette_for(False).accent().color().rgb(), [pixels(desk.field._filter_button)]
        assert button.accessibleName() == "Filters"
        filters._confidence.setValue(3)
        assert button.accessibleName() == "Filters: 1 is set"
        looks.append(pixels(button))
        filters._after.setChecked(True)
        assert button.accessibleName() == "Filters: 2 are set"
        looks.append(pixels(button))
        bare, one, two = (look.count(accent) for look in looks)
        assert min(one, two) > bare + 10
        assert looks[1] != looks[2]

    def test_days_are_written_so_that_no_one_takes_them_for_others(self, desk: Desk) -> None:
        desk.field.filters._after_day.setDate(QDate(2026, 3, 4))
        assert desk.field.filters._after_day.text() == "2026-03-04"

    def test_the_button_opens_them_with_the_keyboard_inside(self, qtbot: QtBot, desk: Desk) -> None:
        qtbot.keyClick(desk.field._filter_button, Qt.Key.Key_Space)
        filters = desk.field.filters
        assert filters.isVisible()
        assert filters.isAncestorOf(filters.focusWidget())
        qtbot.keyClick(filters, Qt.Key.Key_Escape)
        assert not filters.isVisible()

    @pytest.mark.parametrize("dark", [False, True])
    def test_nothing_in_them_is_cut_off(self, desk: Desk, dark: bool) -> None:
        theme.apply(QApplication.instance(), dark=dark)
        desk.field._filter_button.open()
        filters = desk.field.filters
        for part in (filters._after, filters._before, filters._clear, filters._least):
            assert part.width() >= part.sizeHint().width() - 1, part
        filters.hide()


def pixels(widget: QWidget) -> list[int]:
    image = widget.grab().toImage().convertToFormat(plain("red").format())
    return [image.pixel(x, y) for x in range(image.width()) for y in range(image.height())]


def test_every_control_says_what_it_is(desk: Desk) -> None:
    field = desk.field
    field.set_query(Query(like=LIKE), "beach.mp4")
    controls = [field.edit, field._filter_button, field._chip.findChild(QToolButton), field._popup._list]
    filters = field.filters
    controls += [filters._folder, filters._after_day, filters._before_day, filters._confidence, filters._clear]
    assert all(control.accessibleName() for control in controls)
