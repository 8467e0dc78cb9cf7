"""The timeline: pointing, dragging, zooming, and what is painted on it."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.player.fakes import curve
from videobert_desktop.domain.timing import Span
from videobert_desktop.ui.player import timeline as timeline_module
from videobert_desktop.ui.player.stretch import Stretch
from videobert_desktop.ui.player.timeline import Timeline
from videobert_desktop.ui.theme import palette_for

TRACK = 60  # points from the top: within the track, below the results' bars
BARS = 28
LINE = 79


class Counting(Timeline):
    """Knows how wide the part was that was painted last."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self.painted = event.rect().width()
        super().paintEvent(event)


@pytest.fixture
def timeline(qtbot: QtBot) -> Counting:
    """A timeline of a minute, 632 points wide, of which 600 are the video."""
    made = Counting()
    made.setPalette(palette_for(dark=False))
    qtbot.addWidget(made)
    made.resize(632, 84)
    made.show_duration(60.0)
    made.show()
    return made


def x_of(timeline: Timeline, second: float) -> int:
    return round(timeline.scale.x_of(second))


def at(timeline: Timeline, second: float, y: int = TRACK) -> QPoint:
    return QPoint(x_of(timeline, second), y)


def image(timeline: Timeline) -> QImage:
    return timeline.grab().toImage()


def colour(timeline: Timeline, second: float, y: int = TRACK) -> QColor:
    return image(timeline).pixelColor(at(timeline, second, y))


def turn_wheel(timeline: Timeline, second: float, by: int, *, ctrl: bool) -> bool:
    place = QPointF(timeline.scale.x_of(second), TRACK)
    modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        place,
        timeline.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * by),
        Qt.MouseButton.NoButton,
        modifiers,
        phase,
        False,
    )
    QApplication.sendEvent(timeline, event)
    return event.isAccepted()


def test_a_click_seeks_to_the_second_under_it(timeline: Timeline, qtbot: QtBot) -> None:
    with qtbot.waitSignal(timeline.seek_asked) as asked:
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 30.0))
    assert asked.args == [30.0]


def test_dragging_seeks_at_every_move_and_not_beyond_the_ends(timeline: Timeline) -> None:
    asked: list[float] = []
    timeline.seek_asked.connect(asked.append)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=at(timeline, 10.0))
    QTest.mouseMove(timeline, at(timeline, 20.0))
    QTest.mouseMove(timeline, QPoint(5000, TRACK))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(5000, TRACK))
    QTest.mouseMove(timeline, at(timeline, 40.0))
    assert asked == [10.0, 20.0, 60.0]


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_other_buttons_do_not_seek(timeline: Timeline, qtbot: QtBot, button: Qt.MouseButton) -> None:
    with qtbot.assertNotEmitted(timeline.seek_asked):
        QTest.mouseClick(timeline, button, pos=at(timeline, 30.0))


def test_without_a_video_there_is_nowhere_to_seek(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.show_duration(0.0)
    with qtbot.assertNotEmitted(timeline.seek_asked):
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, TRACK))
    image(timeline)


def test_the_pointer_tells_where_it_is_and_that_it_left(timeline: Timeline) -> None:
    told: list[float | None] = []
    timeline.hovered.connect(told.append)
    QTest.mouseMove(timeline, at(timeline, 15.0))
    QTest.mouseMove(timeline, at(timeline, 16.0))
    QApplication.sendEvent(timeline, QEvent(QEvent.Type.Leave))
    assert list(dict.fromkeys(told)) == [15.0, 16.0, None]


def test_the_wheel_with_ctrl_zooms_around_the_pointer(timeline: Timeline) -> None:
    assert turn_wheel(timeline, 45.0, 3, ctrl=True)
    assert timeline.scale.length < 30
    assert timeline.scale.second_at(16 + 450) == pytest.approx(45.0)
    turn_wheel(timeline, 45.0, -9, ctrl=True)
    assert timeline.scale.is_whole


