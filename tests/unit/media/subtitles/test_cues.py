from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.media.subtitles.cues import Cue, segments_of


def made(*cues: tuple[float, float | None, str], **options: float) -> list[tuple[float, float, str]]:
    segments = segments_of([Cue(*cue) for cue in cues], **options)
    return [(segment.span.start, segment.span.end, segment.text) for segment in segments]


def test_good_cues_stay_as_they_are():
    cues = [(0.21, 4.26, "one"), (4.26, 8.35, "two"), (9.0, 10.0, "three")]
    assert made(*cues) == cues


def test_they_are_sorted():
    assert made((5, 6, "b"), (1, 9, "c"), (1, 2, "a")) == [(1, 2, "a"), (1, 9, "c"), (5, 6, "b")]


def test_overlapping_ones_are_kept():
    assert made((0, 5, "a"), (1, 3, "b")) == [(0, 5, "a"), (1, 3, "b")]


@pytest.mark.parametrize("end", [None, 10.0, 3.0, -1.0, math.nan, math.inf])
def test_without_a_good_end_a_cue_lasts_until_the_next_one_or_five_seconds(end):
    assert made((10, end, "a"), (12, 13, "b"))[0] == (10, 12, "a")
    assert made((10, end, "a"), (12, end, "b"), (30, 31, "c"))[1] == (12, 17, "b")


def test_two_that_begin_together_without_an_end_last_alike():
    assert made((10, None, "a"), (10, None, "b"), (12, 13, "c"))[:2] == [(10, 12, "a"), (10, 12, "b")]


def test_what_lies_before_zero_is_cut():
    assert made((-5, -1, "gone"), (-1, 2, "a"), (0, 1, "b")) == [(0, 1, "b"), (0, 2, "a")]


def test_times_are_shifted_before_they_are_cut():
    assert made((0.5, 1, "gone"), (2, 4, "a"), shift=-3.0) == [(0, 1, "a")]


def test_none_lasts_more_than_five_minutes():
    assert made((10, 99_999, "a")) == [(10, 310, "a")]


def test_what_begins_too_late_is_left_out():
    assert made((1, 2, "a"), (math.inf, math.inf, "x"), (math.nan, 2, "x"), (500, 501, "b"), latest=100) == [
        (1, 2, "a")
    ]


def test_empty_ones_are_left_out():
    assert made((1, 2, ""), (3, 4, "a")) == [(3, 4, "a")]


def test_exact_duplicates_are_one():
    assert made((1, 2, "a"), (1, 2, "b"), (1, 2, "a")) == [(1, 2, "a"), (1, 2, "b")]


def test_a_word_that_is_said_again_is_kept():
    assert made((1, 2, "No."), (2, 3, "No."), (5, 6, "No.")) == [(1, 2, "No."), (2, 3, "No."), (5, 6, "No.")]


def test_pieces_of_a_sign_that_moves_are_one():
    pieces = [(1 + number * 0.04, 1.04 + number * 0.04, "EXIT") for number in range(50)]
    assert made(*pieces, (1.5, 3.0, "said")) == [(1.0, pytest.approx(3.0), "EXIT"), (1.5, 3.0, "said")]


def test_captions_that_roll_have_every_line_once():
    cues = [
        (0.0, 2.0, "so this is"),
        (2.0, 2.01, "so this is"),
        (2.01, 4.0, "so this is\nhow it goes"),
        (4.0, 4.01, "how it goes"),
        (4.01, 6.0, "how it goes\nevery day"),
        (6.0, 6.01, "every day"),
        (6.01, 8.0, "every day\nof the week"),
    ]
    assert made(*cues) == [
        (0.0, 2.01, "so this is"),
        (2.01, 4.01, "how it goes"),
        (4.01, 6.01, "every day"),
        (6.01, 8.0, "of the week"),
    ]


def test_three_lines_may_roll():
    cues = [(0, 1, "a"), (1, 2, "a\nb"), (2, 3, "a\nb\nc"), (3, 4, "b\nc\nd"), (4, 5, "c\nd\ne")]
    assert [text for *_, text in made(*cues)] == ["a", "b", "c", "d", "e"]


def test_a_line_that_is_answered_with_itself_now_and_then_does_not_roll():
    cues = [(0, 1, "Who?"), (1, 2, "You."), (2, 3, "You.\nMe?"), (3, 4, "Yes."), (4, 5, "Well.")]
    assert made(*cues) == cues


@given(
    st.lists(
        st.tuples(
            st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf]),
            st.none() | st.floats(),
            st.sampled_from(["", "a", "b", "a\nb", "b\nc"]),
        ),
        max_size=30,
    )
)
def test_whatever_comes_segments_are_in_order_and_within_bounds(cues):
    segments = segments_of(Cue(*cue) for cue in cues)
    assert list(segments) == sorted(segments, key=lambda segment: segment.span.start)
    assert all(segment.text and 0 <= segment.span.start < math.inf for segment in segments)
