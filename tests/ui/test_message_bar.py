"""The message bar says what matters most, keeps what was not read yet, and stays small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from videobert_desktop.domain.errors import UserError
from videobert_desktop.ui import theme
from videobert_desktop.ui.widgets import message_bar as module
from videobert_desktop.ui.widgets.message_bar import MessageBar
from videobert_desktop.ui.widgets.message_text import MessageText


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with a bar above a field that has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(MessageBar())
    field = QLineEdit()
    layout.addWidget(field)
    layout.addStretch()
    window.resize(800, 500)
    window.show()
    field.setFocus()
    return window


@pytest.fixture
def bar(window: QWidget) -> MessageBar:
    bar = window.findChild(MessageBar)
    assert isinstance(bar, MessageBar)
    return bar


@pytest.fixture
def quick_bar(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> MessageBar:
    """A bar whose notes go after a moment."""
    monkeypatch.setattr(module, "NOTE_MILLISECONDS", 20)
    bar = MessageBar()
    layout = window.layout()
    assert layout is not None
    layout.addWidget(bar)
    return bar


def buttons(bar: MessageBar) -> dict[str, QPushButton]:
    return {button.text(): button for button in bar.findChildren(QPushButton) if button.isVisible()}


def test_it_is_hidden_while_there_is_nothing_to_say(bar: MessageBar) -> None:
    assert bar.isHidden()
    assert (bar.text, bar.urgent) == ("", False)
    bar.dismiss()
    assert bar.isHidden()


def test_an_error_says_what_happened_and_what_to_do(bar: MessageBar) -> None:
    bar.show_error(UserError("It is damaged.", path=Path("/films/a\nb.mp4"), hint="Copy it again."))
    assert bar.text == r"/films/a\nb.mp4: It is damaged. Copy it again."
    assert bar.urgent
    assert bar.isVisible()


def test_a_newer_note_takes_the_place_of_an_older_one(bar: MessageBar) -> None:
    bar.inform("first")
    bar.inform("second")
    assert bar.text == "second"
    bar.dismiss()
    assert bar.isHidden()


def test_a_note_does_not_cover_an_error_and_is_said_after_it(bar: MessageBar) -> None:
    bar.warn("bad")
    bar.inform("good")
    assert (bar.text, bar.waiting) == ("bad", 1)
    bar.dismiss()
    assert (bar.text, bar.urgent) == ("good", False)


def test_a_newer_error_covers_an_older_one_which_is_there_again_afterwards(bar: MessageBar) -> None:
    bar.warn("first")
    bar.warn("second")
    assert (bar.text, bar.waiting) == ("second", 1)
    bar.dismiss()
    assert (bar.text, bar.waiting) == ("first", 0)


def test_the_same_error_again_is_one_error(bar: MessageBar) -> None:
    for text in ("first", "second", "first"):
        bar.warn(text)
    assert (bar.text, bar.waiting) == ("first", 1)


def test_errors_without_end_do_not_pile_up_without_end(bar: MessageBar) -> None:
    for number in range(100):
        bar.warn(f"error {number}")
    assert bar.text == "error 99"
    assert bar.waiting < 20


def test_a_button_tells_its_key_and_the_message_is_gone(qtbot: QtBot, bar: MessageBar) -> None:
    bar.offer("5 videos failed.", [("Try again", "again"), ("Show", "show")])
    assert list(buttons(bar)) == ["Try again", "Show"]
    with qtbot.waitSignal(bar.chosen) as told:
        buttons(bar)["Show"].click()
    assert told.args == ["show"]
    assert bar.isHidden()


def test_an_offer_comes_back_with_its_buttons_after_a_note_and_an_error(bar: MessageBar) -> None:
    bar.offer("5 videos failed.", [("Try again", "again")])
    bar.inform("good")
    assert not buttons(bar)
    bar.warn("bad", [("Mend", "mend")])
    assert list(buttons(bar)) == ["Mend"]
    bar.dismiss()
    assert bar.text == "good"
    bar.dismiss()
    assert list(buttons(bar)) == ["Try again"]


def test_what_answers_a_button_may_speak_itself(bar: MessageBar) -> None:
    bar.chosen.connect(bar.inform)
    bar.offer("5 videos failed.", [("Try again", "again")])
    buttons(bar)["Try again"].click()
    assert bar.text == "again"


def test_a_note_goes_by_itself(qtbot: QtBot, quick_bar: MessageBar) -> None:
    quick_bar.inform("good")
    qtbot.waitUntil(quick_bar.isHidden)


def test_an_error_and_an_offer_stay(qtbot: QtBot, quick_bar: MessageBar) -> None:
    quick_bar.offer("5 videos failed.", [])
    quick_bar.inform("good")
    qtbot.waitUntil(lambda: quick_bar.text == "5 videos failed.")
    quick_bar.warn("bad")
    qtbot.wait(60)
    assert quick_bar.text == "bad"


def test_a_note_stays_while_the_keyboard_is_in_it(qtbot: QtBot, window: QWidget, quick_bar: MessageBar) -> None:
    quick_bar.inform("good")
    quick_bar.findChild(MessageText).setFocus()
    qtbot.wait(100)
    assert quick_bar.text == "good"
    window.findChild(QLineEdit).setFocus()
    qtbot.waitUntil(quick_bar.isHidden)


def test_a_note_stays_while_the_pointer_is_over_it(qtbot: QtBot, quick_bar: MessageBar) -> None:
    quick_bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    quick_bar.inform("good")
    qtbot.wait(100)
    assert quick_bar.text == "good"
    quick_bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    qtbot.waitUntil(quick_bar.isHidden)


@pytest.mark.parametrize(
    "text", ["\n".join(str(line) for line in range(10)), "/films" + "/x" * 1500], ids=["10", "3000"]
)
def test_a_long_message_neither_fills_nor_widens_the_window(qtbot: QtBot, bar: MessageBar, text: str) -> None:
    window = bar.window()
    bar.warn(text)
    qtbot.waitUntil(lambda: bar.height() > 60)
    assert bar.height() < 150
    assert bar.minimumSizeHint().width() < 400
    assert window.width() == 800
    assert bar.text == text


def test_a_line_that_must_break_is_seen_to_its_end(qtbot: QtBot, bar: MessageBar) -> None:
    bar.warn("/films" + "/x" * 1500)
    said = bar.findChild(MessageText)
    qtbot.waitUntil(lambda: said.verticalScrollBar().isVisible())
    assert said.document().size().width() <= said.viewport().width()


def test_its_text_can_be_copied_with_the_keyboard(qtbot: QtBot, bar: MessageBar) -> None:
    bar.warn("bad")
    said = bar.findChild(MessageText)
    said.setFocus()
    qtbot.keyClick(said, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert said.textCursor().selectedText() == "bad"
    qtbot.keyClick(said, "x")
    assert said.toPlainText() == "bad"
    qtbot.keyClick(said, Qt.Key.Key_Tab)
    assert not said.hasFocus()


def test_it_can_be_told_to_those_who_cannot_see_it(bar: MessageBar) -> None:
    bar.warn("bad")
    assert bar.accessibleName() == "bad"


def test_an_error_has_another_edge_than_a_note(qapp: QApplication, bar: MessageBar) -> None:
    theme.apply(qapp, dark=False)
    bar.inform("good")
    calm = bar.grab().toImage().pixelColor(QPoint(1, 10))
    bar.warn("bad")
    assert bar.grab().toImage().pixelColor(QPoint(1, 10)) != calm
