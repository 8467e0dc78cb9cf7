"""The painted numbers that other tests rely on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.frame_code import LARGEST_NUMBER, paint_number, read_number

numbers = st.integers(0, LARGEST_NUMBER)


@given(numbers, st.sampled_from([(128, 96), (96, 128), (64, 64), (320, 180)]))
def test_a_painted_number_is_read_back(number, size):
    assert read_number(paint_number(number, *size)) == number


@given(numbers, st.integers(0, 2**32 - 1))
def test_noise_does_not_change_it(number, seed):
    noise = np.random.default_rng(seed).integers(-30, 30, (96, 128, 3))
    noisy = np.clip(paint_number(number).astype(int) + noise, 0, 255).astype(np.uint8)
    assert read_number(noisy) == number


def test_a_grey_picture_shows_no_number():
    with pytest.raises(ValueError, match="no number"):
        read_number(np.full((64, 64, 3), 128, np.uint8))


def test_a_turned_number_is_not_taken_for_the_same():
    upright = paint_number(21, 96, 96)
    for turns in (1, 2, 3):
        try:
            assert read_number(np.rot90(upright, turns)) != 21
        except ValueError:
            continue


def test_a_number_too_large_is_refused():
    with pytest.raises(ValueError, match="no room"):
        paint_number(LARGEST_NUMBER + 1)
