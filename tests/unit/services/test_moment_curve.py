"""From score curves to moments."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.services.moment_curve import MAX_WINDOWS, CurveMoment, adjacent_runs, find_moments, smooth

SEEDS = st.integers(0, 2**32 - 1)


def windows(count: int, start: float = 0.0) -> list[Span]:
    """`count` windows without a gap, from `start` on."""
    edges = [start + number * WINDOW_SECONDS for number in range(count + 1)]
    return [Span(a, b) for a, b in itertools.pairwise(edges)]


def windows_with_gaps(lengths: list[int]) -> list[Span]:
    """Runs of windows of these lengths, one window missing between two runs."""
    starts = np.cumsum([0, *(length + 1 for length in lengths[:-1])]) * WINDOW_SECONDS
    return [span for length, start in zip(lengths, starts, strict=True) for span in windows(length, float(start))]


def noise(count: int, seed: int, scale: float = 1.0) -> NDArray[np.float32]:
    return (scale * np.random.default_rng(seed).normal(size=count)).astype(np.float32)


def extents(moments: list[CurveMoment]) -> list[tuple[int, int]]:
    """The moments as ranges of window numbers, for windows from 0 s on."""
    return [(round(m.span.start / WINDOW_SECONDS), round(m.span.end / WINDOW_SECONDS)) for m in moments]


def peak_of(moment: CurveMoment, spans: list[Span]) -> int:
    """The number of the window that the moment's peak is in."""
    return next(number for number, span in enumerate(spans) if span.start < moment.peak < span.end)


# Smoothing


@given(count=st.integers(1, 30), level=st.floats(-5, 5), sigma=st.floats(0.3, 4))
def test_smoothing_leaves_a_level_curve_as_it_is_up_to_its_edges(count: int, level: float, sigma: float) -> None:
    np.testing.assert_allclose(smooth(np.full(count, level), sigma=sigma), level, atol=1e-5)


@given(count=st.integers(1, 60), seed=SEEDS)
def test_smoothing_stays_within_the_scores(count: int, seed: int) -> None:
    scores = noise(count, seed)
    smoothed = smooth(scores)
    assert smoothed.dtype == np.float32
    assert smoothed.shape == (count,)
    assert scores.min() - 1e-5 <= smoothed.min() <= smoothed.max() <= scores.max() + 1e-5


def test_smoothing_weighs_neighbours_as_a_gaussian_does() -> None:
    scores = np.zeros(13)
    scores[6] = 1.0
    smoothed = smooth(scores, sigma=1.0)
    np.testing.assert_allclose(smoothed[[5, 4, 3]] / smoothed[6], np.exp([-0.5, -2.0, -4.5]), rtol=1e-5)
    np.testing.assert_allclose(smoothed, smoothed[::-1])


def test_smoothing_of_nothing_is_nothing() -> None:
    assert smooth(np.empty(0)).shape == (0,)


def test_nothing_is_averaged_over_a_gap() -> None:
    scores = np.array([1, 1, 1, 0, 0, 0], dtype=np.float32)
    np.testing.assert_array_equal(smooth(scores, windows_with_gaps([3, 3])), scores)
    assert smooth(scores)[2] < 1


# Runs


