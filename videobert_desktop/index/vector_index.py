"""Nearest vectors by inner product: all compared in small collections, the nearest lists of them in large ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.index import storage
from videobert_desktop.index.flat_vectors import FlatVectors
from videobert_desktop.index.inverted_lists import InvertedLists, lists_for
from videobert_desktop.index.kept_vectors import select
from videobert_desktop.index.storage import IndexIdentity, StaleIndex

FLAT_LIMIT = 200_000
"""The most vectors of which a search compares every one."""
LARGEST_HALF = float(np.finfo(np.float16).max)
# faiss computes with whole registers only where the width is a multiple of theirs, else number by number.
_WIDTH_STEP = 16


class VectorIndex:
    """Vectors under ids of the caller's choosing; for one thread at a time.

    Up to `FLAT_LIMIT` they are kept as float16 and all compared. With more it becomes, by itself and for good, an
    index of bytes in lists, of which a search looks at the nearest.

    faiss is imported with the first instance; where torch is used too, import torch before.

    Attributes:
        dim: Length of a vector.
        threads: How many threads a call may use at most.
    """

    def __init__(self, dim: int, *, expected: int = 0, threads: int = 1) -> None:
        """Make an empty index.

        Args:
            dim: Length of a vector, at least 1.
            expected: How many vectors are about to be added, if that is known. Where these are more than
                `FLAT_LIMIT`, the first so many should be a fair sample of all: the lists are made for them.
            threads: How many threads a call may use at most, at least 1.
        """
        if dim < 1 or threads < 1:
            raise ValueError(f"dim and threads must be at least 1, not {dim} and {threads}")
        self.dim = dim
        self.threads = threads
        self._expected = expected
        self._width = -(-dim // _WIDTH_STEP) * _WIDTH_STEP
        self._kept: FlatVectors | InvertedLists = FlatVectors.empty(self._width)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def ids(self) -> NDArray[np.int64]:
        """A copy of all ids, (n,) int64, in no order that means anything."""
        return self._kept.ids

    def suits(self, count: int) -> bool:
        """Whether it does well with `count` vectors; if not, it is worth while to make a new one of them all.

        Lists are made for what was there at the time: with four times as many vectors, much is of another kind.
        """
        if isinstance(self._kept, FlatVectors):
            return True
        return count > FLAT_LIMIT // 2 and lists_for(count) <= self._kept.lists

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.floating[Any]]) -> None:
        """Add vectors under new ids.

        Args:
            ids: (n,) int64, not negative, none twice and none held already.
            vectors: (n, dim) float32 or float16, not necessarily unit-normalised, finite in half precision.

        Raises:
            ValueError: Any of that does not hold; nothing has been added.
        """
        new = _as_ids(ids)
        rows = self._padded(vectors)
        if len(new) != len(rows):
            raise ValueError(f"{len(new)} ids for {len(rows)} vectors")
        if rows.size and np.abs(rows).max() > LARGEST_HALF:
            raise ValueError("a vector is too large for half precision")
        self._check_new(new)
        # faiss breaks ties another way: rounded here, vectors are the same bits in the index and in the features.
        halves = rows.astype(np.float16).astype(np.float32)
        with _at_most(self.threads):
            self._kept.add(new, halves)
            if isinstance(self._kept, FlatVectors) and len(self) > FLAT_LIMIT:
                self._kept = InvertedLists.of_flat(self._kept, lists_for(max(len(self), self._expected)))

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove the vectors of `ids` (n,) int64, whichever of them are held; returns how many were."""
        return self._kept.remove(_as_ids(ids))

    def search(
        self, queries: NDArray[np.floating[Any]], k: int, *, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The `k` vectors with the largest inner product, for each query.

        Args:
            queries: (q, dim) float32, finite.
            k: How many to find, at least 0.
            among: (m,) int64, the ids to look at, none twice; None for all. Whatever is not held is passed over.

        Returns:
            Scores (q, k) float32, descending, and ids (q, k) int64; where fewer than `k` are found the rest is filled
            with -inf and -1.
        """
        rows = self._padded(queries)
        scores = np.full((len(rows), k), -np.inf, dtype=np.float32)
        ids = np.full((len(rows), k), -1, dtype=np.int64)
        selected = len(self) if among is None else len(among)
        found = min(k, selected, len(self))
        if found and len(rows):
            selection = None if among is None else select(_as_ids(among))
            with _at_most(self.threads):
                scores[:, :found], ids[:, :found] = self._kept.search(rows, found, selection)
            scores[ids < 0] = -np.inf
        return scores, ids

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of `ids` (n,) int64, in that order, (n, dim) float32 as the index keeps them.

        Raises:
            KeyError: An id is not held.
        """
        wanted = _as_ids(ids)
        with _at_most(self.threads), self._unknown_ids_named(wanted):
            return self._kept.vectors(wanted)[:, : self.dim]

    def inner_products(self, queries: NDArray[np.floating[Any]], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The inner products (q, n) float32 of queries (q, dim) float32 and the vectors of `ids` (n,) int64.

        Raises:
            KeyError: An id is not held.
        """
        wanted, rows = _as_ids(ids), self._padded(queries)
        if not len(wanted):
            return np.empty((len(rows), 0), np.float32)
        with _at_most(self.threads), self._unknown_ids_named(wanted):
            return self._kept.inner_products(rows, wanted)

    def save(self, directory: Path, identity: IndexIdentity) -> None:
        """Write the index as `<pack>.faiss` and `<pack>.json`, replacing older ones; makes `directory` if need be.

        Raises:
            UserError: The disk is full, or writing failed otherwise. The older files may then be found stale.
            ValueError: `identity` is that of vectors of another length.
        """
        if identity.dim != self.dim:
            raise ValueError(f"vectors of length {self.dim} cannot be saved as of length {identity.dim}")
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with storage.locked(directory, identity.pack):
                checksum = self._write(storage.index_file(directory, identity.pack))
                storage.write_description(directory, identity, count=len(self), checksum=checksum)
        except OSError as error:
            raise UserError(
                f"The search index could not be written: {error.strerror or error}.",
                path=storage.index_file(directory, identity.pack),
                hint="Check that the disk has room and that you may write there.",
            ) from error

    @classmethod
    def load(cls, directory: Path, identity: IndexIdentity, *, threads: int = 1) -> VectorIndex:
        """Read the index that `save` wrote for the same `identity`.

        Raises:
            StaleIndex: It is missing, damaged, unreadable or of another identity: rebuild it.
        """
        if not directory.is_dir():
            raise StaleIndex("there is no saved index")
        try:
            with storage.locked_for_reading(directory, identity.pack):
                count, checksum = storage.read_description(directory, identity)
                index = cls(identity.dim, threads=threads)
                index._read(storage.index_file(directory, identity.pack), checksum)
        except OSError as error:
            raise StaleIndex(f"it cannot be read: {error.strerror or error}") from error
        if len(index) != count:
            raise StaleIndex(f"it holds {len(index)} vectors, not {count}")
        return index

    def _write(self, path: Path) -> str:
        """Replace `path` by this index; returns its checksum."""
        import faiss

        with storage.replacing(path) as file:
            writer = storage.ChecksumWriter(file)
            faiss.write_index(self._kept.codes, faiss.PyCallbackIOWriter(writer.write))  # type: ignore[attr-defined, unused-ignore]
        return writer.checksum

    def _read(self, path: Path, checksum: str) -> None:
        """Take the vectors of `path` in place of the present ones.

        Raises:
            StaleIndex: The file is not what `checksum` says, or not an index of this kind.
        """
        import faiss

        with storage.opened_if_intact(path, checksum) as file:
            try:
                saved = faiss.read_index(faiss.PyCallbackIOReader(file.read))  # type: ignore[attr-defined, unused-ignore]
            except RuntimeError as error:
                raise StaleIndex("this version of faiss does not understand it") from error
        if isinstance(saved, faiss.IndexIDMap2) and saved.d == self._width:
            self._kept = FlatVectors(saved)
        elif isinstance(saved, faiss.IndexIVFScalarQuantizer) and saved.d == self._width:
            self._kept = InvertedLists(saved)
        else:
            raise StaleIndex("it is another kind of index")

    def _padded(self, vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Vectors (n, dim) with zeros behind them, (n, width) float32, which changes no inner product."""
        if vectors.ndim != 2 or vectors.shape[1] != self.dim:
            raise ValueError(f"vectors must be of shape (n, {self.dim}), not {vectors.shape}")
        rows = np.zeros((len(vectors), self._width), dtype=np.float32)
        rows[:, : self.dim] = vectors
        if not np.isfinite(rows).all():
            raise ValueError("vectors must be finite")
        return rows

    @contextmanager
    def _unknown_ids_named(self, ids: NDArray[np.int64]) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            missing = np.setdiff1d(ids, self.ids)
            raise KeyError(f"no vectors for the ids {missing[:10].tolist()}") from error

    def _check_new(self, ids: NDArray[np.int64]) -> None:
        if ids.size and ids.min() < 0:
            raise ValueError("ids must not be negative")
        if len(np.unique(ids)) != len(ids):
            raise ValueError("an id is given twice")
        if np.isin(ids, self.ids).any():
            raise ValueError("an id is held already")


def _as_ids(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    array = np.ascontiguousarray(ids, dtype=np.int64)
    if array.ndim != 1:
        raise ValueError(f"ids must be of shape (n,), not {array.shape}")
    return array


@contextmanager
def _at_most(threads: int) -> Iterator[None]:
    """Cap the calling thread's OpenMP team for the block; others who share OpenMP find it as it was."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(threads)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
