"""Instants, windows and units fit together without gaps, whatever the length of the video."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.timing import (
    SAMPLES_PER_SECOND,
    UNIT_SECONDS,
    WINDOW_SECONDS,
    WINDOWS_PER_UNIT,
    Span,
    sample_times,
    unit_number,
    unit_span,
    window_number,
    window_span,
)

durations = st.floats(min_value=0.0, max_value=20_000.0)
times = st.floats(min_value=0.0, max_value=200_000.0)
numbers = st.integers(min_value=0, max_value=100_000)


def test_a_unit_is_a_minute_of_forty_windows_of_three_samples() -> None:
    assert UNIT_SECONDS == 60.0 == WINDOWS_PER_UNIT * WINDOW_SECONDS
    assert WINDOW_SECONDS * SAMPLES_PER_SECOND == 3


@given(numbers)
def test_a_window_begins_where_the_last_one_ends(number: int) -> None:
    assert window_span(number, math.inf).end == window_span(number + 1, math.inf).start


@given(numbers)
def test_a_unit_begins_with_its_first_window(number: int) -> None:
    assert unit_span(number, math.inf).start == window_span(number * WINDOWS_PER_UNIT, math.inf).start


@given(times)
def test_an_instant_lies_in_its_window_and_its_unit(time: float) -> None:
    for span in (window_span(window_number(time), math.inf), unit_span(unit_number(time), math.inf)):
        assert span.start - 1e-5 <= time < span.end


@given(numbers)
def test_the_beginning_of_a_window_belongs_to_it_though_it_was_rounded(number: int) -> None:
    start = number * WINDOW_SECONDS
    assert window_number(start - 1e-7) == window_number(start) == number


@given(numbers, durations)
def test_no_span_goes_beyond_the_end_of_the_video(number: int, duration: float) -> None:
    for span in (window_span(number, duration), unit_span(number, duration)):
        assert span.duration >= 0.0
        assert span.end <= max(span.start, duration)


@given(durations)
def test_samples_are_half_a_second_apart_from_the_first_frame_on(duration: float) -> None:
    instants = list(sample_times(0.0, min(duration, 500.0)))
    assert instants == [number / SAMPLES_PER_SECOND for number in range(len(instants))]
    assert all(instant < duration for instant in instants)


@given(st.integers(0, 400), st.integers(0, 400))
def test_samples_of_two_halves_are_the_samples_of_the_whole(first: int, second: int) -> None:
    middle, end = first / SAMPLES_PER_SECOND, (first + second) / SAMPLES_PER_SECOND
    assert [*sample_times(0.0, middle), *sample_times(middle, end)] == list(sample_times(0.0, end))


@given(st.integers(1, 300))
def test_every_window_gets_three_samples(windows: int) -> None:
    counted = [window_number(time) for time in sample_times(0.0, windows * WINDOW_SECONDS)]
    assert counted == [number for number in range(windows) for _ in range(3)]


@pytest.mark.parametrize(("start", "end"), [(2.0, 1.0), (math.nan, 1.0), (0.0, math.nan), (0.0, math.inf)])
def test_what_is_no_span_is_refused(start: float, end: float) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert Span(0.0, 2.0).overlaps(Span(1.0, 3.0))
    assert Span(1.0, 3.0).overlaps(Span(0.0, 2.0))
    assert not Span(0.0, 1.0).overlaps(Span(1.0, 2.0))
