"""Vectors, the windows they are of, and the moments that a query finds among them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.helpers.curves import plain_moments, windows
from tests.helpers.libraries import add_video, pack_of
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.refresh_index import current_index
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.searching import indexed_windows
from videobert_desktop.services.searching.indexed_windows import FoundMoment, IndexedWindows
from videobert_desktop.services.searching.moment_curve import smooth

DIM = 4
TYPICAL = 0.1


def library(lengths: list[int], seed: int = 0, *, order: int = 3) -> IndexedWindows:
    """Videos 2, 4, … of so many windows, with random vectors; the windows' ids are in no order."""
    random = np.random.default_rng(seed)
    count = sum(lengths)
    ids = np.random.default_rng(order).permutation(3 * count)[:count].astype(np.int64)
    index = VectorIndex(DIM)
    index.add(ids, random.normal(size=(count, DIM)))
    videos = np.repeat(np.arange(1, len(lengths) + 1) * 2, lengths)
    spans = [span for length in lengths for span in windows(length)]
    return IndexedWindows(
        index, ids, videos, np.array([span.start for span in spans]), np.array([span.end for span in spans])
    )


def query_of(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=DIM).astype(np.float32)


def one_by_one(
    held: IndexedWindows,
    query: NDArray[np.float32],
    limit: int,
    *,
    among: Collection[int] | None = None,
    avoid: tuple[tuple[NDArray[np.float32], float], ...] = (),
    except_in: tuple[int, Span] = (0, Span(0, 0)),
    rank_penalty: float = 0.0,
) -> list[FoundMoment]:
    """What a search has to find: the moments of each video, worked out with all of its windows."""
    found = []
    for video in np.unique(held.video_ids).tolist() if among is None else among:
        spans, _ = held.scores_of(video, query)
        vectors = held.index.vectors(held.window_ids[held.video_ids == video])
        scores = vectors @ query
        lost = [np.maximum(0, vectors @ vector - typical) for vector, typical in avoid]
        scores = scores - (np.max(lost, axis=0) if lost else 0)
        kept = [n for n, span in enumerate(spans) if not (video == except_in[0] and span.overlaps(except_in[1]))]
        moments = plain_moments(scores[kept], [spans[n] for n in kept], TYPICAL) if kept else []
        found += [(m.score - rank * rank_penalty, FoundMoment(video, m)) for rank, m in enumerate(moments)]
    return [item for _, item in sorted(found, key=lambda item: -item[0])[:limit]]


def assert_same(found: list[FoundMoment], expected: list[FoundMoment]) -> None:
    assert [(f.video_id, f.moment.span, f.moment.peak) for f in found] == [
        (f.video_id, f.moment.span, f.moment.peak) for f in expected
    ]
    assert [f.moment.score for f in found] == pytest.approx([f.moment.score for f in expected], abs=1e-5)


LENGTHS = st.lists(st.integers(1, 80), min_size=1, max_size=8)
SEEDS = st.integers(0, 10_000)


@settings(max_examples=40, deadline=None)
@given(lengths=LENGTHS, seed=SEEDS, limit=st.integers(1, 20), rank_penalty=st.sampled_from([0.0, 0.3]))
def test_a_search_finds_the_moments_that_each_video_by_itself_has(
    lengths: list[int], seed: int, limit: int, rank_penalty: float
) -> None:
    held, query = library(lengths, seed), query_of(seed + 1)
    found = held.best_moments(query, typical=TYPICAL, limit=limit, rank_penalty=rank_penalty)
    assert_same(found, one_by_one(held, query, limit, rank_penalty=rank_penalty))


@settings(max_examples=30, deadline=None)
@given(lengths=LENGTHS, seed=SEEDS, data=st.data())
def test_only_chosen_videos_are_looked_at(lengths: list[int], seed: int, data: st.DataObject) -> None:
    held, query = library(lengths, seed), query_of(seed + 1)
    chosen = data.draw(st.sets(st.sampled_from(np.unique(held.video_ids).tolist())))
    found = held.best_moments(query, typical=TYPICAL, limit=5, among={*chosen, 999})
    assert_same(found, one_by_one(held, query, 5, among=sorted(chosen)))