def test_the_plain_wheel_scrolls_where_it_is_zoomed_and_is_left_to_others_where_it_is_not(timeline: Timeline) -> None:
    assert not turn_wheel(timeline, 30.0, -1, ctrl=False)
    turn_wheel(timeline, 30.0, 4, ctrl=True)
    start = timeline.scale.start
    assert turn_wheel(timeline, 30.0, -1, ctrl=False)
    assert timeline.scale.start > start
    assert turn_wheel(timeline, 30.0, 1, ctrl=False)
    assert timeline.scale.start == pytest.approx(start)


def test_a_double_click_on_the_ruler_shows_everything_again(timeline: Timeline) -> None:
    turn_wheel(timeline, 30.0, 4, ctrl=True)
    QTest.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, TRACK))
    assert not timeline.scale.is_whole
    QTest.mouseDClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(300, 8))
    assert timeline.scale.is_whole


def test_a_zoomed_timeline_follows_the_playhead_unless_it_was_elsewhere(timeline: Timeline) -> None:
    turn_wheel(timeline, 0.0, 6, ctrl=True)
    timeline.show_position(timeline.scale.end - 0.1)
    first = timeline.scale.end
    timeline.show_position(first + 0.1)
    assert timeline.scale.shows(first + 0.1)
    timeline._rescale(timeline.scale.from_second(40.0))
    timeline.show_position(first + 0.2)
    assert timeline.scale.start == 40.0


def test_another_width_shows_the_same_stretch(timeline: Timeline) -> None:
    turn_wheel(timeline, 30.0, 4, ctrl=True)
    start, length = timeline.scale.start, timeline.scale.length
    timeline.resize(400, 84)
    assert (timeline.scale.start, timeline.scale.length) == (start, length)
    assert timeline.scale.width == 400 - 32


def test_keys_are_left_to_the_player(timeline: Timeline, qtbot: QtBot) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    with qtbot.assertNotEmitted(timeline.seek_asked):
        QApplication.sendEvent(timeline, event)
    assert not event.isAccepted()
    assert timeline.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_those_who_cannot_see_it_are_told_the_time_and_can_move_it(timeline: Timeline, qtbot: QtBot) -> None:
    timeline.show_position(12.5)
    told = QAccessible.queryAccessibleInterface(timeline)
    assert told.role() == QAccessible.Role.Slider
    assert told.text(QAccessible.Text.Name) == "Timeline"
    assert told.text(QAccessible.Text.Description) == "0:12.00 of 1:00.00"
    assert told.valueInterface().currentValue() == 12_500
    assert told.valueInterface().maximumValue() == 60_000
    with qtbot.waitSignal(timeline.seek_asked) as asked:
        told.valueInterface().setCurrentValue(30_000)
    assert asked.args == [30.0]


