"""Wishes for exact frames: the latest wins, none is lost that counts, and there is never a queue of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from videobert_desktop.domain.errors import UserError
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.player.exact_frames import ExactFrames, Shot

GONE = UserError("It is gone.", path=Path("/films/a.mp4"))


class FakeSource:
    """A hundred frames, ten a second, whose blue tells their number.

    Attributes:
        visits: Each second that was asked for, with the steps from it.
    """

    def __init__(self) -> None:
        self.info = SimpleNamespace(duration=10.0)
        self.visits: list[tuple[float, int]] = []
        self.closed = False
        self.error: Exception | None = None

    def at(self, second: float, *, alive: Callable[[], None]) -> SimpleNamespace:
        return self.beside(second, 0, alive=alive)

    def beside(self, second: float, frames: int, *, alive: Callable[[], None], moving: bool = False) -> SimpleNamespace:
        self.check()
        alive()
        self.visits.append((second, frames))
        number = min(max(int(second * 10 + 1e-6) + frames, 0), 99)
        pixels = np.full((2, 4, 4), (number, 0, 0, 255), np.uint8)
        return SimpleNamespace(time=number / 10, end=(number + 1) / 10, last=number == 99, pixels=pixels)

    def check(self) -> None:
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        self.closed = True


class Audience(QObject):
    """Writes down what is told."""

    def __init__(self, frames: ExactFrames) -> None:
        super().__init__()
        self.shots: list[Shot] = []
        self.errors: list[object] = []
        self.opened: list[object] = []
        frames.opened.connect(self.on_opened)
        frames.shown.connect(self.on_shown)
        frames.failed.connect(self.on_failed)

    @property
    def seconds(self) -> list[float]:
        return [shot.time for shot in self.shots]

    @Slot(object)
    def on_opened(self, info: object) -> None:
        self.opened.append(info)

    @Slot(object)
    def on_shown(self, shot: Shot) -> None:
        self.shots.append(shot)

    @Slot(object)
    def on_failed(self, error: object) -> None:
        self.errors.append(error)


class Opener:
    """Opens fake sources.

    Attributes:
        sources: Those it opened.
        error: What it raises instead.
    """

    def __init__(self) -> None:
        self.sources: list[FakeSource] = []
        self.error: Exception | None = None

    def open_frames(self, path: Path) -> FakeSource:
        if self.error is not None:
            raise self.error
        self.sources.append(FakeSource())
        return self.sources[-1]


@pytest.fixture
def lane(qtbot: QtBot) -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def opener() -> Opener:
    return Opener()


@pytest.fixture
def frames(opener: Opener, lane: InlineRunner) -> ExactFrames:
    """One that has a file open."""
    frames = ExactFrames(opener, lane)  # type: ignore[arg-type]
    frames.open(Path("/films/a.mp4"), 1.0)
    lane.run_all()
    return frames


@pytest.fixture
def audience(frames: ExactFrames) -> Audience:
    return Audience(frames)


def test_opening_tells_what_is_known_and_shows_the_first_picture(opener: Opener, lane: InlineRunner) -> None:
    frames = ExactFrames(opener, lane)  # type: ignore[arg-type]
    audience = Audience(frames)
    frames.open(Path("/films/a.mp4"), 4.25)
    lane.run_all()
    assert audience.opened == [opener.sources[0].info]
    assert audience.seconds == [4.2]
    assert audience.shots[0].image.pixelColor(3, 1).blue() == 42


def test_while_one_frame_is_fetched_only_the_latest_wish_is_kept(
    opener: Opener, frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    for tenth in range(20, 60):
        frames.show(tenth / 10)
    lane.run_all()
    assert opener.sources[0].visits[1:] == [(2.0, 0), (5.9, 0)]
    assert audience.seconds == [2.0, 5.9]


def test_every_step_counts_however_quickly_they_come(
    frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    for _ in range(7):
        frames.step(1.0, 1)
    lane.run_all()
    assert audience.seconds[-1] == 1.7
    frames.show(3.0)
    frames.step(1.7, 1)
    frames.step(1.7, -3)
    lane.run_all()
    assert audience.seconds[-1] == 2.8


def test_a_step_after_a_wish_that_waits_is_a_step_from_there(
    frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    frames.show(2.0)
    frames.show(6.0)
    frames.step(1.0, -1)
    lane.run_all()
    assert audience.seconds == [2.0, 5.9]


def test_what_is_not_wanted_any_more_is_not_shown(frames: ExactFrames, audience: Audience, lane: InlineRunner) -> None:
    frames.show(2.0)
    frames.show(3.0)
    frames.forget()
    frames.show(4.0)
    lane.run_all()
    assert audience.seconds == [4.0]


def test_closing_lets_go_of_the_file_and_shows_nothing_more(
    opener: Opener, frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    frames.show(2.0)
    frames.show(3.0)
    frames.close()
    lane.run_all()
    assert audience.shots == []
    assert opener.sources[0].closed
    frames.show(4.0)
    lane.run_all()
    assert audience.shots == []


def test_another_file_takes_the_place_of_the_one_before(
    opener: Opener, frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    frames.show(5.0)
    frames.open(Path("/films/b.mp4"), 2.0)
    lane.run_all()
    assert audience.seconds == [2.0]
    assert [source.closed for source in opener.sources] == [True, False]


def test_trouble_is_told_once_and_with_it_all_wishes_are_gone(
    opener: Opener, frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    opener.sources[0].error = GONE
    frames.show(2.0)
    frames.show(3.0)
    lane.run_all()
    assert audience.errors == [GONE]
    assert audience.shots == []


def test_a_look_after_the_file_tells_only_of_trouble(
    opener: Opener, frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    frames.check()
    frames.check()
    lane.run_all()
    assert (audience.errors, audience.shots) == ([], [])
    opener.sources[0].error = GONE
    frames.check()
    lane.run_all()
    assert audience.errors == [GONE]


def test_a_file_that_cannot_be_opened_is_told(opener: Opener, lane: InlineRunner) -> None:
    frames = ExactFrames(opener, lane)  # type: ignore[arg-type]
    audience = Audience(frames)
    opener.error = GONE
    frames.open(Path("/films/a.mp4"), 0.0)
    lane.run_all()
    assert (audience.errors, audience.opened) == ([GONE], [])
    frames.close()
    lane.run_all()


def test_a_lane_that_is_stopped_is_asked_for_nothing(
    frames: ExactFrames, audience: Audience, lane: InlineRunner
) -> None:
    lane.stop()
    frames.show(2.0)
    frames.check()
    frames.close()
    frames.open(Path("/films/b.mp4"), 0.0)
    assert audience.shots == []
