"""Libraries without videos: everything that searching looks at is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import index_identity
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.measuring import synthetic_library
from videobert_desktop.services.measuring.synthetic_library import DIM, SyntheticVectors, fill_library
from videobert_desktop.services.searching.indexed_windows import IndexedWindows


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


def fill(library: Library, vectors: SyntheticVectors) -> tuple[np.ndarray, np.ndarray]:
    added = list(fill_library(library, vectors, cancel=CancelToken(), report=lambda _: None))
    return np.concatenate([ids for ids, _ in added]), np.concatenate([rows for _, rows in added])


def test_the_saved_index_is_of_the_catalogue_and_holds_the_vectors(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthetic_library, "WINDOWS_PER_ADDITION", 400)
    vectors = SyntheticVectors(950)
    ids, rows = fill(library, vectors)
    assert rows.shape == (950, DIM + 1)
    with library.catalogue() as catalogue:
        (pack,) = catalogue.packs.all()
        index = VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
        held = IndexedWindows.of_library(index, catalogue.windows.timeline(pack.id))
        assert sorted(catalogue.windows.ids(pack.id).tolist()) == sorted(ids.tolist())
        assert len(catalogue.files.all()) == len(catalogue.videos.all()) == 3
    assert np.unique(held.video_ids, return_counts=True)[1].tolist() == [400, 400, 150]
    np.testing.assert_allclose(held.index.vectors(ids), rows, atol=1e-3)
    np.testing.assert_array_equal(rows, np.concatenate([vectors.of_video(number) for number in range(3)]))


def test_embeddings_have_length_one_and_neighbours_are_alike() -> None:
    vectors = SyntheticVectors(400).of_video(0)
    embeddings = vectors[:, :-1]
    np.testing.assert_allclose(np.linalg.norm(embeddings, axis=1), 1, atol=1e-5)
    assert (embeddings[1:] * embeddings[:-1]).sum(axis=1).mean() > 0.8
    assert (embeddings[:200] * embeddings[200:]).sum(axis=1).mean() < 0.4
    assert (vectors[:, -1] < 0).all()


def test_queries_are_near_to_a_window_and_end_in_one() -> None:
    vectors = SyntheticVectors(400)
    queries = vectors.queries(20)
    assert (queries[:, -1] == 1).all()
    assert ((queries[:, :-1] @ vectors.of_video(0)[:, :-1].T).max(axis=1) > 0.6).all()


def test_filling_tells_how_far_it_is_and_can_be_cancelled(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic_library, "WINDOWS_PER_ADDITION", 400)
    told: list[Progress] = []
    cancel = CancelToken()
    filling = fill_library(library, SyntheticVectors(1000), cancel=cancel, report=told.append)
    next(filling)
    next(filling)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(filling)
    assert [(progress.done, progress.total) for progress in told] == [(0, 1000), (400, 1000)]
