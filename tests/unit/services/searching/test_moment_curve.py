"""Score curves: what is averaged, and over what."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.curves import noise, windows, windows_with_gaps
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.searching.moment_curve import number_runs, smooth

SEEDS = st.integers(0, 2**32 - 1)

# Smoothing


@given(count=st.integers(1, 30), level=st.floats(-5, 5))
def test_smoothing_leaves_a_level_curve_as_it_is_up_to_its_edges(count: int, level: float) -> None:
    np.testing.assert_allclose(smooth(np.full(count, level), windows(count)), level, atol=1e-5)


@given(count=st.integers(1, 60), seed=SEEDS)
def test_smoothing_stays_within_the_scores(count: int, seed: int) -> None:
    scores = noise(count, seed)
    smoothed = smooth(scores, windows(count))
    assert smoothed.dtype == np.float32
    assert smoothed.shape == (count,)
    assert scores.min() - 1e-5 <= smoothed.min() <= smoothed.max() <= scores.max() + 1e-5


def test_smoothing_weighs_neighbours_as_a_gaussian_does() -> None:
    scores = np.zeros(13)
    scores[6] = 1.0
    smoothed = smooth(scores, windows(13))
    np.testing.assert_allclose(smoothed[[5, 4, 3]] / smoothed[6], np.exp([-0.5, -2.0, -4.5]), rtol=1e-5)
    np.testing.assert_allclose(smoothed, smoothed[::-1])


def test_smoothing_of_nothing_is_nothing() -> None:
    assert smooth(np.empty(0), []).shape == (0,)


def test_nothing_is_averaged_over_a_gap() -> None:
    scores = np.array([1, 1, 1, 0, 0, 0], dtype=np.float32)
    np.testing.assert_array_equal(smooth(scores, windows_with_gaps([3, 3])), scores)
    assert smooth(scores, windows(6))[2] < 1


# Runs


def runs_of(spans: list[Span], videos: list[int] | None = None) -> list[int]:
    edges = (np.array([getattr(span, edge) for span in spans]) for edge in ("start", "end"))
    return number_runs(np.array(videos or [0] * len(spans)), *edges).tolist()


@given(lengths=st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_runs_end_at_gaps_and_nowhere_else(lengths: list[int]) -> None:
    numbers = [number for number, length in enumerate(lengths) for _ in range(length)]
    assert runs_of(windows_with_gaps(lengths)) == numbers


def test_rounding_of_times_makes_no_gap() -> None:
    assert runs_of([Span(0, 0.1 + 0.2), Span(0.3, 0.6)]) == [0, 0]


def test_a_run_ends_with_its_video() -> None:
    assert runs_of([Span(0, 1), Span(1, 2)], [4, 5]) == [0, 1]


def test_no_windows_make_no_runs() -> None:
    assert runs_of([]) == []
