"""What is said or written, found by its meaning: the texts' own vectors in an index of their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.channel import Channel
from videobert_desktop.index.vector_index import VectorIndex


@dataclass(frozen=True, slots=True)
class MeantText:
    """A text that means something like a query.

    Attributes:
        row_id: The catalogue's id of it.
        video_id: The video.
        similarity: Of the two embeddings, at most 1.
    """

    row_id: int
    video_id: int
    similarity: float


class MeantTexts:
    """The texts of one channel, by their meaning for one pack; used by one thread."""

    def __init__(self, catalogue: Catalogue, row: PackRow, channel: Channel) -> None:
        self._catalogue = catalogue
        self._row = row
        self._channel = channel
        self._index = VectorIndex(row.dim)
        self._ids = np.empty(0, np.int64)
        self._videos = np.empty(0, np.int64)

    def nearest(self, query: NDArray[np.float32], count: int, among: Collection[int] | None) -> list[MeantText]:
        """The texts that are most like a query.

        Args:
            query: (dim,) float32, unit-normalised.
            count: How many at most.
            among: Of these videos only; None for all.

        Returns:
            The most similar first.
        """
        self._follow()
        wanted = None if among is None else self._ids[np.isin(self._videos, np.fromiter(among, np.int64, len(among)))]
        similarities, ids = self._index.search(query[None], min(count, len(self._index)), among=wanted)
        found = ids[0] >= 0
        videos = self._videos[np.searchsorted(self._ids, ids[0][found])]
        rows = zip(ids[0][found].tolist(), videos.tolist(), similarities[0][found].tolist(), strict=True)
        return [MeantText(*row) for row in rows]

    def _follow(self) -> None:
        """Be what the catalogue holds by now."""
        now = self._catalogue.text_vectors.ids(self._row.id, self._channel)
        if np.array_equal(now, self._ids):
            return
        stored = self._catalogue.text_vectors.all(self._row.id, self._channel, self._row.dim)
        self._index = VectorIndex(self._row.dim, expected=len(stored.ids))
        self._index.add(stored.ids, stored.vectors)
        self._ids, self._videos = stored.ids, stored.videos
