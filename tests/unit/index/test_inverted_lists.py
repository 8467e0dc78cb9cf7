"""Large collections: an index that looks at the nearest lists of vectors only."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from videobert_desktop.index import inverted_lists, storage, vector_index
from videobert_desktop.index.flat_vectors import FlatVectors
from videobert_desktop.index.inverted_lists import MOST_LISTS, InvertedLists, lists_for
from videobert_desktop.index.storage import IndexIdentity, StaleIndex
from videobert_desktop.index.vector_index import VectorIndex

DIM = 24
LIMIT = 600
IDENTITY = IndexIdentity(pack="starter", revision="r1", dim=DIM, generation=4)


@pytest.fixture(autouse=True)
def _soon_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes count as large from `LIMIT` vectors on."""
    monkeypatch.setattr(vector_index, "FLAT_LIMIT", LIMIT)


def clustered(count: int, seed: int, *, kinds: int = 40, first_kind: int = 0) -> NDArray[np.float32]:
    """Vectors of length one that come in kinds, as windows do; less hubness in the last coordinate."""
    centres = np.stack([np.random.default_rng((9, first_kind + kind)).normal(size=DIM - 1) for kind in range(kinds)])
    random = np.random.default_rng(seed)
    vectors = centres[random.integers(kinds, size=count)] + 0.4 * random.normal(size=(count, DIM - 1))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.column_stack([vectors, -random.normal(0.15, 0.03, count)]).astype(np.float32)


def queries_near(vectors: NDArray[np.float32], count: int = 100) -> NDArray[np.float32]:
    random = np.random.default_rng(5)
    near = random.choice(vectors, count)[:, :-1] + 0.1 * random.normal(size=(count, DIM - 1))
    return np.column_stack([near, np.ones(count)]).astype(np.float32)


def ids_for(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(count).permutation(3 * count)[:count].astype(np.int64)


def large(count: int = 2 * LIMIT, seed: int = 0) -> tuple[VectorIndex, NDArray[np.int64], NDArray[np.float32]]:
    ids, vectors = ids_for(count), clustered(count, seed)
    index = VectorIndex(DIM)
    index.add(ids, vectors)
    return index, ids, vectors


def recall(
    index: VectorIndex,
    ids: NDArray[np.int64],
    vectors: NDArray[np.float32],
    queries: NDArray[np.float32],
    **given: object,
) -> float:
    """The share of the ten best vectors that the index finds."""
    best = ids[np.argsort(-(queries @ vectors.T), axis=1)[:, :10]]
    _, found = index.search(queries, 10, **given)  # type: ignore[arg-type]
    return float(np.mean([len(np.intersect1d(*rows)) for rows in zip(best, found, strict=True)])) / 10


def is_large(index: VectorIndex) -> bool:
    return isinstance(index._kept, InvertedLists)


def test_an_index_upgrades_itself_when_it_has_too_many_vectors_to_compare_all() -> None:
    ids, vectors = ids_for(LIMIT + 1), clustered(LIMIT + 1, 0)
    index = VectorIndex(DIM)
    index.add(ids[:LIMIT], vectors[:LIMIT])
    assert not is_large(index)
    index.add(ids[LIMIT:], vectors[LIMIT:])
    assert is_large(index)
    assert sorted(index.ids.tolist()) == sorted(ids.tolist())
    assert len(index) == LIMIT + 1


def test_nearly_all_of_the_nearest_are_found() -> None:
    index, ids, vectors = large(4 * LIMIT)
    assert recall(index, ids, vectors, queries_near(vectors)) >= 0.95


def test_scores_descend_and_are_the_inner_products_of_what_is_kept() -> None:
    index, _, vectors = large()
    queries = queries_near(vectors, 5)
    scores, found = index.search(queries, 30)
    assert (np.diff(scores) <= 0).all()
    for query, row, own in zip(queries, found, scores, strict=True):
        np.testing.assert_allclose(index.vectors(row) @ query, own, atol=1e-4)
        np.testing.assert_allclose(index.inner_products(query[None], row)[0], own, atol=1e-4)


def test_vectors_come_back_nearly_as_they_were_and_in_the_order_asked_for() -> None:
    index, ids, vectors = large()
    order = np.random.default_rng(1).permutation(len(ids))
    np.testing.assert_allclose(index.vectors(ids[order]), vectors[order], atol=0.01)
    with pytest.raises(KeyError, match="999999"):
        index.vectors(np.array([ids[0], 999_999]))


def test_footage_of_a_new_kind_is_kept_as_faithfully_and_most_of_it_found() -> None:
    index, ids, vectors = large()
    other = clustered(200, 7, kinds=5, first_kind=100)
    other[:, -1] -= 0.05  # and with more hubness
    others = np.arange(200) + 10_000
    index.add(others, other)
    np.testing.assert_allclose(index.vectors(others), other, atol=0.03)
    both = np.concatenate([ids, others]), np.concatenate([vectors, other])
    assert recall(index, *both, queries_near(other)) >= 0.7


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), share=st.sampled_from([0.002, 0.02, 0.2, 0.9]))
def test_a_search_among_chosen_ids_finds_the_best_of_them(seed: int, share: float) -> None:
    index, ids, vectors = large()
    chosen = np.random.default_rng(seed).random(len(ids)) < share
    among = np.concatenate([ids[chosen], [888_888]])  # what is not held is passed over
    scores, found = index.search(queries_near(vectors), 10, among=among)
    kept = min(10, int(chosen.sum()))
    assert np.isin(found[found >= 0], ids[chosen]).all()
    assert np.isneginf(scores[found < 0]).all()
    assert ((found >= 0).sum(axis=1) >= kept).all()
    if kept == 10:
        assert recall(index, ids[chosen], vectors[chosen], queries_near(vectors), among=among) >= 0.95


