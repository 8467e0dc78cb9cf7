"""Blocks of sound are put in their place, which is told in thousandths of a second."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.media.audio_timeline import Timeline

RATE = 1000


def placed(*blocks: tuple[int | None, int], begin: int = 0, rate: int = RATE) -> list[float]:
    """What becomes of blocks that begin somewhere and are so long: the value of each sample is its block's number."""
    timeline = Timeline(begin, rate)
    samples: list[float] = []
    for number, (position, length) in enumerate(blocks, 1):
        positions = [] if position is None else [position]
        for piece in timeline.place(positions, np.full(length, number, np.float32)):
            samples += piece.tolist()
    return samples


def test_blocks_that_follow_each_other_are_one_signal():
    assert placed((0, 3), (3, 2)) == [1, 1, 1, 2, 2]


def test_a_gap_is_filled_with_silence():
    assert placed((0, 2), (102, 2)) == [1, 1, *[0] * 100, 2, 2]


def test_an_overlap_is_cut_off_the_later_block():
    assert placed((0, 200), (100, 150)) == [*[1] * 200, *[2] * 50]


def test_a_block_within_what_was_given_is_left_out_altogether():
    assert placed((0, 400), (100, 100), (200, 300)) == [*[1] * 400, *[3] * 100]


@pytest.mark.parametrize("error", [-49, 49])
def test_rounded_places_are_no_gaps(error):
    assert placed((0, 100), (100 + error, 100), (200, 100)) == [*[1] * 100, *[2] * 100, *[3] * 100]


def test_a_clock_that_runs_away_slowly_is_followed():
    blocks = [(number * 101, 100) for number in range(200)]
    samples = placed(*blocks)
    assert len(samples) == pytest.approx(200 * 101, abs=51)


def test_after_a_loss_a_place_is_taken_exactly():
    timeline = Timeline(0, RATE)
    list(timeline.place([0], np.ones(100, np.float32)))
    (silence, block) = timeline.place([120], np.ones(100, np.float32), joined=False)
    assert (len(silence), len(block)) == (20, 100)


def test_what_lies_before_the_beginning_is_cut():
    assert placed((-50, 100), (50, 10), begin=20) == [*[1] * 30, *[2] * 10]


def test_the_first_block_may_lie_any_way_before():
    assert placed((-100_000, 100_010)) == [1] * 10


@pytest.mark.parametrize("position", [-20_000, 4000 * RATE, None])
def test_a_place_that_is_impossible_or_unknown_is_that_after_the_block_before(position):
    assert placed((0, 20_000), (position, 2), (20_002, 1))[20_000:] == [2, 2, 3]


def test_of_two_places_that_are_possible_the_first_is_taken():
    timeline = Timeline(0, RATE)
    list(timeline.place([0], np.ones(10, np.float32)))
    list(timeline.place([-9000, 500, 10], np.ones(10, np.float32)))
    assert timeline.end == 510


def test_silence_comes_in_pieces_of_a_second_at_most():
    timeline = Timeline(0, RATE)
    assert max(len(piece) for piece in timeline.place([3_000_000], np.ones(1, np.float32))) == RATE


@given(st.lists(st.tuples(st.integers(-5000, 20_000), st.integers(0, 3000)), max_size=20), st.integers(0, 3000))
def test_whatever_comes_time_runs_on_without_a_break(blocks, begin):
    timeline = Timeline(begin, RATE)
    end = begin
    for position, length in blocks:
        for piece in timeline.place([position], np.ones(length, np.float32)):
            end += len(piece)
            assert len(piece)
        assert timeline.end == end
