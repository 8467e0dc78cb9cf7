"""Where the picture becomes another."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.scenes import scenes, windows
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.services.describing.find_shots import LONGEST, MOST, SHORTEST, find_shots


def lengths(shots: np.ndarray, spans: list[Span]) -> list[float]:
    return np.diff([*(spans[number].start for number in shots), spans[-1].end]).tolist()


def test_a_shot_begins_where_something_else_is_shown() -> None:
    assert find_shots(scenes(4, 6, 5), windows(15)).tolist() == [0, 4, 10]


def test_a_picture_that_stands_still_is_one_shot() -> None:
    assert find_shots(scenes(10, noise=0.0), windows(10)).tolist() == [0]


def test_one_window_is_one_shot() -> None:
    assert find_shots(scenes(1), windows(1)).tolist() == [0]
    assert find_shots(scenes(1), [Span(0.0, 0.0)]).tolist() == [0]


def test_what_goes_on_for_long_is_divided_evenly() -> None:
    found = lengths(find_shots(scenes(32), windows(32)), windows(32))
    assert found == [15.0, 16.5, 16.5]


def test_no_shot_is_longer_than_one_may_be_and_few_are_shorter_than_they_should() -> None:
    random = np.random.default_rng(3)
    spans = windows(600)
    found = lengths(find_shots(scenes(*random.integers(2, 30, 60).tolist())[:600], spans), spans)
    assert sum(found) == pytest.approx(spans[-1].end)
    assert max(found) <= LONGEST + WINDOW_SECONDS
    assert min(found) >= SHORTEST


def test_the_deepest_cut_stays_where_two_are_too_near_each_other() -> None:
    vectors = scenes(5, 1, 5, noise=0.0)
    vectors[5] = (vectors[0] + 0.5 * vectors[10]) / np.linalg.norm(vectors[0] + 0.5 * vectors[10])
    assert find_shots(vectors, windows(11)).tolist() == [0, 6]


def test_long_windows_of_a_first_look_are_shots_of_their_own_at_most() -> None:
    spans = windows(5, seconds=50.0)
    assert find_shots(scenes(5), spans).tolist() == [0, 1, 2, 3, 4]


def test_hours_of_restless_pictures_have_a_bounded_number_of_shots() -> None:
    vectors = scenes(10_000, noise=5.0)
    assert len(find_shots(vectors, windows(10_000))) <= 2 * MOST