def test_of_a_small_selection_every_vector_is_looked_at() -> None:
    index, ids, vectors = large(4 * LIMIT)
    chosen = np.argsort(vectors @ queries_near(vectors, 1)[0])[:12]  # the farthest
    _, found = index.search(queries_near(vectors, 1), 12, among=ids[chosen])
    assert sorted(found[0].tolist()) == sorted(ids[chosen].tolist())


def test_what_is_removed_is_not_found_again_and_may_come_back() -> None:
    index, ids, vectors = large()
    assert index.remove(np.concatenate([ids[:100], [777_777]])) == 100
    assert len(index) == len(ids) - 100
    _, found = index.search(queries_near(vectors), 50)
    assert not np.isin(found, ids[:100]).any()
    index.add(ids[:50], vectors[50:100])
    np.testing.assert_allclose(index.vectors(ids[:50]), vectors[50:100], atol=0.01)
    with pytest.raises(ValueError, match="already"):
        index.add(ids[:1], vectors[:1])


def test_the_same_vectors_give_the_same_index_in_whatever_order_they_come() -> None:
    ids, vectors = ids_for(LIMIT + 200), clustered(LIMIT + 200, 3)
    order = np.random.default_rng(1).permutation(len(ids))
    indexes = [VectorIndex(DIM), VectorIndex(DIM)]
    for index, turn in zip(indexes, (np.arange(len(ids)), order), strict=True):
        index.add(ids[turn], vectors[turn])
    found = [index.search(queries_near(vectors), 20) for index in indexes]
    np.testing.assert_array_equal(found[0], found[1])


def test_a_large_index_is_saved_and_goes_on_changing(tmp_path: Path) -> None:
    index, ids, vectors = large()
    index.save(tmp_path, IDENTITY)
    loaded = VectorIndex.load(tmp_path, IDENTITY)
    assert is_large(loaded)
    queries = queries_near(vectors)
    np.testing.assert_array_equal(loaded.search(queries, 9), index.search(queries, 9))
    np.testing.assert_array_equal(loaded.vectors(ids), index.vectors(ids))
    assert loaded.remove(ids[:3]) == 3
    loaded.add(np.array([70_000]), vectors[:1])
    newer = dataclasses.replace(IDENTITY, generation=5)
    loaded.save(tmp_path, newer)
    again = VectorIndex.load(tmp_path, newer)
    assert sorted(again.ids.tolist()) == sorted([*ids[3:].tolist(), 70_000])
    np.testing.assert_allclose(again.vectors(np.array([70_000])), vectors[:1], atol=0.01)


def test_a_large_index_of_another_width_is_stale(tmp_path: Path) -> None:
    index, *_ = large()
    writer = storage.ChecksumWriter(io.BytesIO())
    index.save(tmp_path, IDENTITY)
    writer.write((tmp_path / "starter.faiss").read_bytes())
    other = dataclasses.replace(IDENTITY, dim=DIM * 2)
    storage.write_description(tmp_path, other, count=len(index), checksum=writer.checksum)
    with pytest.raises(StaleIndex, match="another kind"):
        VectorIndex.load(tmp_path, other)


def test_training_takes_a_bounded_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverted_lists, "VECTORS_A_LIST", 2)
    taken: list[int] = []
    vectors = FlatVectors.vectors
    monkeypatch.setattr(FlatVectors, "vectors", lambda flat, ids: taken.append(len(ids)) or vectors(flat, ids))
    large(4 * LIMIT)
    assert taken[0] == 2 * lists_for(4 * LIMIT) < 4 * LIMIT


@pytest.mark.parametrize(("count", "lists"), [(1, 4), (200_000, 1024), (1_000_000, 2048), (10**9, MOST_LISTS)])
def test_the_lists_grow_with_the_root_of_the_vectors_up_to_a_bound(count: int, lists: int) -> None:
    assert lists_for(count) == lists


def test_the_lists_are_made_for_as_many_vectors_as_are_expected() -> None:
    ids, vectors = ids_for(LIMIT + 1), clustered(LIMIT + 1, 0)
    index = VectorIndex(DIM, expected=50_000)
    index.add(ids, vectors)
    assert index._kept.codes.nlist == lists_for(50_000)


def test_an_index_suits_its_size_until_that_has_changed_much() -> None:
    index, *_ = large()
    assert index.suits(2 * LIMIT)
    assert index.suits(LIMIT)
    assert index.suits(6 * LIMIT)
    assert not index.suits(LIMIT // 2)
    assert not index.suits(7 * LIMIT)
    small = VectorIndex(DIM)
    assert all(small.suits(count) for count in (0, LIMIT, 40 * LIMIT))  # it upgrades itself