@settings(max_examples=30, deadline=None)
@given(lengths=LENGTHS, seed=SEEDS, typical=st.floats(-0.5, 0.5))
def test_a_window_loses_what_it_scores_for_what_is_not_meant(lengths: list[int], seed: int, typical: float) -> None:
    held, query = library(lengths, seed), query_of(seed + 1)
    avoid = ((query_of(seed + 2), typical), (query_of(seed + 3), 0.0))
    found = held.best_moments(query, typical=TYPICAL, limit=5, avoid=avoid)
    assert_same(found, one_by_one(held, query, 5, avoid=avoid))


def test_what_is_wanted_is_found_beside_much_that_is_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed_windows, "NEAREST_WINDOWS", 2)
    index = VectorIndex(2)
    ids = np.arange(60)
    vectors = np.tile(np.array([[1.0, 1.0]], np.float32), (60, 1))  # both what is wanted and what is not
    vectors[40:50] = [0.6, 0.0]
    index.add(ids, vectors)
    held = IndexedWindows(index, ids, np.repeat(np.arange(6), 10), *edges_of(windows(10) * 6))
    wanted, unwanted = np.eye(2, dtype=np.float32)
    (plain,) = held.best_moments(wanted, typical=0.0, limit=1)
    (found,) = held.best_moments(wanted, typical=0.0, limit=1, avoid=[(unwanted, 0.0)])
    assert plain.video_id != 4
    assert found.video_id == 4


@settings(max_examples=30, deadline=None)
@given(lengths=LENGTHS, seed=SEEDS, start=st.floats(0, 100), seconds=st.floats(0, 60))
def test_a_span_of_a_video_can_be_left_out(lengths: list[int], seed: int, start: float, seconds: float) -> None:
    held, query = library(lengths, seed), query_of(seed + 1)
    place = (2 * len(lengths), Span(start, start + seconds))
    found = held.best_moments(query, typical=TYPICAL, limit=5, except_in=place)
    assert_same(found, one_by_one(held, query, 5, except_in=place))
    assert not any(f.video_id == place[0] and f.moment.span.overlaps(place[1]) for f in found)


def test_leaving_out_all_of_the_nearest_windows_leaves_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed_windows, "NEAREST_WINDOWS", 3)
    held = library([30, 4])
    query = held.index.vectors(held.window_ids[:30]).mean(axis=0) * 9
    assert {f.video_id for f in held.best_moments(query, typical=0.0, limit=3, except_in=(2, Span(0, 45)))} == {4}


@settings(max_examples=20, deadline=None)
@given(lengths=LENGTHS, seed=SEEDS)
def test_the_best_moment_of_each_query_is_what_a_search_finds_first(lengths: list[int], seed: int) -> None:
    held = library(lengths, seed)
    queries = np.stack([query_of(seed + number) for number in range(5)])
    typicals = np.linspace(-0.5, 0.5, 5)
    searched = [
        held.best_moments(query, typical=typical, limit=20)[0].moment
        for query, typical in zip(queries, typicals.tolist(), strict=True)
    ]
    found = held.best_of_each(queries, typicals)
    assert [moment.score for moment in found] == pytest.approx([moment.score for moment in searched], abs=1e-6)
    similarities = [moment.similarity for moment in searched]
    assert [moment.similarity for moment in found] == pytest.approx(similarities, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, limit=st.integers(1, 3))
def test_in_a_long_video_the_neighbourhood_of_a_planted_moment_is_enough(seed: int, limit: int) -> None:
    index, ids = VectorIndex(2), np.arange(3000)
    vectors = np.random.default_rng(seed).normal(scale=0.02, size=(3000, 2))
    planted = np.random.default_rng(seed).permutation(14)[:3] * 200 + 100
    for number, place in enumerate(planted.tolist()):
        vectors[place : place + 12, 0] += 1.0 - 0.1 * number
    index.add(ids, vectors)
    held = IndexedWindows(index, ids, np.full(3000, 7), *edges_of(windows(3000)))
    found = held.best_moments(np.array([1, 0], np.float32), typical=0.1, limit=limit)
    expected = [Span(place * WINDOW_SECONDS, (place + 12) * WINDOW_SECONDS) for place in planted.tolist()]
    assert [f.moment.span for f in found] == expected[:limit]