@given(lengths=st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_runs_end_at_gaps_and_nowhere_else(lengths: list[int]) -> None:
    runs = adjacent_runs(windows_with_gaps(lengths))
    assert [len(run) for run in runs] == lengths
    assert [number for run in runs for number in run] == list(range(sum(lengths)))


def test_rounding_of_times_makes_no_gap() -> None:
    assert adjacent_runs([Span(0, 0.1 + 0.2), Span(0.3, 0.6)]) == [range(2)]


# Moments: what always holds


@settings(max_examples=80, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    seed=SEEDS,
    baseline=st.floats(-1, 1.5),
    limit=st.integers(1, 8),
    max_windows=st.integers(1, 12),
)
def test_moments_keep_their_promises_on_any_curve(
    lengths: list[int], seed: int, baseline: float, limit: int, max_windows: int
) -> None:
    spans = windows_with_gaps(lengths)
    scores = noise(len(spans), seed)
    smoothed = smooth(scores, spans)
    moments = find_moments(scores, spans, baseline, limit, max_windows=max_windows)

    assert 1 <= len(moments) <= limit
    heights = [smoothed[peak_of(moment, spans)] for moment in moments]
    assert max(heights) == smoothed.max()
    assert all(height >= baseline for height in sorted(heights)[:-1])
    assert [m.score for m in moments] == sorted((m.score for m in moments), reverse=True)
    assert not any(a.span.overlaps(b.span) for a, b in itertools.combinations(moments, 2))
    for moment in moments:
        inside = [number for number, span in enumerate(spans) if span.overlaps(moment.span)]
        assert moment.span == Span(spans[inside[0]].start, spans[inside[-1]].end)
        assert len(inside) <= max_windows
        assert moment.span.duration == pytest.approx(len(inside) * WINDOW_SECONDS)  # no gap bridged
        assert moment.span.start < moment.peak < moment.span.end
        assert peak_of(moment, spans) in inside


@settings(max_examples=60, deadline=None)
@given(count=st.integers(1, 120), seed=SEEDS, baseline=st.floats(-1, 1))
def test_a_moments_score_is_half_way_between_its_peak_and_its_mean(count: int, seed: int, baseline: float) -> None:
    scores = noise(count, seed)
    smoothed = smooth(scores)
    for moment in find_moments(scores, windows(count), baseline, 5):
        (start, stop), peak = extents([moment])[0], smoothed[peak_of(moment, windows(count))]
        assert moment.score == pytest.approx((peak + scores[start:stop].mean()) / 2)


def test_of_two_stretches_of_one_height_the_steady_one_comes_first() -> None:
    flickering = [0.0, 1.0, 0.4, 1.0, 0.4, 1.0, 0.0]
    steady = [0.0, 0.8, 0.8, 0.8, 0.8, 0.8, 0.0]
    scores = np.array([*flickering, *[0.0] * 10, *steady], dtype=np.float32)
    first = find_moments(scores, windows(len(scores)), 0.0, 2)[0]
    assert first.span.start >= 17 * WINDOW_SECONDS


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 80), seed=SEEDS, shift=st.floats(-10, 10), scale=st.floats(0.1, 10))
def test_the_scores_scale_and_zero_do_not_matter(count: int, seed: int, shift: float, scale: float) -> None:
    scores = noise(count, seed).astype(np.float64)
    plain = find_moments(scores, windows(count), 0.3, 5)
    changed = find_moments(scores * scale + shift, windows(count), 0.3 * scale + shift, 5)
    assert extents(changed) == extents(plain)
    assert [m.score for m in changed] == pytest.approx([m.score * scale + shift for m in plain], abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 80), seed=SEEDS)
def test_a_reversed_video_has_the_mirrored_moments(count: int, seed: int) -> None:
    scores = noise(count, seed)
    mirrored = extents(find_moments(scores[::-1], windows(count), 0.3, 5))
    assert [(count - stop, count - start) for start, stop in mirrored] == extents(
        find_moments(scores, windows(count), 0.3, 5)
    )


@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(1, 40), min_size=2, max_size=4), seed=SEEDS, data=st.data())
def test_parts_between_gaps_may_come_in_any_order(lengths: list[int], seed: int, data: st.DataObject) -> None:
    scores = noise(sum(lengths), seed)
    parts = np.split(scores, np.cumsum(lengths)[:-1])
    order = data.draw(st.permutations(range(len(lengths))))
    moments = find_moments(scores, windows_with_gaps(lengths), 0.3, 6)
    moved = find_moments(
        np.concatenate([parts[number] for number in order]), windows_with_gaps([lengths[n] for n in order]), 0.3, 6
    )
    described = [[(m.score, round(m.span.duration, 6)) for m in found] for found in (moments, moved)]
    assert described[0] == described[1]


# Moments: what they find


