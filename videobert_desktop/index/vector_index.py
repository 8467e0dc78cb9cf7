"""Nearest vectors by inner product, exact up to half precision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.index import storage
from videobert_desktop.index.storage import IndexIdentity, StaleIndex

LARGEST_HALF = float(np.finfo(np.float16).max)


class VectorIndex:
    """Vectors under ids of the caller's choosing, kept as float16; for one thread at a time.

    faiss is imported with the first instance; where torch is used too, import torch before.

    Attributes:
        dim: Length of a vector.
        threads: How many threads a call may use at most.
    """

    def __init__(self, dim: int, *, threads: int = 1) -> None:
        import faiss

        if dim < 1 or threads < 1:
            raise ValueError(f"dim and threads must be at least 1, not {dim} and {threads}")
        self.dim = dim
        self.threads = threads
        codes = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._index: Any = faiss.IndexIDMap2(codes)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> NDArray[np.int64]:
        """A copy of all ids, (n,) int64, in the order in which they were added."""
        import faiss

        return np.asarray(faiss.vector_to_array(self._index.id_map), dtype=np.int64)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.floating[Any]]) -> None:
        """Add vectors under new ids.

        Args:
            ids: (n,) int64, not negative, none twice and none held already.
            vectors: (n, dim) float32 or float16, not necessarily unit-normalised, finite in half precision.

        Raises:
            ValueError: Any of that does not hold; nothing has been added.
        """
        new = _as_ids(ids)
        rows = self._as_rows(vectors)
        if len(new) != len(rows):
            raise ValueError(f"{len(new)} ids for {len(rows)} vectors")
        if rows.size and np.abs(rows).max() > LARGEST_HALF:
            raise ValueError("a vector is too large for half precision")
        self._check_new(new)
        # faiss breaks ties another way: rounded here, vectors are the same bits in the index and in the features.
        halves = rows.astype(np.float16).astype(np.float32)
        with _at_most(self.threads):
            self._index.add_with_ids(halves, new)

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove the vectors of `ids` (n,) int64, whichever of them are held; returns how many were."""
        return int(self._index.remove_ids(_as_ids(ids)))

    def search(self, queries: NDArray[np.floating[Any]], k: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The `k` vectors with the largest inner product, for each query.

        Args:
            queries: (q, dim) float32, finite.
            k: How many to find, at least 0.

        Returns:
            Scores (q, k) float32, descending, and ids (q, k) int64; where the index holds fewer than `k` vectors the
            rest is filled with -inf and -1.
        """
        rows = self._as_rows(queries)
        scores = np.full((len(rows), k), -np.inf, dtype=np.float32)
        ids = np.full((len(rows), k), -1, dtype=np.int64)
        found = min(k, len(self))
        if found and len(rows):
            with _at_most(self.threads):
                scores[:, :found], ids[:, :found] = self._index.search(rows, found)
        return scores, ids

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of `ids` (n,) int64, in that order, (n, dim) float32 as rounded to half precision.

        Raises:
            KeyError: An id is not held.
        """
        wanted = _as_ids(ids)
        with _at_most(self.threads):
            try:
                return np.asarray(self._index.reconstruct_batch(wanted), dtype=np.float32)
            except RuntimeError as error:
                missing = np.setdiff1d(wanted, self.ids)
                raise KeyError(f"no vectors for the ids {missing[:10].tolist()}") from error

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
            with storage.locked(directory, identity.pack):
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
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(writer.write))  # type: ignore[attr-defined, unused-ignore]
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
        if not isinstance(saved, faiss.IndexIDMap2) or saved.d != self.dim:
            raise StaleIndex("it is another kind of index")
        self._index = saved

    def _as_rows(self, vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.ndim != 2 or rows.shape[1] != self.dim:
            raise ValueError(f"vectors must be of shape (n, {self.dim}), not {rows.shape}")
        if not np.isfinite(rows).all():
            raise ValueError("vectors must be finite")
        return rows

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
