"""Which second is where: exact, there and back, however the timeline is zoomed and scrolled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.ui.player.scale import Scale

durations = st.floats(0.04, 86_400)
widths = st.floats(50, 4000)
parts = st.floats(0, 1)
moves = st.lists(st.tuples(st.floats(0.1, 10), parts, st.floats(-5000, 5000)), max_size=8)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Scales as a person may leave them."""
    scale = Scale.whole(draw(durations), 16, draw(widths))
    for factor, part, points in draw(moves):
        scale = scale.zoomed(factor, scale.left + part * scale.width).scrolled(points)
    return scale


@given(scales(), parts)
def test_a_point_and_its_second_belong_together(scale: Scale, part: float) -> None:
    x = scale.left + part * scale.width
    assert scale.x_of(scale.second_at(x)) == pytest.approx(x, abs=1e-3)
    second = scale.start + part * scale.length
    assert scale.second_at(scale.x_of(second)) == pytest.approx(second, abs=1e-6)


@given(scales())
def test_only_the_video_is_shown(scale: Scale) -> None:
    assert scale.start >= 0
    assert scale.end <= scale.duration * (1 + 1e-9)
    assert 0 < scale.length <= scale.duration


@given(scales(), st.floats(1, 10), parts)
def test_zooming_in_keeps_the_second_under_the_pointer(scale: Scale, factor: float, part: float) -> None:
    x = scale.left + part * scale.width
    assert scale.zoomed(factor, x).second_at(x) == pytest.approx(scale.second_at(x), abs=1e-6 * scale.duration)


@given(scales(), parts)
def test_zooming_out_far_enough_shows_everything(scale: Scale, part: float) -> None:
    assert scale.zoomed(1e-6, scale.left + part * scale.width).is_whole


@given(scales(), widths)
def test_another_width_shows_the_same(scale: Scale, width: float) -> None:
    other = scale.on(0, width)
    assert (other.start, other.end) == (scale.start, scale.end)
    assert other.second_at(width) == pytest.approx(min(scale.end, scale.duration))


def test_beyond_the_ends_is_the_end() -> None:
    scale = Scale.whole(10, 16, 100)
    assert (scale.second_at(-50), scale.second_at(500)) == (0, 10)


def test_single_frames_of_a_long_video_can_be_told_apart() -> None:
    scale = Scale.whole(12 * 3600, 16, 800).zoomed(1e9, 400)
    assert scale.x_of(scale.start + 1 / 60) - scale.x_of(scale.start) > 20


@pytest.mark.parametrize("duration", [0.0, -1.0])
def test_a_video_without_length_is_no_trouble(duration: float) -> None:
    scale = Scale.whole(duration, 16, 0).zoomed(2, 50).scrolled(10)
    assert scale.second_at(40) == 0
    assert scale.x_of(3) == 16
    assert scale.is_whole
