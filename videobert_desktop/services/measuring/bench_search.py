"""Measures what a search costs in a library of a given size, beside the bare search of the vector index."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.index.storage import index_file
from videobert_desktop.services.indexing.refresh_index import current_index
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.manage_packs import find_pack
from videobert_desktop.services.measuring.synthetic_library import SyntheticVectors, fill_library
from videobert_desktop.services.searching.indexed_windows import NEAREST_WINDOWS, IndexedWindows

QUERIES = 200
MOMENTS = 20
_SAMPLE = 1024
_RANK_PENALTY = 0.02
_RECALL_AT = 10
_SENTENCE = "a dog runs along the beach and jumps into the water"


@dataclass(frozen=True, slots=True)
class SearchBench:
    """What searching costs; times are in milliseconds, in one thread.

    Attributes:
        windows: How many windows the library has.
        index_only_ms_p50: The vector index by itself, asked for as many windows as a search asks it for: median.
        index_only_ms_p95: The same: 95 of 100 take no longer.
        search_ms_p50: A whole search from the query's embedding to the moments and their files: median.
        search_ms_p95: The same: 95 of 100 take no longer.
        embedding_ms_p50: The embedding of a sentence, which comes before: median; None if the starter pack is missing.
        recall_at_10: The share of the ten windows with the largest inner products that are among the ten found.
        index_mb: The size of the saved index, in millions of bytes.
    """

    windows: int
    index_only_ms_p50: float
    index_only_ms_p95: float
    search_ms_p50: float
    search_ms_p95: float
    embedding_ms_p50: float | None
    recall_at_10: float
    index_mb: float


def bench_search(windows: int, *, cancel: CancelToken, report: Report) -> SearchBench:
    """Search a synthetic library that is made for the purpose and removed afterwards.

    Args:
        windows: How many windows it has, at least 1.
        cancel: Looked at all along.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The disk for temporary files is full.
    """
    vectors = SyntheticVectors(windows)
    queries = vectors.queries(QUERIES)
    with tempfile.TemporaryDirectory(prefix="videobert-bench-") as directory:
        library = create_library(Path(directory) / "library")
        nearest = _Nearest(queries, min(_RECALL_AT, windows))
        for ids, added in fill_library(library, vectors, cancel=cancel, report=report):
            nearest.look_at(ids, added)
        with library.catalogue() as catalogue:
            (row,) = catalogue.packs.all()
            index = current_index(library, catalogue, row, cancel=cancel)
            held = IndexedWindows.of_library(index, catalogue.windows.timeline(row.id))
            bare, whole = _times(held, catalogue, queries, cancel, report)
        found = [index.search(query[None], nearest.count)[1][0] for query in queries]
        bare_p50, bare_p95 = np.percentile(bare, [50, 95]).tolist()
        whole_p50, whole_p95 = np.percentile(whole, [50, 95]).tolist()
        return SearchBench(
            windows,
            bare_p50,
            bare_p95,
            whole_p50,
            whole_p95,
            embedding_ms_p50=_embedding_ms(),
            recall_at_10=nearest.recall(found),
            index_mb=index_file(library.index_directory, row.name).stat().st_size / 1e6,
        )


class _Nearest:
    """The ids of the vectors with the largest inner products, found exactly.

    Attributes:
        count: How many are kept for each query.
    """

    def __init__(self, queries: NDArray[np.float32], count: int) -> None:
        self.count = count
        self._queries = queries
        self._scores = np.full((len(queries), count), -np.inf, np.float32)
        self._ids = np.full((len(queries), count), -1, np.int64)

    def look_at(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take more vectors (n, dim) under their ids (n,) into account."""
        scores = np.hstack([self._scores, self._queries @ vectors.T])
        all_ids = np.hstack([self._ids, np.broadcast_to(ids, (len(self._queries), len(ids)))])
        best = np.argpartition(-scores, self.count - 1, axis=1)[:, : self.count]
        self._scores, self._ids = np.take_along_axis(scores, best, 1), np.take_along_axis(all_ids, best, 1)

    def recall(self, found: list[NDArray[np.int64]]) -> float:
        """The share of them that was found."""
        hits = [len(np.intersect1d(exact, row)) for exact, row in zip(self._ids, found, strict=True)]
        return float(np.mean(hits)) / self.count


def _times(
    held: IndexedWindows, catalogue: Catalogue, queries: NDArray[np.float32], cancel: CancelToken, report: Report
) -> tuple[list[float], list[float]]:
    """Milliseconds of the bare search and of the whole one, of each query."""
    sample = held.sample(_SAMPLE)
    asked = min(NEAREST_WINDOWS, len(held))

    def search(query: NDArray[np.float32]) -> None:
        typical = float(np.median(sample @ query))
        found = held.best_moments(query, typical=typical, limit=MOMENTS, rank_penalty=_RANK_PENALTY)
        catalogue.files.of_videos({item.video_id for item in found})

    search(queries[0])  # what happens only once is not part of it
    bare, whole = [], []
    for number, query in enumerate(queries):
        cancel.raise_if_cancelled()
        report(Progress("searching", number, len(queries), "queries"))
        bare.append(_milliseconds(lambda: held.index.search(query[None], asked)))  # noqa: B023
        whole.append(_milliseconds(lambda: search(query)))  # noqa: B023
    return bare, whole


def _embedding_ms() -> float | None:
    from videobert_desktop.models.packs.pack import load_pack

    try:
        pack = load_pack(find_pack("starter"), "cpu", threads=1)
        pack.embed_texts([_SENTENCE])
    except UserError:
        return None
    return float(np.median([_milliseconds(lambda: pack.embed_texts([_SENTENCE])) for _ in range(20)]))


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