@settings(max_examples=20, deadline=None)
@given(lengths=LENGTHS, seed=SEEDS)
def test_a_short_video_with_one_near_window_is_looked_at_as_a_whole(lengths: list[int], seed: int) -> None:
    held, query = library(lengths, seed), query_of(seed + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexed_windows, "NEAREST_WINDOWS", 1)
        found = held.best_moments(query, typical=TYPICAL, limit=1)
    (video,) = {f.video_id for f in found}
    assert_same(found, one_by_one(held, query, 1, among=[video]))


def test_a_search_looks_at_a_bounded_number_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    held = library([1000] * 12)
    looked_at: list[int] = []
    products = held.index.inner_products
    monkeypatch.setattr(held.index, "inner_products", lambda q, ids: looked_at.append(len(ids)) or products(q, ids))
    held.best_moments(query_of(1), typical=0.0, limit=2)
    assert looked_at[0] <= indexed_windows.FEWEST_WINDOWS + 2 * indexed_windows.REACH + 1
    assert len(looked_at) == 1


def test_one_lucky_video_does_not_keep_the_others_out() -> None:
    index, ids = VectorIndex(2), np.arange(1300)
    vectors = np.zeros((1300, 2))
    vectors[:900, 0], vectors[900:, 0] = 1.0, 0.5  # 60 short videos and one long one that is better all along
    index.add(ids, vectors)
    videos = np.concatenate([np.full(900, 1), np.repeat(np.arange(2, 42), 10)])
    held = IndexedWindows(index, ids, videos, *edges_of(windows(900) + windows(10) * 40))
    found = held.best_moments(np.array([1, 0], np.float32), typical=0.0, limit=20, rank_penalty=0.2)
    assert len({f.video_id for f in found}) > 10


def test_an_empty_library_and_an_empty_choice_have_no_moments() -> None:
    empty = IndexedWindows(VectorIndex(DIM), *(np.empty(0, np.int64),) * 2, *(np.empty(0, np.float64),) * 2)
    assert empty.best_moments(query_of(0), typical=0.0, limit=3) == []
    assert empty.sample(5).shape == (0, DIM)
    assert empty.vector_at(1, 0.0) is None
    assert library([3]).best_moments(query_of(0), typical=0.0, limit=3, among=set()) == []


def test_a_videos_scores_come_in_time_order_and_its_similarities_know_nothing_of_hubs() -> None:
    held = library([3, 5])
    query, imagined = query_of(0), query_of(1)[:-1]
    spans, found = held.scores_of(4, query, imagined=imagined)
    assert spans == windows(5)
    vectors = held.index.vectors(held.window_ids[3:])
    np.testing.assert_allclose(found.scores, vectors @ query, atol=1e-6)
    np.testing.assert_allclose(found.similarities, vectors[:, :-1] @ query[:-1], atol=1e-6)
    np.testing.assert_allclose(found.resemblances, vectors[:, :-1] @ imagined, atol=1e-6)
    assert held.scores_of(3, query)[0] == []


def test_a_videos_scores_lose_what_they_score_for_what_is_not_meant_and_resemble_as_before() -> None:
    held, query, imagined = library([3, 40]), query_of(0), query_of(1)[:-1]
    avoid = ((query_of(2), TYPICAL), (query_of(3), 0.0))
    _, plain = held.scores_of(4, query, imagined=imagined)
    _, less = held.scores_of(4, query, avoid=avoid, imagined=imagined)
    vectors = held.index.vectors(held.window_ids[3:])
    excess = np.max([vectors @ vector - typical for vector, typical in avoid], axis=0)
    assert excess.min() < 0 < excess.max()
    np.testing.assert_allclose(less.scores, plain.scores - np.maximum(0, excess), atol=1e-6)
    np.testing.assert_allclose(less.similarities, plain.similarities - np.maximum(0, excess), atol=1e-6)
    np.testing.assert_array_equal(less.resemblances, plain.resemblances)


