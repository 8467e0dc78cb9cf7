"""The measure of every answer: what a library says to sentences that have nothing to do with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import DIM, ColourPack, colour_pack_info
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import with_hubness, with_one
from videobert_desktop.services.searching.indexed_windows import IndexedWindows
from videobert_desktop.services.searching.search_background import FEW_SENTENCES, SENTENCES, WINDOWS, library_background


@pytest.fixture
def pack() -> ColourPack:
    return ColourPack(colour_pack_info(Path()))


def colour(red: float, green: float, blue: float) -> NDArray[np.float32]:
    vector = np.array([red, green, blue] + [0.0] * (DIM - 3), np.float32)
    return vector / np.linalg.norm(vector)


def windows_of(pack: ColourPack, vectors: NDArray[np.float32]) -> IndexedWindows:
    """A library of videos of one window each."""
    index = VectorIndex(DIM + 1)
    ids = np.arange(1, len(vectors) + 1)
    if len(vectors):
        index.add(ids, with_hubness(vectors, pack.background.hubness(vectors)))
    return IndexedWindows(index, ids, ids, np.zeros(len(ids)), np.full(len(ids), 1.5))


def test_it_is_measured_by_the_best_moment_of_each_background_sentence(pack: ColourPack) -> None:
    windows = np.stack([colour(1, 0, 0), colour(0, 1, 0)])
    background = library_background(windows_of(pack, windows), pack)
    similarities = pack.background.sentences[:SENTENCES] @ windows.T
    scores = similarities - pack.background.hubness(windows)
    best = scores.argmax(axis=1)
    assert background.ordinary == pytest.approx(similarities[np.arange(SENTENCES), best].mean(), abs=1e-3)
    assert background.deviation == pytest.approx(scores.max(axis=1).std(), abs=1e-3)


def test_a_large_library_is_measured_by_fewer_sentences(pack: ColourPack, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = windows_of(pack, np.stack([colour(1, 0, 0), colour(0, 1, 0)]))
    asked: list[int] = []
    best_of_each = IndexedWindows.best_of_each

    def counting(self: IndexedWindows, queries: NDArray[np.float32], typicals: NDArray[np.floating]) -> object:
        asked.append(len(queries))
        return best_of_each(self, queries, typicals)

    monkeypatch.setattr(IndexedWindows, "best_of_each", counting)
    library_background(windows, pack)
    monkeypatch.setattr("videobert_desktop.services.searching.search_background.LARGE_LIBRARY", 1)
    library_background(windows, pack)
    assert asked == [SENTENCES, FEW_SENTENCES]


def test_an_empty_library_has_a_background_too(pack: ColourPack) -> None:
    background = library_background(windows_of(pack, np.empty((0, DIM), np.float32)), pack)
    assert (background.ordinary, background.deviation) == (0.0, 0.0)
    assert np.isfinite(background.typical_score(with_one(pack.embed_texts(["red"]))[0]))


def test_what_fills_a_small_library_is_not_typical(pack: ColourPack) -> None:
    windows = np.repeat(colour(1, 0, 0)[None], 5, axis=0)
    background = library_background(windows_of(pack, windows), pack)
    query = with_one(pack.embed_texts(["red"]))[0]
    assert background.typical_score(query) < float((with_hubness(windows, np.zeros(5)) @ query)[0]) - 0.5


def test_the_typical_score_of_a_large_library_is_its_own_median(pack: ColourPack) -> None:
    share = np.linspace(0, 1, WINDOWS)
    windows = np.stack([colour(part, 1 - part, 0) for part in share])
    background = library_background(windows_of(pack, windows), pack)
    query = with_one(pack.embed_texts(["red"]))[0]
    scores = with_hubness(windows, pack.background.hubness(windows)) @ query
    assert background.typical_score(query) == pytest.approx(np.median(scores), abs=1e-3)


def test_the_sample_is_the_same_each_time_and_no_larger_than_it_must_be(pack: ColourPack) -> None:
    random = np.random.default_rng(0).normal(size=(WINDOWS + 500, DIM)).astype(np.float32)
    windows = windows_of(pack, random / np.linalg.norm(random, axis=1, keepdims=True))
    first, second = library_background(windows, pack), library_background(windows, pack)
    assert first.sample.shape == (WINDOWS, DIM + 1)
    np.testing.assert_array_equal(first.sample, second.sample)


def test_a_greater_similarity_is_a_greater_probability(pack: ColourPack) -> None:
    background = library_background(windows_of(pack, np.stack([colour(1, 0, 0), colour(0, 1, 0)])), pack)
    confidence = background.confidence(pack, np.linspace(-2, 2, 9, dtype=np.float32), np.zeros(9, np.float32), 0.2)
    assert np.all(np.diff(confidence) > 0)
    assert 0 <= confidence[0] < 0.1
    assert 0.9 < confidence[-1] <= 1
