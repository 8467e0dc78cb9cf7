"""The player as a whole, over a playback that does what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.ui.player.fakes import BEACH, FOREST, FakePictures, FakePlayback, curve, picture
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import Span
from videobert_desktop.ui import theme
from videobert_desktop.ui.player.player_pane import PlayerPane

GONE = UserError("The file is not there now.", path=Path("/films/beach.mp4"), hint="Connect its drive.")


@dataclass
class Stage:
    """A player, and what it has told."""

    pane: PlayerPane
    playback: FakePlayback
    pictures: FakePictures
    left: list[tuple[int, float, list[Span]]] = field(default_factory=list)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
        return self.pane.press(QKeyEvent(QEvent.Type.KeyPress, key, modifiers))

    def button(self, name: str) -> QAbstractButton:
        return next(item for item in self.pane.findChildren(QAbstractButton) if item.accessibleName() == name)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    playback, pictures = FakePlayback(), FakePictures()
    pane = PlayerPane(playback, pictures)
    qtbot.addWidget(pane)
    pane.resize(900, 640)
    pane.show()
    made = Stage(pane, playback, pictures)
    pane.left.connect(lambda *told: made.left.append(told))
    return made


def test_without_a_video_it_says_what_to_do(stage: Stage) -> None:
    assert stage.pane.footage is None
    assert stage.pane.timeline.isHidden() or not stage.pane.timeline.isVisible()
    assert not stage.press(Qt.Key.Key_Space)
    assert not stage.press(Qt.Key.Key_F)
    stage.pane.close_video()
    assert stage.left == []


def test_a_video_is_opened_at_its_beginning_and_played(stage: Stage) -> None:
    stage.pane.open(BEACH)
    assert stage.playback.calls[0] == ("open", BEACH.path, 0.0, True)
    assert stage.pane.footage == BEACH
    assert stage.pane.timeline.isVisible()
    assert stage.pane.bar.play.accessibleName() == "Pause"
    assert stage.pane.bar.time.text() == "0:00.00 / 1:00.00"


def test_it_goes_on_where_the_video_was_left_unless_it_is_told_where_to_begin(stage: Stage) -> None:
    left = replace(BEACH, position=42.0)
    stage.pane.open(left, play=False)
    assert stage.pane.position == 42.0
    stage.pane.close_video()
    stage.pane.open(left, start=7.0)
    assert stage.pane.position == 7.0


def test_another_moment_of_the_video_that_is_open_is_gone_to(stage: Stage) -> None:
    stage.pane.open(BEACH, play=False)
    stage.pane.show_curve(curve([0.5] * 40))
    stage.pane.open(BEACH, start=33.0)
    assert [call[0] for call in stage.playback.calls] == ["open", "seek"]
    assert stage.pane.position == 33.0
    assert stage.playback.playing
    assert stage.pane.timeline.curve is not None


def test_another_video_begins_afresh(stage: Stage) -> None:
    stage.pane.open(BEACH)
    stage.pane.show_curve(curve([0.5] * 40))
    stage.pane.show_moments([Span(1, 2)], None)
    stage.press(Qt.Key.Key_I)
    stage.pane.open(FOREST)
    assert stage.pane.footage == FOREST
    assert stage.pane.timeline.curve is None
    assert stage.pane.timeline.moments == ()
    assert stage.pane.in_point is None


def test_the_timeline_and_the_time_follow_the_picture(stage: Stage) -> None:
    stage.pane.open(BEACH, play=False)
    stage.playback.show_at(12.5)
    assert stage.pane.timeline.value() == 12_500
    assert stage.pane.bar.time.text() == "0:12.50 / 1:00.00"


def test_while_it_is_dragged_the_playhead_stays_with_the_pointer(stage: Stage) -> None:
    stage.pane.open(BEACH, play=False)
    timeline = stage.pane.timeline
    timeline.setSliderDown(True)
    timeline.seek_asked.emit(40.0)
    timeline.show_position(40.0)
    stage.playback.show_at(33.0)
    assert timeline.value() == 40_000
    assert stage.playback.seeks == [40.0]


def test_in_and_out_points_are_shown_where_they_are_set(stage: Stage) -> None:
    stage.pane.open(BEACH, start=10.0, play=False)
    stage.press(Qt.Key.Key_I)
    stage.playback.show_at(12.5)
    stage.press(Qt.Key.Key_O)
    assert (stage.pane.in_point, stage.pane.out_point) == (10.0, 12.5)
    assert "0:10.00" in stage.pane.bar.chip.text()
    stage.press(Qt.Key.Key_X)
    assert (stage.pane.in_point, stage.pane.out_point) == (None, None)


def test_keys_reach_it_from_wherever_the_focus_is_in_it(stage: Stage) -> None:
    stage.pane.open(BEACH, start=10.0, play=False)
    QTest.keyClick(stage.pane.timeline, Qt.Key.Key_Right)
    QTest.keyClick(stage.pane.surface, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(stage.pane.bar.time, Qt.Key.Key_I)
    assert stage.playback.seeks == [11.0, 1.0]
    assert stage.pane.in_point == 1.0


def test_other_keys_are_handed_on(stage: Stage) -> None:
    stage.pane.open(BEACH)
    assert not stage.press(Qt.Key.Key_Q)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(stage.pane, event)
    assert not event.isAccepted()


def test_full_screen_is_asked_for_and_left(stage: Stage) -> None:
    asked: list[bool] = []
    stage.pane.full_screen_asked.connect(asked.append)
    stage.pane.open(BEACH)
    assert not stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_F)
    assert stage.button("Leave full screen").isVisible()
    assert not stage.button("Close the video").isVisible()
    stage.press(Qt.Key.Key_Escape)
    assert asked == [True, False]
    assert stage.button("Close the video").isVisible()


def test_the_window_may_leave_full_screen_by_itself(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH)
    stage.press(Qt.Key.Key_F)
    with qtbot.assertNotEmitted(stage.pane.full_screen_asked):
        stage.pane.show_full_screen(False)
    assert not stage.press(Qt.Key.Key_Escape)


def test_closing_the_video_in_full_screen_leaves_it(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH)
    stage.press(Qt.Key.Key_F)
    with qtbot.waitSignals([stage.pane.full_screen_asked, stage.pane.closed]):
        stage.pane.close_video()


def test_a_click_on_the_picture_plays_and_pauses_and_two_fill_the_screen(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH)
    QTest.mouseClick(stage.pane.surface, Qt.MouseButton.LeftButton)
    assert not stage.playback.playing
    QTest.mouseClick(stage.pane.surface, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(stage.pane.full_screen_asked):
        QTest.mouseClick(stage.pane.surface, Qt.MouseButton.LeftButton)
        QTest.mouseDClick(stage.pane.surface, Qt.MouseButton.LeftButton)
    assert stage.playback.playing


def test_the_frame_is_copied(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH, play=False)
    stage.playback.image = picture(QColor("orange"), 40, 30)
    with qtbot.waitSignal(stage.pane.informed) as told:
        stage.button("Copy the frame").click()
    assert told.args == ["Frame copied"]
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (40, 30)
    assert copied.pixelColor(5, 5) == QColor("orange")


def test_the_copy_key_is_the_players_only_where_the_focus_is_in_it(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH, play=False)
    stage.pane.activateWindow()
    stage.pane.timeline.setFocus()
    qtbot.waitUntil(stage.pane.timeline.hasFocus)
    assert stage.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    stage.pane.timeline.clearFocus()
    assert not stage.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_frame_to_be_saved_has_a_name_of_its_own(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(replace(BEACH, name="shown"), start=23.456, play=False)
    with qtbot.waitSignal(stage.pane.save_asked) as asked:
        assert stage.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    image, name = asked.args
    assert image.size() == stage.playback.image.size()
    assert name == "beach 0-00-23.456.png"


def test_without_a_picture_there_is_nothing_to_copy_or_to_save(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH, play=False)
    stage.playback.image = QImage()
    with qtbot.assertNotEmitted(stage.pane.informed), qtbot.assertNotEmitted(stage.pane.save_asked):
        stage.button("Copy the frame").click()
        stage.button("Save the frame as a picture").click()


def test_what_is_watched_is_told_at_a_pause(stage: Stage) -> None:
    stage.pane.open(BEACH, start=10.0)
    stage.playback.run(10.0, 14.0)
    stage.press(Qt.Key.Key_Space)
    assert stage.left == [(7, 14.0, [Span(10.0, 14.0)])]


def test_what_is_shown_while_it_stands_is_not_watched(stage: Stage) -> None:
    stage.pane.open(BEACH, start=10.0, play=False)
    stage.playback.run(10.0, 14.0)
    stage.pane.close_video()
    assert stage.left == [(7, 14.0, [])]


def test_a_seek_begins_another_stretch(stage: Stage) -> None:
    stage.pane.open(BEACH)
    stage.playback.run(0.0, 4.0)
    stage.press(Qt.Key.Key_Right)
    stage.playback.run(5.0, 6.0)
    stage.pane.timeline.seek_asked.emit(30.0)
    stage.playback.run(30.0, 31.0)
    stage.pane.close_video()
    told = [span for _, _, spans in stage.left for span in spans]
    assert told == [Span(0.0, 4.0), Span(5.0, 6.0), Span(30.0, 31.0)]


def test_while_it_plays_it_tells_from_time_to_time_and_nothing_twice(stage: Stage) -> None:
    stage.pane.open(BEACH)
    timer = stage.pane._log._timer
    assert timer.isActive()
    assert timer.interval() == 10_000
    stage.playback.run(0.0, 10.0)
    timer.timeout.emit()
    stage.playback.run(10.25, 12.0)
    stage.press(Qt.Key.Key_Space)
    assert not timer.isActive()
    assert stage.left == [(7, 10.0, [Span(0.0, 10.0)]), (7, 12.0, [Span(10.0, 12.0)])]


def test_leaving_for_another_video_tells_about_the_one_that_is_left(stage: Stage) -> None:
    stage.pane.open(BEACH)
    stage.playback.run(0.0, 5.0)
    stage.pane.open(FOREST)
    assert stage.left[0] == (7, 5.0, [Span(0.0, 5.0)])
    assert {told[0] for told in stage.left} == {7}
    stage.playback.run(0.0, 1.0)
    stage.pane.close_video()
    assert stage.left[-1] == (8, 1.0, [Span(0.0, 1.0)])


def test_of_a_video_that_showed_nothing_nothing_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.playback, "open", lambda path, *, start, play: None)
    stage.pane.open(BEACH)
    stage.pane.close_video()
    assert stage.left == []


def test_what_was_watched_is_marked_as_it_grows(stage: Stage) -> None:
    stage.pane.open(replace(BEACH, watched=(Span(40.0, 50.0),)))
    stage.playback.run(0.0, 5.0)
    assert stage.pane.timeline._watched == (Span(0.0, 5.0), Span(40.0, 50.0))


def test_what_cannot_be_shown_says_so_in_its_place(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH)
    with qtbot.waitSignal(stage.pane.failed) as told:
        stage.playback.fail(GONE)
    assert told.args == [GONE]
    assert stage.pane.surface.message == ("This video cannot be shown", "The file is not there now. Connect its drive.")
    assert not stage.pane.bar.isEnabled()
    assert not stage.press(Qt.Key.Key_Space)
    assert stage.button("Close the video").isEnabled()


def test_after_a_failure_the_same_video_may_be_tried_again(stage: Stage) -> None:
    stage.pane.open(BEACH)
    stage.playback.fail(GONE)
    stage.pane.open(BEACH, start=3.0)
    assert stage.pane.bar.isEnabled()
    assert stage.pane.position == 3.0


def test_closing_empties_it(stage: Stage, qtbot: QtBot) -> None:
    stage.pane.open(BEACH)
    with qtbot.waitSignal(stage.pane.closed):
        stage.button("Close the video").click()
    assert stage.pane.footage is None
    assert not stage.playback.playing
    assert not stage.pane.timeline.isVisible()


def test_playing_is_passed_on(stage: Stage) -> None:
    told: list[bool] = []
    stage.pane.playing_changed.connect(told.append)
    stage.pane.open(BEACH)
    stage.press(Qt.Key.Key_Space)
    assert told == [True, False]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["x" * 240 + ".mp4", "假期里的狗 🐕 e\u0301.mp4"])
@pytest.mark.parametrize("length", [0.5, 43_200.0])
def test_any_video_can_be_drawn_in_little_room(
    stage: Stage, qapp: QApplication, dark: bool, name: str, length: float
) -> None:
    theme.apply(qapp, dark=dark)
    stage.playback.length = length
    stage.pane.resize(480, 400)
    stage.pane.open(replace(BEACH, name=name), start=length / 2)
    stage.pane.show_curve(curve([0.5] * max(1, int(length / 1.5))))
    assert stage.pane.width() == 480
    assert (stage.pane.grab().toImage().pixelColor(2, 395).lightness() < 100) == dark