def test_moving_the_playhead_paints_little_and_draws_no_hill_again(
    timeline: Counting, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[QPainter] = []
    monkeypatch.setattr(timeline_module, "draw_strip", lambda painter, *rest: drawn.append(painter))
    qtbot.waitUntil(lambda: timeline.painted > 0)
    timeline.painted = 0
    timeline.show_curve(curve([0.5] * 40))
    qtbot.waitUntil(lambda: timeline.painted == 632)
    assert len(drawn) == 1
    for second in (1.0, 2.0, 2.04, 2.08):
        timeline.painted = 0
        timeline.show_position(second)
        qtbot.waitUntil(lambda: timeline.painted > 0)
        assert timeline.painted < 40
    assert len(drawn) == 1


def test_the_hill_is_high_where_the_video_matches(timeline: Timeline) -> None:
    ground = colour(timeline, 30.0)
    timeline.show_position(0.0)
    timeline.show_curve(curve([1.0 if 18 <= number < 22 else 0.0 for number in range(40)]))
    assert colour(timeline, 30.0) != ground
    assert colour(timeline, 15.0) == ground
    timeline.show_curve(None)
    assert colour(timeline, 30.0) == ground


def test_only_channels_that_find_something_have_a_lane(timeline: Timeline) -> None:
    timeline.show_curve(curve([0.5] * 40))
    alone = image(timeline)
    timeline.show_curve(curve([0.5] * 40, speech=[0.0] * 40))
    assert image(timeline) == alone
    timeline.show_curve(curve([0.5] * 40, speech=[0.0] * 39 + [0.1]))
    assert image(timeline) != alone


def test_there_is_more_room_for_more_than_two_lanes(timeline: Timeline) -> None:
    heights = []
    for others in ({}, {"speech": [0.5] * 40}, {"speech": [0.5] * 40, "screen": [0.5] * 40}):
        timeline.show_curve(curve([0.5] * 40, **others))
        heights.append(timeline.sizeHint().height())
    assert heights[0] == heights[1] < heights[2]
    timeline.show_curve(None)
    assert timeline.sizeHint().height() == heights[0]


def test_results_are_marked_and_the_current_one_more_strongly(timeline: Timeline) -> None:
    ground = colour(timeline, 30.0, BARS)
    first, second = Span(10.0, 14.0), Span(28.0, 33.0)
    timeline.show_moments([first, second], second)
    accent = timeline.palette().accent().color()
    assert colour(timeline, 30.0, BARS) == accent
    assert colour(timeline, 12.0, BARS) not in (ground, accent)
    assert colour(timeline, 20.0, BARS) == ground
    assert colour(timeline, 30.0) != colour(timeline, 12.0)
    timeline.show_moments([], None)
    assert colour(timeline, 30.0, BARS) == ground


def test_the_shortest_result_of_the_longest_video_can_be_seen(timeline: Timeline) -> None:
    timeline.show_duration(43_200.0)
    ground = colour(timeline, 43_199.0, BARS)
    timeline.show_moments([Span(43_198.5, 43_200.0)], None)
    assert image(timeline).pixelColor(16 + 598, BARS) != ground


def test_what_lies_outside_of_the_stretch_is_dimmed(timeline: Timeline) -> None:
    timeline.show_curve(curve([1.0] * 40))
    bright = colour(timeline, 30.0)
    timeline.show_stretch(Stretch(20.0, 40.0))
    assert colour(timeline, 30.0) == bright
    assert colour(timeline, 10.0) == colour(timeline, 50.0) != bright


def test_what_was_watched_is_a_thin_line(timeline: Timeline) -> None:
    ground = colour(timeline, 30.0, LINE)
    timeline.show_watched([Span(10.0, 20.0)])
    assert colour(timeline, 15.0, LINE) != ground
    assert colour(timeline, 30.0, LINE) == ground


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_playhead_stands_out(timeline: Timeline, dark: bool) -> None:
    timeline.setPalette(palette_for(dark))
    timeline.show_position(30.0)
    difference = colour(timeline, 30.0).lightness() - colour(timeline, 31.0).lightness()
    assert abs(difference) > 100


def test_keyboard_focus_is_shown_and_that_of_the_mouse_is_not(timeline: Timeline) -> None:
    plain = image(timeline)
    QApplication.sendEvent(timeline, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert image(timeline) != plain
    QApplication.sendEvent(timeline, QFocusEvent(QEvent.Type.FocusOut))
    assert image(timeline) == plain
    QApplication.sendEvent(timeline, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason))
    assert image(timeline) == plain


@pytest.mark.parametrize("duration", [0.0, 0.04, 0.5, 60.0, 43_200.0])
def test_any_video_is_painted_at_any_width_and_zoom(timeline: Timeline, duration: float) -> None:
    timeline.show_duration(duration)
    timeline.show_curve(curve([0.5] * max(1, int(duration / 1.5))))
    timeline.show_stretch(Stretch(duration / 4, duration / 2))
    timeline.show_moments([Span(0.0, duration)], Span(duration, duration))
    for width, notches in product((40, 200, 1400), (0, 4, 40, -60)):
        timeline.resize(width, 84)
        turn_wheel(timeline, duration / 3, notches, ctrl=True)
        timeline.show_position(duration)
        assert not image(timeline).isNull()
