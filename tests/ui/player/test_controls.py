"""What the player does for each of its keys."""

from __future__ import annotations

import pytest

from tests.ui.player.fakes import BEACH, FakePlayback
from videobert_desktop.ui.player.controls import Controls
from videobert_desktop.ui.player.player_keys import PlayerAction as Action
from videobert_desktop.ui.player.stretch import Stretch


@pytest.fixture
def playback(qapp: object) -> FakePlayback:
    """A minute that stands at second 30."""
    made = FakePlayback()
    made.open(BEACH.path, start=30.0)
    return made


@pytest.fixture
def controls(playback: FakePlayback) -> Controls:
    return Controls(playback)


@pytest.mark.parametrize(
    ("action", "second"),
    [
        (Action.BACK, 29.0),
        (Action.FORWARD, 31.0),
        (Action.FAR_BACK, 20.0),
        (Action.FAR_FORWARD, 40.0),
        (Action.PREVIOUS_FRAME, 29.96),
        (Action.NEXT_FRAME, 30.04),
        (Action.TO_START, 0.0),
        (Action.TO_END, 60.0),
    ],
)
def test_moving(controls: Controls, playback: FakePlayback, action: Action, second: float) -> None:
    assert controls.do(action)
    assert playback.position == pytest.approx(second)


def test_moving_ends_at_the_ends(controls: Controls, playback: FakePlayback) -> None:
    for action in [Action.FAR_FORWARD] * 5 + [Action.FAR_BACK]:
        controls.do(action)
    assert playback.position == 50.0
    for _ in range(7):
        controls.do(Action.FAR_BACK)
    assert min(playback.seeks) == 0.0


def test_every_jump_is_told(controls: Controls) -> None:
    jumps: list[None] = []
    controls.jumped.connect(lambda: jumps.append(None))
    for action in (Action.BACK, Action.FAR_FORWARD, Action.NEXT_FRAME, Action.TO_END):
        controls.do(action)
    assert len(jumps) == 4


def test_faster_plays_and_then_plays_faster(controls: Controls, playback: FakePlayback) -> None:
    rates = []
    for _ in range(6):
        controls.do(Action.FASTER)
        rates.append(playback.rate)
    assert playback.playing
    assert rates == [1.0, 1.5, 2.0, 4.0, 4.0, 4.0]


def test_slower_comes_back_to_normal_speed_and_then_goes_back_in_the_video(
    controls: Controls, playback: FakePlayback
) -> None:
    playback.set_rate(4.0)
    rates = []
    for _ in range(3):
        controls.do(Action.SLOWER)
        rates.append(playback.rate)
    assert rates == [2.0, 1.5, 1.0]
    assert playback.seeks == []
    controls.do(Action.SLOWER)
    assert (playback.rate, playback.seeks) == (1.0, [29.0])


def test_normal_pauses_at_normal_speed(controls: Controls, playback: FakePlayback) -> None:
    playback.play()
    playback.set_rate(2.0)
    controls.do(Action.NORMAL)
    assert (playback.playing, playback.rate) == (False, 1.0)


def test_toggle_plays_and_pauses(controls: Controls, playback: FakePlayback) -> None:
    controls.do(Action.TOGGLE)
    assert playback.playing
    controls.do(Action.TOGGLE)
    assert not playback.playing


def test_in_and_out_points_are_where_the_player_is_and_can_be_gone_to(
    controls: Controls, playback: FakePlayback
) -> None:
    controls.do(Action.TO_IN)
    controls.do(Action.TO_OUT)
    assert playback.seeks == []
    controls.do(Action.SET_IN)
    playback.show_at(45.0)
    controls.do(Action.SET_OUT)
    assert controls.stretch == Stretch(30.0, 45.0)
    controls.do(Action.TO_IN)
    controls.do(Action.TO_OUT)
    assert playback.seeks == [30.0, 45.0]
    controls.do(Action.CLEAR_POINTS)
    assert controls.stretch == Stretch()


def test_the_next_video_has_no_stretch(controls: Controls) -> None:
    controls.do(Action.SET_IN)
    controls.begin()
    assert controls.stretch == Stretch()


def test_the_volume_stays_between_silence_and_everything(controls: Controls, playback: FakePlayback) -> None:
    controls.do(Action.LOUDER)
    assert playback.volume == 1.0
    for _ in range(30):
        controls.do(Action.QUIETER)
    assert playback.volume == 0.0
    controls.do(Action.LOUDER)
    assert playback.volume == pytest.approx(0.05)


def test_who_changes_the_volume_wants_to_hear_something(controls: Controls, playback: FakePlayback) -> None:
    controls.do(Action.MUTE)
    assert playback.muted
    controls.do(Action.QUIETER)
    assert not playback.muted
    controls.do(Action.MUTE)
    controls.do(Action.MUTE)
    assert not playback.muted


def test_subtitles_are_chosen_once_for_all_videos(controls: Controls, playback: FakePlayback) -> None:
    controls.do(Action.SUBTITLES)
    assert not controls.subtitles  # there are none
    playback.has_subtitles = True
    controls.do(Action.SUBTITLES)
    assert playback.subtitles
    playback.subtitles = False
    controls.begin()
    assert playback.subtitles
    controls.do(Action.SUBTITLES)
    assert not playback.subtitles


def test_what_is_not_about_playing_is_left_to_others(controls: Controls) -> None:
    assert not controls.do(Action.FULL_SCREEN)
    assert not controls.do(Action.COPY_FRAME)
