"""The buttons under the timeline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.qt import tab_stops
from videobert_desktop.ui import theme
from videobert_desktop.ui.player.player_keys import PlayerAction
from videobert_desktop.ui.player.stretch import Stretch
from videobert_desktop.ui.player.transport_bar import TransportBar


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> TransportBar:
    theme.apply(qapp, dark=False)
    made = TransportBar()
    qtbot.addWidget(made)
    made.resize(1200, 60)
    made.time.show_duration(600.0, 0.04)
    made.show()
    return made


def button(bar: TransportBar, name: str) -> QAbstractButton:
    return next(item for item in bar.findChildren(QAbstractButton) if item.accessibleName() == name)


def menu_texts(bar: TransportBar) -> list[str]:
    bar.row.more.menu().aboutToShow.emit()
    return [action.text() for action in bar.row.more.menu().actions()]


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("Play", PlayerAction.TOGGLE),
        ("Previous frame", PlayerAction.PREVIOUS_FRAME),
        ("Next frame", PlayerAction.NEXT_FRAME),
        ("10 seconds back", PlayerAction.FAR_BACK),
        ("10 seconds forward", PlayerAction.FAR_FORWARD),
        ("The stretch begins here", PlayerAction.SET_IN),
        ("The stretch ends here", PlayerAction.SET_OUT),
        ("Copy the frame", PlayerAction.COPY_FRAME),
        ("Save the frame as a picture", PlayerAction.SAVE_FRAME),
        ("Sound off", PlayerAction.MUTE),
        ("Full screen", PlayerAction.FULL_SCREEN),
    ],
)
def test_every_button_asks_for_what_it_says(bar: TransportBar, qtbot: QtBot, name: str, action: PlayerAction) -> None:
    with qtbot.waitSignal(bar.asked) as asked:
        QTest.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)
    assert asked.args == [action]


def test_buttons_tell_their_keys(bar: TransportBar) -> None:
    assert button(bar, "Play").toolTip() == "Play (Space)"
    assert button(bar, "Next frame").toolTip() == "Next frame (.)"


def test_every_control_can_be_reached_and_has_a_name(bar: TransportBar) -> None:
    controls = [item for item in bar.findChildren(QWidget) if isinstance(item, QAbstractButton | QSlider)]
    assert len(controls) == 17
    assert all(item.focusPolicy() & Qt.FocusPolicy.TabFocus for item in controls)
    assert all(item.accessibleName() for item in controls)
    # What is pressed with the mouse leaves the keyboard where it was, so that Space goes on to mean play and pause.
    assert not any(item.focusPolicy() & Qt.FocusPolicy.ClickFocus for item in controls)


def test_playing_offers_to_pause(bar: TransportBar) -> None:
    before = bar.play.grab().toImage()
    bar.show_playing(True)
    assert bar.play.accessibleName() == "Pause"
    assert bar.play.grab().toImage() != before


def test_the_time_says_where_the_video_is_and_never_moves_its_neighbours(bar: TransportBar) -> None:
    bar.time.show_second(83.456)
    assert bar.time.text() == "1:23.45 / 10:00.00"
    width = bar.time.sizeHint().width()
    bar.time.show_second(599.99)
    assert bar.time.sizeHint().width() == width
    bar.time.show_duration(43_200.0, 0.04)
    bar.time.show_second(83.456)
    assert bar.time.text() == "0:01:23.45 / 12:00:00.00"


def test_pressing_the_time_tells_the_frame(bar: TransportBar, qtbot: QtBot) -> None:
    bar.time.show_second(83.48)
    assert bar.time.frame_text == "Frame 2088 of 15000"
    QTest.mouseClick(bar.time, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QToolTip.text() == "Frame 2088 of 15000")
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_end_is_the_last_frame_and_an_unknown_rate_has_none(bar: TransportBar) -> None:
    bar.time.show_second(600.0)
    assert bar.time.frame_text == "Frame 15000 of 15000"
    bar.time.show_duration(600.0, 0.0)
    assert bar.time.frame_text == ""


def test_the_chosen_stretch_is_shown_and_given_up_with_a_click(bar: TransportBar, qtbot: QtBot) -> None:
    assert bar.chip.isHidden()
    bar.show_stretch(Stretch(10.0, 12.5))
    assert bar.chip.isVisible()
    assert "0:10.00 \N{EN DASH} 0:12.50 (2.50 s)" in bar.chip.text()
    with qtbot.waitSignal(bar.asked) as asked:
        QTest.mouseClick(bar.chip, Qt.MouseButton.LeftButton)
    assert asked.args == [PlayerAction.CLEAR_POINTS]
    bar.show_stretch(Stretch())
    assert bar.chip.isHidden()


def test_the_speed_is_shown_and_chosen(bar: TransportBar, qtbot: QtBot) -> None:
    bar.speed.show_rate(1.5)
    assert bar.speed.text() == "1.5\N{MULTIPLICATION SIGN}"
    choices = bar.speed.menu().actions()
    assert [item.data() for item in choices] == [0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 4.0]
    assert [item.data() for item in choices if item.isChecked()] == [1.5]
    with qtbot.waitSignal(bar.rate_asked) as asked:
        choices[0].trigger()
    assert asked.args == [0.25]


def test_the_volume_is_shown_without_being_asked_for(bar: TransportBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.volume_asked):
        bar.show_volume(0.4, muted=False)
        assert bar.volume.value() == 40
        bar.show_volume(0.4, muted=True)
        assert bar.volume.value() == 0
    assert bar.mute.accessibleName() == "Sound on"
    with qtbot.waitSignal(bar.volume_asked) as asked:
        bar.volume.setValue(70)
    assert asked.args == [0.7]


def test_subtitles_can_be_chosen_where_there_are_any_and_otherwise_say_why_not(bar: TransportBar, qtbot: QtBot) -> None:
    assert not bar.subtitles.isEnabled()
    assert bar.subtitles.toolTip() == "This video has no subtitles"
    bar.show_subtitles(shown=False, possible=True)
    assert bar.subtitles.toolTip() == "Subtitles (S)"
    with qtbot.waitSignal(bar.asked) as asked:
        QTest.mouseClick(bar.subtitles, Qt.MouseButton.LeftButton)
    assert asked.args == [PlayerAction.SUBTITLES]
    bar.show_subtitles(shown=True, possible=True)
    assert bar.subtitles.isChecked()


def test_in_a_wide_bar_everything_is_there(bar: TransportBar) -> None:
    assert bar.row.left_out == []
    assert bar.row.more.isHidden()


@pytest.mark.parametrize("duration", [0.5, 43_200.0])
@pytest.mark.parametrize("width", [320, 480, 700, 1200])
def test_what_is_shown_fits_beside_each_other(bar: TransportBar, width: int, duration: float) -> None:
    bar.time.show_duration(duration, 0.04)
    bar.show_stretch(Stretch(duration / 4, duration / 2))
    bar.resize(width, 60)
    QApplication.processEvents()
    shown = [item for item in (*bar.row._importance, bar.row.more) if item.isVisible()]
    assert all(bar.row.rect().contains(item.geometry()) for item in shown)
    assert all(item.width() >= min(item.sizeHint().width(), item.maximumWidth()) for item in shown)
    assert bar.play in shown
    assert bar.time in shown


def test_in_a_narrow_bar_the_less_important_waits_in_a_menu(bar: TransportBar, qtbot: QtBot) -> None:
    bar.resize(480, 60)
    for name in ("Play", "Previous frame", "Next frame", "Sound off", "Full screen", "More"):
        assert button(bar, name).isVisible()
    assert {"Copy the frame", "Save the frame as a picture", "Subtitles"} <= set(menu_texts(bar))
    entries = {action.text(): action for action in bar.row.more.menu().actions()}
    assert not entries["Subtitles"].isEnabled()
    with qtbot.waitSignal(bar.asked) as asked:
        entries["Copy the frame"].trigger()
    assert asked.args == [PlayerAction.COPY_FRAME]


def test_the_speeds_can_be_chosen_from_the_menu_too(bar: TransportBar, qtbot: QtBot) -> None:
    bar.resize(320, 60)
    assert bar.speed.isHidden()
    menu_texts(bar)
    entry = next(action for action in bar.row.more.menu().actions() if action.menu() is not None)
    assert entry.text().startswith("Speed")
    with qtbot.waitSignal(bar.rate_asked) as asked:
        entry.menu().actions()[-1].trigger()
    assert asked.args == [4.0]


def test_pairs_stay_together(bar: TransportBar) -> None:
    for width in range(320, 1200, 10):
        bar.resize(width, 60)
        for one, other in (
            ("The stretch begins here", "The stretch ends here"),
            ("Previous frame", "Next frame"),
            ("10 seconds back", "10 seconds forward"),
        ):
            assert button(bar, one).isVisible() == button(bar, other).isVisible()


def test_the_tab_key_goes_from_left_to_right(bar: TransportBar) -> None:
    bar.resize(360, 60)
    assert bar.row.more.isVisible()
    _, *stops = tab_stops(bar)
    assert stops == sorted(stops, key=lambda stop: stop.x())
    assert stops[-1] is bar.row.more
