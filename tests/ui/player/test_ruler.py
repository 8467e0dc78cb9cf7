"""The ruler's ticks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.ui.player.ruler import tick_step, ticks
from videobert_desktop.ui.player.scale import Scale


@given(st.floats(0.5, 86_400.0), st.floats(200.0, 2000.0))
def test_labels_have_room_and_are_not_rare(duration: float, width: float) -> None:
    scale = Scale.whole(duration, 16, width)
    step, _ = tick_step(scale, 50)
    assert step / duration * width >= 50 or step == 86_400
    assert len(list(ticks(scale, step))) >= 1
    assert step / duration * width < 420  # one step of the table more than there must be


def test_ticks_are_the_round_times_that_are_shown() -> None:
    scale = Scale.whole(100, 0, 1000).zoomed(10, 500)
    assert [round(second, 6) for second in ticks(scale, 2)] == [46, 48, 50, 52, 54]


def test_both_ends_of_a_video_have_a_tick_if_they_are_round() -> None:
    assert list(ticks(Scale.whole(60, 0, 500), 20)) == [0, 20, 40, 60]
