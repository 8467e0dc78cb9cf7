"""What a search costs: measured in a library that is made for it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.colour_pack import ColourPack, install_colour_pack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress
from videobert_desktop.index import vector_index
from videobert_desktop.services.measuring import bench_search as module
from videobert_desktop.services.measuring.bench_search import SearchBench, bench_search


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary directories are made; few queries are asked, and no pack is installed."""

    def refuse(name: str) -> None:
        raise UserError(f"There is no pack called {name}.")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(module, "QUERIES", 12)
    monkeypatch.setattr(module, "find_pack", refuse)
    return tmp_path


def measure(windows: int) -> SearchBench:
    return bench_search(windows, cancel=CancelToken(), report=lambda _: None)


def test_a_small_library_is_searched_exactly(temporary: Path) -> None:
    bench = measure(1000)
    assert bench.windows == 1000
    assert bench.recall_at_10 >= 0.98  # but for ties in half precision
    assert 0 < bench.index_only_ms_p50 <= bench.index_only_ms_p95
    assert 0 < bench.search_ms_p50 <= bench.search_ms_p95
    assert bench.index_mb == pytest.approx(1000 * (400 * 2 + 8) / 1e6, rel=0.01)
    assert bench.embedding_ms_p50 is None
    assert list(temporary.iterdir()) == []


def test_a_large_library_is_searched_by_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index, "FLAT_LIMIT", 900)
    bench = measure(2000)
    assert 0.8 < bench.recall_at_10 <= 1
    assert bench.index_mb < 2000 * 400 * 2 / 1e6


def test_recall_counts_what_an_index_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    search = vector_index.VectorIndex.search

    def lose(index: vector_index.VectorIndex, queries: np.ndarray, k: int, **given: object) -> tuple[np.ndarray, ...]:
        scores, ids = search(index, queries, k, **given)  # type: ignore[arg-type]
        return scores, np.where(np.arange(k) < 5, ids, -1) if k == 10 else ids

    monkeypatch.setattr(vector_index.VectorIndex, "search", lose)
    assert measure(1000).recall_at_10 == pytest.approx(0.5, abs=0.02)


def test_a_library_of_few_windows_is_measured_too() -> None:
    assert measure(3).recall_at_10 == 1


def test_the_embedding_is_timed_where_the_starter_pack_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = install_colour_pack(tmp_path / "packs", name="starter")
    monkeypatch.setattr(module, "find_pack", lambda name: info)
    monkeypatch.setattr("videobert_desktop.models.packs.pack.load_pack", lambda *_, **__: ColourPack(info))
    embedding = measure(3).embedding_ms_p50
    assert embedding is not None
    assert embedding > 0


def test_it_can_be_cancelled_while_searching_and_leaves_nothing(temporary: Path) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.stage == "searching" and progress.done == 3:
            cancel.cancel()

    with pytest.raises(Cancelled):
        bench_search(1000, cancel=cancel, report=stop)
    assert list(temporary.iterdir()) == []
