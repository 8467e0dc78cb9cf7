"""Vectors as float16, of which a search looks at every one: exact, and quick enough up to some hundred thousand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.index.kept_vectors import KeptVectors, Selection, select


class FlatVectors(KeptVectors):
    """Vectors in half precision, one after another."""

    @classmethod
    def empty(cls, width: int) -> FlatVectors:
        """An index without vectors; theirs are to have `width` numbers each."""
        import faiss

        halves = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        return cls(faiss.IndexIDMap2(halves))

    @property
    def ids(self) -> NDArray[np.int64]:
        """A copy of all ids, (n,) int64."""
        import faiss

        return np.asarray(faiss.vector_to_array(self.codes.id_map), dtype=np.int64)

    def search(
        self, queries: NDArray[np.float32], k: int, among: Selection | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The best of all, or of a selection."""
        import faiss

        only = None if among is None else faiss.SearchParameters(sel=among.selector)  # type: ignore[call-arg, unused-ignore]
        scores, ids = self.codes.search(queries, k, params=only)
        return scores, ids

    def inner_products(self, queries: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """As the base class says; a search among those ids is several times as quick as fetching the vectors."""
        wanted, places = np.unique(ids, return_inverse=True)
        scores, found = self.search(queries, len(wanted), select(wanted))
        if found.size and found.min() < 0:
            raise RuntimeError("an id is not held")
        return np.take_along_axis(scores, found.argsort(axis=1), axis=1)[:, places]
