"""What the two kinds of index have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Selection:
    """The only ids that a search is to look at.

    Attributes:
        selector: The same as faiss wants them.
        count: How many they are.
    """

    selector: Any
    count: int


def select(ids: NDArray[np.int64]) -> Selection:
    """Select `ids` (n,) int64, none twice; there are some."""
    import faiss

    possible = ids[ids >= 0]
    is_selected = np.zeros(int(possible.max(initial=0)) + 1, dtype=bool)
    is_selected[possible] = True
    bits = np.packbits(is_selected, bitorder="little")
    return Selection(faiss.IDSelectorBitmap(bits), len(ids))  # type: ignore[arg-type, call-arg, unused-ignore]


class KeptVectors(ABC):
    """Vectors under ids in a faiss index; what it is given has been checked.

    Attributes:
        codes: The faiss index.
    """

    def __init__(self, codes: Any) -> None:
        self.codes = codes

    def __len__(self) -> int:
        return int(self.codes.ntotal)

    @property
    @abstractmethod
    def ids(self) -> NDArray[np.int64]:
        """A copy of all ids, (n,) int64."""

    @abstractmethod
    def search(
        self, queries: NDArray[np.float32], k: int, among: Selection | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Scores (q, k) float32 and ids (q, k) int64 of the best for each query (q, width); -1 stands for none."""

    def inner_products(self, queries: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The inner products (q, n) float32 of queries (q, width) and the rows of `ids` (n,).

        Raises:
            RuntimeError: An id is not held.
        """
        return queries @ self.vectors(ids).T

    def add(self, ids: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        """Add rows (n, width) float32 under new ids (n,) int64."""
        self.codes.add_with_ids(rows, ids)

    def remove(self, ids: NDArray[np.int64]) -> int:
        """Remove those of `ids` that are held; returns how many were."""
        return int(self.codes.remove_ids(ids))

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of `ids` in their order, (n, width) float32.

        Raises:
            RuntimeError: An id is not held.
        """
        return np.asarray(self.codes.reconstruct_batch(ids), dtype=np.float32)
