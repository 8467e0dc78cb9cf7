"""Playing frame by frame: each at its time, and those that would be late left out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from videobert_desktop.ui.player.exact_frames import Shot
from videobert_desktop.ui.player.frame_player import FramePlayer


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Wishes:
    """Stands for the frames: writes down which are wanted."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def show(self, second: float, *, moving: bool = False) -> None:
        self.seconds.append(round(second, 6))


class Audience(QObject):
    """Sees the frames that are shown."""

    def __init__(self, player: FramePlayer) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self.ends = 0
        player.pictured.connect(self.on_pictured)
        player.ended.connect(self.on_ended)

    @Slot(object)
    def on_pictured(self, shot: Shot) -> None:
        self.seconds.append(shot.time)

    @Slot()
    def on_ended(self) -> None:
        self.ends += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wishes() -> Wishes:
    return Wishes()


@pytest.fixture
def player(qtbot: QtBot, wishes: Wishes, clock: Clock) -> FramePlayer:
    return FramePlayer(wishes, clock=clock)  # type: ignore[arg-type]


@pytest.fixture
def audience(player: FramePlayer) -> Audience:
    return Audience(player)


def shot(second: float, end: float, *, last: bool = False, asked: float | None = None) -> Shot:
    return Shot(QImage(), second, end, last, second if asked is None else asked, moving=True)


def test_a_frame_whose_time_has_come_is_shown_and_the_next_is_fetched(
    qtbot: QtBot, player: FramePlayer, audience: Audience, wishes: Wishes
) -> None:
    player.play(2.0)
    player.take(shot(2.0, 2.04))
    qtbot.waitUntil(lambda: audience.seconds == [2.0])
    assert wishes.seconds == [2.0, 2.04]


def test_a_frame_that_comes_early_waits(qtbot: QtBot, player: FramePlayer, audience: Audience, clock: Clock) -> None:
    player.play(2.0)
    player.take(shot(2.05, 2.1, asked=2.0))
    assert audience.seconds == []
    assert player._due.remainingTime() > 0
    clock.now += 0.05
    qtbot.waitUntil(lambda: audience.seconds == [2.05])


def test_after_a_late_frame_those_between_are_left_out(
    qtbot: QtBot, player: FramePlayer, audience: Audience, wishes: Wishes, clock: Clock
) -> None:
    player.play(2.0)
    clock.now += 1.0
    player.take(shot(2.0, 2.04))
    qtbot.waitUntil(lambda: audience.seconds == [2.0])
    assert wishes.seconds == [2.0, 3.0]


def test_the_rate_makes_its_time_go_faster_from_then_on(player: FramePlayer, clock: Clock) -> None:
    player.play(2.0)
    clock.now += 1.0
    player.set_rate(3.0)
    assert player.second == 3.0
    clock.now += 1.0
    assert player.second == 6.0
    player.pause()
    clock.now += 1.0
    assert player.second == 6.0


def test_it_follows_the_sound_where_they_are_apart(player: FramePlayer, clock: Clock) -> None:
    player.play(2.0)
    player.follow(2.05)
    assert player.second == 2.0
    player.follow(2.4)
    assert player.second == 2.4


def test_after_the_last_frame_it_ends_when_that_has_lasted(
    qtbot: QtBot, player: FramePlayer, audience: Audience, wishes: Wishes
) -> None:
    player.play(2.0)
    player.take(shot(2.0, 2.02, last=True))
    with qtbot.waitSignal(player.ended):
        pass
    assert audience.seconds == [2.0]
    assert wishes.seconds == [2.0]


def test_what_was_fetched_before_a_seek_or_a_pause_is_not_shown(
    qtbot: QtBot, player: FramePlayer, audience: Audience, wishes: Wishes
) -> None:
    player.play(2.0)
    player.take(shot(2.0, 2.04))
    player.seek(7.0)
    player.take(shot(2.0, 2.04))
    player.take(shot(7.0, 7.04))
    qtbot.waitUntil(lambda: audience.seconds == [7.0])
    player.take(shot(7.04, 7.08))
    player.take(shot(2.04, 2.08))
    player.pause()
    player.take(shot(7.04, 7.08))
    qtbot.wait(60)
    assert audience.seconds == [7.0]
    assert wishes.seconds == [2.0, 7.0, 7.04]