def test_a_moments_similarity_is_its_smoothed_peak_without_the_correction_for_hubs() -> None:
    held, query, imagined = library([12]), query_of(0), query_of(1)[:-1]
    (found,) = held.best_moments(query, typical=0.0, limit=1, imagined=imagined)
    spans, scores = held.scores_of(found.video_id, query, imagined=imagined)
    peak = next(number for number, span in enumerate(spans) if span.start < found.moment.peak < span.end)
    assert found.moment.similarity == pytest.approx(float(smooth(scores.similarities, spans)[peak]), abs=1e-6)
    assert found.moment.resemblance == pytest.approx(float(smooth(scores.resemblances, spans)[peak]), abs=1e-6)


def test_a_moment_resembles_nothing_where_nothing_is_imagined() -> None:
    (found,) = library([12]).best_moments(query_of(0), typical=0.0, limit=1)
    assert found.moment.resemblance == 0


@pytest.mark.parametrize(("second", "number"), [(0.0, 0), (1.49, 0), (1.5, 1), (7.49, 4)])
def test_the_vector_at_an_instant_is_that_of_the_window_there(second: float, number: int) -> None:
    held = library([3, 5])
    vector = held.vector_at(4, second)
    np.testing.assert_array_equal(vector, held.index.vectors(held.window_ids[3 + number : 4 + number])[0])


@pytest.mark.parametrize(("video", "second"), [(4, 7.5), (4, -0.1), (3, 0.0), (9, 0.0)])
def test_where_there_is_no_window_there_is_no_vector(video: int, second: float) -> None:
    assert library([3, 5]).vector_at(video, second) is None


def test_a_sample_is_of_different_windows_and_the_same_each_time() -> None:
    held = library([30, 20])
    sample = held.sample(40)
    assert sample.shape == (40, DIM)
    assert len(np.unique(sample, axis=0)) == 40
    np.testing.assert_array_equal(sample, held.sample(40))
    assert not np.array_equal(sample, held.sample(40, seed=1))
    assert len(held.sample(1000)) == 50


def test_only_what_both_the_index_and_the_catalogue_have_is_searched(tmp_path: Path) -> None:
    kept = create_library(tmp_path / "library")
    first, second = (add_video(kept, tmp_path / name, units=(40, 2)) for name in ("a.mp4", "b.mp4"))
    row = pack_of(kept)
    with kept.catalogue() as catalogue:
        index = current_index(kept, catalogue, row, cancel=CancelToken())
        catalogue.videos.remove(first)
        third = add_video(kept, tmp_path / "c.mp4")
        held = IndexedWindows.of_library(index, catalogue.windows.timeline(row.id))
        assert len(catalogue.windows.of_video(third, row.id)) == 2
        assert held.window_ids.tolist() == [window.id for window in catalogue.windows.of_video(second, row.id)]
    assert set(held.video_ids.tolist()) == {second}
    assert held.starts.tolist() == [span.start for span in windows(42)]
    assert held.ends.tolist() == [span.end for span in windows(42)]
    assert len(index) == len(held) == 42


def edges_of(spans: list[Span]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.array([span.start for span in spans]), np.array([span.end for span in spans])


def test_one_long_video_does_not_crowd_out_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexed_windows, "NEAREST_WINDOWS", 50)
    index, count = VectorIndex(2), 400
    ids = np.arange(count + 9)
    vectors = np.zeros((len(ids), 2), np.float32)
    vectors[:count, 0], vectors[count:, 0] = 0.5, 0.4  # every window of the long video is nearer than any other
    index.add(ids, vectors)
    videos = np.concatenate([np.ones(count, np.int64), np.arange(2, 11)])
    starts = np.concatenate([np.arange(count) * WINDOW_SECONDS, np.zeros(9)])
    held = IndexedWindows(index, ids, videos, starts, starts + WINDOW_SECONDS)
    query = np.array([1, 0], np.float32)
    found = held.best_moments(query, typical=0.0, limit=10, rank_penalty=0.2)
    assert {moment.video_id for moment in found} == set(range(1, 11))
    chosen = held.best_moments(query, typical=0.0, limit=10, rank_penalty=0.2, among={1, 3, 4})
    assert {moment.video_id for moment in chosen} == {1, 3, 4}
