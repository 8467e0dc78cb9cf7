"""How far a video was watched."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing, joined

spans = st.builds(lambda start, length: Span(start, start + length), st.floats(0, 100), st.floats(0, 20))


def viewing(position: float = 0.0, *watched: Span) -> Viewing:
    return Viewing(1, position, watched, datetime(2026, 5, 4, tzinfo=UTC))


@given(st.lists(spans))
def test_joined_stretches_are_in_order_and_apart_and_cover_the_same(stretches: list[Span]) -> None:
    result = joined(stretches)
    assert all(before.end < after.start for before, after in itertools.pairwise(result))
    assert all(any(one.start <= span.start and span.end <= one.end for one in result) for span in stretches)
    assert joined(result) == result


def test_stretches_that_all_but_touch_are_one_and_others_are_not() -> None:
    assert joined([Span(5, 7), Span(0, 4.9)]) == (Span(0, 7),)
    assert joined([Span(0, 4), Span(5, 7)]) == (Span(0, 4), Span(5, 7))


def test_how_much_was_watched_is_a_part_of_the_whole_and_never_more() -> None:
    assert viewing(0, Span(0, 10), Span(20, 30)).fraction_watched(100) == pytest.approx(0.2)
    assert viewing(0, Span(0, 101)).fraction_watched(100) == 1.0
    assert viewing(0, Span(0, 10)).fraction_watched(0.0) == 0.0


@pytest.mark.parametrize(
    ("position", "half_way", "finished"),
    [
        (0, False, False),
        (1.9, False, False),
        (2, True, False),
        (94.9, True, False),
        (95, False, True),
        (100, False, True),
    ],
)
def test_half_way_is_between_the_first_titles_and_the_credits(position: float, half_way: bool, finished: bool) -> None:
    assert viewing(position).is_half_way(100) == half_way
    assert viewing(position).is_finished(100) == finished


def test_a_video_of_unknown_length_is_half_way_wherever_it_was_left() -> None:
    assert viewing(5).is_half_way(0.0)
    assert not viewing(5).is_finished(0.0)
    assert not viewing(0).is_half_way(0.0)
