"""How far indexing is: what is said, what is shown, and what the buttons ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.jobs.fakes import Heard, at, scanning
from videobert_desktop.domain.progress import Progress
from videobert_desktop.ui import theme
from videobert_desktop.ui.jobs.indexing_bar import IndexingBar
from videobert_desktop.ui.jobs.remaining_time import RemainingTime
from videobert_desktop.ui.widgets.elided_label import ElidedLabel

LONG = "2019-08-14 a day at the beach with the whole family and all of their dogs.mp4"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Something for a bar to be in."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def bar(window: QWidget) -> IndexingBar:
    """A bar in a window, at the beginning of some indexing."""
    bar = IndexingBar(window)
    bar.resize(bar.sizeHint())
    window.resize(bar.size())
    window.show()
    bar.begin()
    return bar


@pytest.fixture
def pace(bar: IndexingBar) -> Callable[[float, float], None]:
    """Has the bar told that a percent was done in some seconds, up to a percentage."""
    seconds = 0.0

    def tell(each: float, percent: float) -> None:
        nonlocal seconds
        bar._remaining = RemainingTime(lambda: seconds)
        bar.show_progress(at(0.0))
        seconds += each * percent
        bar.show_progress(at(percent))

    return tell


def meter(bar: IndexingBar) -> QProgressBar:
    found = bar.findChild(QProgressBar)
    assert found is not None
    return found


def is_busy(bar: IndexingBar) -> bool:
    return meter(bar).maximum() == 0


class TestWhatItSays:
    def test_it_is_hidden_until_it_begins_and_after_it_has_finished(self, qtbot: QtBot) -> None:
        bar = IndexingBar()
        qtbot.addWidget(bar)
        assert bar.isHidden()
        bar.begin()
        assert not bar.isHidden()
        assert (bar.text, is_busy(bar)) == ("Indexing", True)
        bar.finish()
        assert bar.isHidden()

    def test_the_files_that_are_looked_through_are_counted(self, bar: IndexingBar) -> None:
        bar.show_progress(scanning(1234))
        assert (bar.text, is_busy(bar)) == ("Looking through files · 1,234", True)

    def test_a_video_is_named_with_how_far_all_is(self, bar: IndexingBar) -> None:
        bar.show_progress(at(63.4))
        assert (bar.text, is_busy(bar)) == ("Indexing beach.mp4 · 63 %", False)
        assert meter(bar).value() / meter(bar).maximum() == pytest.approx(0.634)

    @pytest.mark.parametrize(
        ("each", "left"), [(0.2, "< 1 min left"), (7.0, "4 min left"), (150.0, "2 h left")], ids=str
    )
    def test_how_long_it_will_take_is_said_as_soon_as_it_can_be_told(
        self, bar: IndexingBar, pace: Callable[[float, float], None], each: float, left: str
    ) -> None:
        pace(each, 63.0)
        assert bar.text == f"Indexing beach.mp4 · 63 % · {left}"

    def test_a_first_look_is_said_to_be_one(self, bar: IndexingBar) -> None:
        bar.show_progress(at(12.0, stage="first look", name="海边.mp4"))
        assert bar.text == "First look at 海边.mp4 · 12 %"

    @pytest.mark.parametrize(
        ("stage", "words"), [("listening", "Listening to"), ("reading", "Reading what is written in")]
    )
    def test_listening_and_reading_are_said_to_be_that(self, bar: IndexingBar, stage: str, words: str) -> None:
        bar.show_progress(at(12.0, stage=stage, name="talk.mp4"))
        assert bar.text == f"{words} talk.mp4 · 12 %"

    def test_bringing_the_index_up_to_date_is_no_video(self, bar: IndexingBar) -> None:
        bar.show_progress(Progress("reading features", 5, 100, "windows"))
        assert bar.text == "Updating the search · 5 %"

    def test_more_than_everything_is_everything(self, bar: IndexingBar) -> None:
        bar.show_progress(at(120.0))
        assert bar.text == "Indexing beach.mp4 · 100 %"

    def test_a_new_beginning_knows_nothing_of_what_was_before(
        self, bar: IndexingBar, pace: Callable[[float, float], None]
    ) -> None:
        pace(5.0, 50.0)
        bar.show_paused(True)
        bar.begin()
        assert (bar.text, is_busy(bar)) == ("Indexing", True)


class TestPausing:
    def test_it_says_so_and_does_not_say_how_long_it_will_take(
        self, bar: IndexingBar, pace: Callable[[float, float], None]
    ) -> None:
        pace(7.0, 63.0)
        bar.show_paused(True)
        assert bar.text == "Paused at beach.mp4 · 63 %"
        bar.show_paused(False)
        assert bar.text == "Indexing beach.mp4 · 63 % · 4 min left"

    def test_a_progress_that_comes_late_does_not_hide_it(self, bar: IndexingBar) -> None:
        bar.show_paused(True)
        bar.show_progress(at(64.0))
        assert bar.text == "Paused at beach.mp4 · 64 %"

    @pytest.mark.parametrize("known", [True, False])
    def test_it_is_not_busy_meanwhile(self, bar: IndexingBar, known: bool) -> None:
        if known:
            bar.show_progress(scanning(3))
        bar.show_paused(True)
        assert bar.text.startswith("Paused")
        assert not is_busy(bar)

    def test_the_time_of_a_pause_does_not_count(self, bar: IndexingBar) -> None:
        seconds = 0.0
        bar._remaining = RemainingTime(lambda: seconds)
        bar.show_progress(at(0.0))
        seconds = 100.0
        bar.show_progress(at(50.0))
        bar.show_paused(True)
        seconds = 100_000.0
        bar.show_paused(False)
        bar.show_progress(at(50.0))
        assert bar.text == "Indexing beach.mp4 · 50 % · 2 min left"


class TestItsButtons:
    def test_one_pauses_and_resumes(self, qtbot: QtBot, bar: IndexingBar) -> None:
        heard = Heard(bar, "pause_asked", "resume_asked", "cancel_asked")
        qtbot.mouseClick(bar.pause_button, Qt.MouseButton.LeftButton)
        bar.show_paused(True)
        assert bar.pause_button.accessibleName() == bar.pause_button.toolTip() == "Resume indexing"
        qtbot.mouseClick(bar.pause_button, Qt.MouseButton.LeftButton)
        bar.show_paused(False)
        assert bar.pause_button.accessibleName() == "Pause indexing"
        assert heard.names == ["pause_asked", "resume_asked"]

    def test_the_other_stops_once(self, qtbot: QtBot, bar: IndexingBar) -> None:
        heard = Heard(bar, "pause_asked", "resume_asked", "cancel_asked")
        for _ in range(2):
            qtbot.mouseClick(bar.stop_button, Qt.MouseButton.LeftButton)
        assert heard.names == ["cancel_asked"]
        bar.show_progress(at(50.0))
        assert bar.text == "Stopping"
        assert not bar.pause_button.isEnabled()
        bar.begin()
        assert bar.stop_button.isEnabled()

    def test_the_keyboard_reaches_them(self, qtbot: QtBot, bar: IndexingBar) -> None:
        heard = Heard(bar, "pause_asked", "cancel_asked")
        for button in (bar.pause_button, bar.stop_button):
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
            qtbot.keyClick(button, Qt.Key.Key_Space)
        assert heard.names == ["pause_asked", "cancel_asked"]


class TestItsLooks:
    def test_a_long_name_gives_way_and_everything_is_said_by_the_tooltip(
        self, bar: IndexingBar, pace: Callable[[float, float], None]
    ) -> None:
        pace(7.0, 63.0)
        width = bar.sizeHint().width()
        bar.show_progress(at(63.0, name=LONG))
        assert bar.sizeHint().width() == width <= 360
        assert bar.minimumSizeHint().width() <= width
        (name,) = bar.findChildren(ElidedLabel)
        assert 60 < name.width() < name.fontMetrics().horizontalAdvance(LONG)
        assert LONG in bar.toolTip()
        assert "63 % · 4 min left" in bar.toolTip()

    def test_a_name_is_no_markup(self, bar: IndexingBar) -> None:
        bar.show_progress(at(1.0, name="<b>a&b.mp4"))
        assert "&lt;b&gt;a&amp;b.mp4" in bar.toolTip()

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    def test_the_bar_has_the_accent_as_far_as_it_is_done_and_is_quiet_while_paused(
        self, bar: IndexingBar, dark: bool
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, dark=dark)
        palette = theme.palette_for(dark)
        bar.show_progress(at(50.0))
        assert colours(bar) == [palette.color(role) for role in (QPalette.ColorRole.Accent, QPalette.ColorRole.Mid)]
        bar.show_paused(True)
        assert colours(bar) == [palette.color(role) for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Mid)]

    def test_all_is_said_to_those_who_cannot_see_it(self, bar: IndexingBar) -> None:
        bar.show_progress(at(63.0))
        assert meter(bar).accessibleName() == "Indexing"
        assert meter(bar).accessibleDescription() == bar.text


def colours(bar: IndexingBar) -> list[QColor]:
    """The colours of the thin bar at a quarter and at three quarters."""
    image = meter(bar).grab().toImage()
    return [image.pixelColor(image.width() * quarter // 4, image.height() // 2) for quarter in (1, 3)]