@settings(max_examples=60, deadline=None)
@given(
    stretches=st.lists(st.tuples(st.integers(5, 30), st.integers(3, 20)), min_size=1, max_size=4),
    tail=st.integers(5, 60),
    seed=SEEDS,
)
def test_planted_stretches_are_found_to_the_window(stretches: list[tuple[int, int]], tail: int, seed: int) -> None:
    planted, levels = [], []
    for number, (gap, length) in enumerate(stretches):
        planted.append((len(levels) + gap, len(levels) + gap + length))
        levels += [0.0] * gap + [1.0 + 0.1 * number] * length
    levels += [0.0] * tail
    scores = np.array(levels) + noise(len(levels), seed, 0.02)
    moments = find_moments(scores, windows(len(levels)), 0.3, len(planted))
    assert sorted(extents(moments)) == planted


def test_a_short_dip_does_not_split_a_moment_and_a_long_one_does() -> None:
    for dip, expected in ((2, [(10, 24)]), (3, [(10, 16), (19, 25)])):
        scores = np.array([0.0] * 10 + [1.0] * 6 + [0.0] * dip + [1.0] * 6 + [0.0] * 30)
        assert sorted(extents(find_moments(scores, windows(len(scores)), 0.2, 2))) == expected


def test_a_slope_beside_a_moment_is_not_another_moment() -> None:
    scores = np.exp(-0.5 * ((np.arange(60) - 30) / 6) ** 2)
    assert len(find_moments(scores, windows(60), 0.02, 5)) == 1


def test_a_clip_that_matches_from_end_to_end_is_one_moment() -> None:
    assert extents(find_moments(np.full(12, 0.5), windows(12), 0.1, 5)) == [(0, 12)]


def test_the_part_that_matches_better_is_told_from_the_rest_of_its_clip() -> None:
    scores = np.array([0.3] * 5 + [0.5] * 5)
    assert extents(find_moments(scores, windows(10), 0.1, 1)) == [(5, 10)]


def test_a_moment_has_no_more_than_the_longest_length() -> None:
    moments = find_moments(np.full(100, 0.5), windows(100), 0.1, 1)
    assert moments[0].span.duration == MAX_WINDOWS * WINDOW_SECONDS


def test_a_long_moment_does_not_outrank_a_better_short_one() -> None:
    scores = np.array([0.0] * 10 + [0.8] * 30 + [0.0] * 10 + [1.0] * 5 + [0.0] * 10)
    assert extents(find_moments(scores, windows(65), 0.1, 2)) == [(50, 55), (10, 40)]


def test_a_gap_divides_a_stretch_into_two_moments() -> None:
    scores = np.array([0.0] * 8 + [1.0] * 8 + [0.0] * 8)
    spans = windows_with_gaps([12, 12])
    moments = find_moments(scores, spans, 0.2, 5)
    assert {m.span for m in moments} == {Span(spans[8].start, spans[11].end), Span(spans[12].start, spans[15].end)}


def test_a_video_below_the_baseline_still_gives_its_best_moment() -> None:
    scores = np.array([0.0] * 10 + [0.2] * 4 + [0.0] * 10 + [0.1] * 4)
    assert extents(find_moments(scores, windows(28), 0.9, 5)) == [(10, 14)]


def test_the_only_window_is_the_moment() -> None:
    assert find_moments(np.array([0.25], dtype=np.float32), windows(1), 0.9, 5) == [
        CurveMoment(Span(0.0, 1.5), 0.75, 0.25)
    ]


def test_a_video_without_windows_has_no_moments() -> None:
    assert find_moments(np.empty(0, dtype=np.float32), [], 0.0, 5) == []


@pytest.mark.parametrize("scores", [[0.1, 0.2], [0.1, np.nan, 0.2], [0.1, -np.inf, 0.2], [[0.1, 0.2, 0.3]]])
def test_scores_that_are_not_one_finite_number_a_window_are_refused(scores: list[float]) -> None:
    with pytest.raises(ValueError, match="3 finite scores"):
        find_moments(np.array(scores), windows(3), 0.0, 5)
