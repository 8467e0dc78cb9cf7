"""From score curves to moments."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.helpers.curves import curves_of, noise, plain_moments, windows, windows_with_gaps
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.services.searching import rank_moments as rank_module
from videobert_desktop.services.searching.moment_curve import MAX_SECONDS, CurveMoment, extent_of, smooth
from videobert_desktop.services.searching.rank_moments import rank_moments

SEEDS = st.integers(0, 2**32 - 1)


def find_moments(scores: NDArray[np.floating], spans: list[Span], baseline: float, limit: int) -> list[CurveMoment]:
    """The moments of one video."""
    return [moment for _, moment in rank_moments(curves_of(scores, spans), baseline, limit)]


def windows_of_any_length(lengths: list[int], seed: int) -> list[Span]:
    """Runs of windows of these lengths, windows between 1.5 s and 13 s long, with gaps between the runs."""
    random, spans, start = np.random.default_rng(seed), [], 0.0
    for length in lengths:
        for seconds in random.choice([1.5, 1.5, 4.0, 13.0], length).tolist():
            spans.append(Span(start, start + seconds))
            start += seconds
        start += 1.5
    return spans


def extents(moments: list[CurveMoment]) -> list[tuple[int, int]]:
    """The moments as ranges of window numbers, for windows from 0 s on."""
    return [(round(m.span.start / WINDOW_SECONDS), round(m.span.end / WINDOW_SECONDS)) for m in moments]


def peak_of(moment: CurveMoment, spans: list[Span]) -> int:
    """The number of the window that the moment's peak is in."""
    return next(number for number, span in enumerate(spans) if span.start < moment.peak < span.end)


# Moments: what always holds


@settings(max_examples=80, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    seed=SEEDS,
    baseline=st.floats(-1, 1.5),
    limit=st.integers(1, 8),
)
def test_moments_keep_their_promises_on_any_curve(lengths: list[int], seed: int, baseline: float, limit: int) -> None:
    spans = windows_of_any_length(lengths, seed)
    scores = noise(len(spans), seed)
    smoothed = smooth(scores, spans)
    moments = find_moments(scores, spans, baseline, len(spans))

    assert moments
    assert find_moments(scores, spans, baseline, limit) == moments[:limit]
    heights = [smoothed[peak_of(moment, spans)] for moment in moments]
    assert max(heights) == smoothed.max()
    assert all(height >= baseline for height in sorted(heights)[:-1])
    assert [m.score for m in moments] == sorted((m.score for m in moments), reverse=True)
    assert not any(a.span.overlaps(b.span) for a, b in itertools.combinations(moments, 2))
    for moment in moments:
        inside = [number for number, span in enumerate(spans) if span.overlaps(moment.span)]
        assert moment.span == Span(spans[inside[0]].start, spans[inside[-1]].end)
        assert moment.span.duration <= MAX_SECONDS + 1e-6 or len(inside) == 1
        assert moment.span.duration == pytest.approx(sum(spans[number].duration for number in inside))  # no gap bridged
        assert moment.span.start < moment.peak < moment.span.end
        assert peak_of(moment, spans) in inside


@settings(max_examples=60, deadline=None)
@given(count=st.integers(1, 120), seed=SEEDS, baseline=st.floats(-1, 1))
def test_a_moments_score_is_half_way_between_its_peak_and_its_mean(count: int, seed: int, baseline: float) -> None:
    scores = noise(count, seed)
    smoothed = smooth(scores, windows(count))
    for moment in find_moments(scores, windows(count), baseline, 5):
        (start, stop), peak = extents([moment])[0], smoothed[peak_of(moment, windows(count))]
        assert moment.score == pytest.approx((peak + scores[start:stop].mean()) / 2, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    lengths=st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=3), min_size=1, max_size=6),
    seed=SEEDS,
    baseline=st.floats(-1, 1),
    limit=st.integers(1, 9),
    rank_penalty=st.sampled_from([0.0, 0.2, 1.0]),
)
def test_the_best_of_several_videos_are_the_best_of_each_put_together(
    lengths: list[list[int]], seed: int, baseline: float, limit: int, rank_penalty: float
) -> None:
    spans = [windows_of_any_length(runs, seed + number) for number, runs in enumerate(lengths)]
    scores = [noise(len(part), seed + number) for number, part in enumerate(spans)]
    videos = np.repeat(np.arange(len(spans)) * 2 + 1, [len(part) for part in spans])
    found = rank_moments(
        curves_of(np.concatenate(scores), [span for part in spans for span in part], videos),
        baseline,
        limit,
        rank_penalty=rank_penalty,
    )

    plain = [
        (moment.score - rank * rank_penalty, number * 2 + 1, moment)
        for number in range(len(spans))
        for rank, moment in enumerate(plain_moments(scores[number], spans[number], baseline))
    ]
    expected = sorted(plain, key=lambda item: -item[0])[:limit]
    assert [video for video, _ in found] == [video for _, video, _ in expected]
    assert [moment.span for _, moment in found] == [moment.span for *_, moment in expected]
    assert [moment.peak for _, moment in found] == [moment.peak for *_, moment in expected]
    assert [m.score for _, m in found] == pytest.approx([m.score for *_, m in expected], abs=1e-6)


def test_what_cannot_be_among_the_best_is_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    grown: list[int] = []
    monkeypatch.setattr(rank_module, "extent_of", lambda *a, **o: grown.append(a[1]) or extent_of(*a, **o))
    scores = np.concatenate([np.full(10, level) for level in np.linspace(1, 0, 30)])
    videos = np.repeat(np.arange(30), 10)
    found = rank_moments(curves_of(scores, windows(300), videos), -1.0, 3)
    assert [video for video, _ in found] == [0, 1, 2]
    assert len(grown) == 3


def test_each_better_moment_of_a_video_costs_its_others_a_place() -> None:
    level = [0.0] * 8
    scores = np.array([*level, 1, 1, 1, 1, *level, 0.9, 0.9, 0.9, 0.9, *level, *level, 0.8, 0.8, 0.8, 0.8, *level])
    videos = np.repeat([1, 2], [32, 20])
    curves = curves_of(scores, windows(52), videos)
    assert [video for video, _ in rank_moments(curves, 0.1, 3)] == [1, 1, 2]
    penalised = rank_moments(curves, 0.1, 3, rank_penalty=0.3)
    assert [video for video, _ in penalised] == [1, 2, 1]
    assert penalised[2][1].score == pytest.approx(0.9, abs=0.05)  # the order alone is changed


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


@pytest.mark.parametrize("seconds", [1.5, 4.0, 13.0])
def test_a_moment_is_no_longer_than_a_minute_however_long_its_windows_are(seconds: float) -> None:
    spans = [Span(number * seconds, (number + 1) * seconds) for number in range(100)]
    (moment,) = find_moments(np.full(100, 0.5), spans, 0.1, 1)
    assert MAX_SECONDS - seconds < moment.span.duration <= MAX_SECONDS


def test_a_window_longer_than_a_minute_is_a_moment_by_itself() -> None:
    spans = [Span(0.0, 100.0), Span(100.0, 200.0)]
    assert find_moments(np.array([0.1, 0.5]), spans, 0.0, 1)[0].span == spans[1]


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
        CurveMoment(Span(0.0, 1.5), 0.75, 0.25, 0.25, 0.25)
    ]


def test_a_video_without_windows_has_no_moments() -> None:
    assert find_moments(np.empty(0, dtype=np.float32), [], 0.0, 5) == []
