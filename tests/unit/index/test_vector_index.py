"""The vector index against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.index.vector_index import VectorIndex

DIM = 12


def random_vectors(count: int, seed: int, dim: int = DIM) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)


def random_ids(count: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).choice(10 * count + 10, size=count, replace=False).astype(np.int64)


def filled(ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> VectorIndex:
    index = VectorIndex(vectors.shape[1])
    index.add(ids, vectors)
    return index


def brute_force(vectors: NDArray[np.float32], queries: NDArray[np.float32]) -> NDArray[np.float32]:
    """All inner products, (q, n), with the vectors rounded to half precision."""
    return queries @ vectors.astype(np.float16).astype(np.float32).T


@settings(max_examples=40, deadline=None)
@given(count=st.integers(0, 60), k=st.integers(0, 70), dim=st.integers(1, 20), seed=st.integers(0, 2**32 - 1))
def test_search_finds_what_brute_force_finds(count: int, k: int, dim: int, seed: int) -> None:
    ids, vectors, queries = random_ids(count, seed), random_vectors(count, seed, dim), random_vectors(3, seed + 1, dim)
    scores, found = filled(ids, vectors).search(queries, k)

    products = brute_force(vectors, queries)
    kept = min(k, count)
    assert scores.shape == found.shape == (3, k)
    np.testing.assert_allclose(scores[:, :kept], -np.sort(-products, axis=1)[:, :kept], rtol=1e-3, atol=1e-3)
    for row in range(3):
        assert len(set(found[row, :kept])) == kept
        positions = [int(np.flatnonzero(ids == id_)[0]) for id_ in found[row, :kept]]
        np.testing.assert_allclose(scores[row, :kept], products[row, positions], rtol=1e-3, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 50), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_after_any_removals_every_id_keeps_its_own_vector(count: int, seed: int, data: st.DataObject) -> None:
    ids, vectors = random_ids(count, seed), random_vectors(count, seed)
    index = filled(ids, vectors)
    held = dict(zip(ids.tolist(), vectors.astype(np.float16).astype(np.float32), strict=True))
    for _ in range(2):
        gone = data.draw(st.lists(st.integers(0, 10 * count + 10), max_size=20))
        assert index.remove(np.array(gone, dtype=np.int64)) == len(held.keys() & set(gone))
        held = {id_: vector for id_, vector in held.items() if id_ not in gone}

    assert len(index) == len(held)
    assert set(index.ids.tolist()) == held.keys()
    for id_, vector in held.items():
        np.testing.assert_array_equal(index.vectors(np.array([id_])), vector[None])
    query = random_vectors(1, seed + 1)
    _, found = index.search(query, count)
    assert set(found[0].tolist()) - {-1} == held.keys()


@settings(max_examples=20, deadline=None)
@given(count=st.integers(2, 40), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_adding_in_parts_and_any_order_makes_no_difference(count: int, seed: int, data: st.DataObject) -> None:
    ids, vectors, queries = random_ids(count, seed), random_vectors(count, seed), random_vectors(2, seed + 1)
    order = np.array(data.draw(st.permutations(range(count))))
    cut = data.draw(st.integers(0, count))
    parts = VectorIndex(DIM)
    for part in (order[:cut], order[cut:]):
        parts.add(ids[part], vectors[part])

    expected_scores, expected_ids = filled(ids, vectors).search(queries, count)
    scores, found = parts.search(queries, count)
    np.testing.assert_array_equal(scores, expected_scores)
    np.testing.assert_array_equal(found, expected_ids)


@settings(max_examples=40, deadline=None)
@given(count=st.integers(0, 60), k=st.integers(0, 70), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_a_search_among_some_ids_is_a_search_of_an_index_of_these(
    count: int, k: int, seed: int, data: st.DataObject
) -> None:
    ids, vectors, queries = random_ids(count, seed), random_vectors(count, seed), random_vectors(3, seed + 1)
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)), bool)
    strangers = np.setdiff1d(np.arange(10 * count + 12), ids)[:3]  # what is not held is passed over
    among = np.random.default_rng(seed).permutation(np.concatenate([ids[chosen], strangers]))

    scores, found = filled(ids, vectors).search(queries, k, among=among)
    expected_scores, expected = filled(ids[chosen], vectors[chosen]).search(queries, k)
    np.testing.assert_allclose(scores, expected_scores, rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(found, expected)


def test_a_search_among_no_ids_finds_nothing() -> None:
    index = filled(np.array([1, 2]), random_vectors(2, 0))
    for among in ([], [-1], [7]):
        scores, ids = index.search(random_vectors(1, 1), 2, among=np.array(among, np.int64))
        assert (ids == -1).all()
        assert np.isneginf(scores).all()


@settings(max_examples=40, deadline=None)
@given(count=st.integers(0, 60), wanted=st.integers(0, 90), seed=st.integers(0, 2**32 - 1))
def test_inner_products_come_in_the_order_asked_for_and_as_often(count: int, wanted: int, seed: int) -> None:
    ids, vectors, queries = random_ids(count, seed), random_vectors(count, seed), random_vectors(3, seed + 1)
    places = np.random.default_rng(seed).integers(count, size=wanted if count else 0)
    products = filled(ids, vectors).inner_products(queries, ids[places])
    assert products.dtype == np.float32
    np.testing.assert_allclose(products, brute_force(vectors, queries)[:, places], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("unknown", [77, -1])
def test_inner_products_with_an_unknown_id_name_it(unknown: int) -> None:
    index = filled(np.array([1, 2]), random_vectors(2, 0))
    with pytest.raises(KeyError, match=str(unknown)):
        index.inner_products(random_vectors(1, 1), np.array([1, unknown]))


def test_scores_descend_and_the_rest_is_padded() -> None:
    scores, ids = filled(np.array([7, 9]), np.eye(2, DIM, dtype=np.float32)).search(np.ones((1, DIM)), 4)
    assert scores[0].tolist() == [1.0, 1.0, -np.inf, -np.inf]
    assert set(ids[0, :2].tolist()) == {7, 9}
    assert ids[0, 2:].tolist() == [-1, -1]


def test_results_have_the_promised_types() -> None:
    index = filled(np.array([1]), random_vectors(1, 0))
    scores, ids = index.search(random_vectors(2, 1), 3)
    assert (scores.dtype, ids.dtype) == (np.float32, np.int64)
    assert (index.vectors(np.array([1])).dtype, index.ids.dtype) == (np.float32, np.int64)


def test_an_empty_index_answers_with_nothing() -> None:
    scores, ids = VectorIndex(DIM).search(random_vectors(2, 0), 3)
    assert np.isneginf(scores).all()
    assert (ids == -1).all()


def test_no_queries_give_no_rows() -> None:
    scores, ids = filled(np.array([1]), random_vectors(1, 0)).search(np.empty((0, DIM), np.float32), 3)
    assert scores.shape == ids.shape == (0, 3)


def test_vectors_are_not_normalised() -> None:
    index = filled(np.array([1, 2]), np.array([[1.0, 0.0], [3.0, 0.0]], dtype=np.float32))
    scores, ids = index.search(np.array([[2.0, 0.0]]), 2)
    assert scores.tolist() == [[6.0, 2.0]]
    assert ids.tolist() == [[2, 1]]


def test_half_precision_vectors_are_kept_bit_for_bit() -> None:
    vectors = random_vectors(5, 0).astype(np.float16)
    index = VectorIndex(DIM)
    index.add(np.arange(5), vectors)
    np.testing.assert_array_equal(index.vectors(np.arange(5)).astype(np.float16), vectors)


def test_vectors_are_rounded_as_numpy_rounds_them() -> None:
    between_two_halves = np.full((1, DIM), 1 + 2**-11, dtype=np.float32)
    assert filled(np.array([1]), between_two_halves).vectors(np.array([1]))[0].tolist() == [1.0] * DIM


def test_vectors_come_in_the_order_asked_for_and_as_often() -> None:
    vectors = random_vectors(3, 0).astype(np.float16).astype(np.float32)
    index = filled(np.array([30, 10, 20]), vectors)
    np.testing.assert_array_equal(index.vectors(np.array([20, 30, 20])), vectors[[2, 0, 2]])
    assert index.vectors(np.array([], dtype=np.int64)).shape == (0, DIM)


def test_a_removed_id_can_be_added_again_with_another_vector() -> None:
    index = filled(np.array([1, 2]), np.eye(2, DIM, dtype=np.float32))
    index.remove(np.array([1]))
    index.add(np.array([1]), np.full((1, DIM), 5.0))
    assert index.vectors(np.array([1]))[0].tolist() == [5.0] * DIM


def test_asking_for_an_unknown_id_names_it() -> None:
    index = filled(np.array([1, 2]), random_vectors(2, 0))
    with pytest.raises(KeyError, match="77"):
        index.vectors(np.array([1, 77]))


@pytest.mark.parametrize(
    ("ids", "vectors", "reason"),
    [
        ([5, 6], np.zeros((3, DIM)), "2 ids for 3 vectors"),
        ([5], np.zeros((1, DIM + 1)), "shape"),
        ([5], np.zeros(DIM), "shape"),
        ([[5]], np.zeros((1, DIM)), "shape"),
        ([5], np.full((1, DIM), np.nan), "finite"),
        ([5], np.full((1, DIM), 1e5), "half precision"),
        ([5, 5], np.zeros((2, DIM)), "twice"),
        ([-1], np.zeros((1, DIM)), "negative"),
        ([5, 1], np.zeros((2, DIM)), "already"),
    ],
)
def test_what_cannot_be_added_is_refused_and_changes_nothing(
    ids: list[int], vectors: NDArray[np.float64], reason: str
) -> None:
    index = filled(np.array([1]), random_vectors(1, 0))
    with pytest.raises(ValueError, match=reason):
        index.add(np.array(ids), vectors)
    assert index.ids.tolist() == [1]


@pytest.mark.parametrize(("dim", "threads"), [(0, 1), (4, 0)])
def test_an_impossible_index_is_refused(dim: int, threads: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        VectorIndex(dim, threads=threads)


def test_the_thread_cap_holds_during_a_call_and_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import faiss

    before = faiss.omp_get_max_threads()
    index = VectorIndex(DIM, threads=before + 1)
    index.add(np.array([1]), random_vectors(1, 0))
    seen: list[int] = []
    search = index._kept.search
    monkeypatch.setattr(index._kept, "search", lambda *a: (seen.append(faiss.omp_get_max_threads()), search(*a))[1])
    index.search(random_vectors(1, 1), 1)
    assert seen == [before + 1]
    assert faiss.omp_get_max_threads() == before
