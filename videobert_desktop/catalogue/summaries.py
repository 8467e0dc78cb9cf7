"""What each video is like as a whole: one vector in place of all its windows'."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue.connection import Connection

_STORED = np.dtype("<f2")


class SummaryStore:
    """Rows of the table `summaries`: one for each video that a pass of a pack has been through, once it was made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, pack_id: int, summaries: Iterable[tuple[int, NDArray[np.float32]]]) -> None:
        """Enter the vectors (dim,) of videos, by their ids; a video that no pass has been through is passed over."""
        rows = ((pack_id, vector.astype(_STORED).tobytes(), video_id, pack_id) for video_id, vector in summaries)
        with self._connection.transaction():
            self._connection.run_many(
                """INSERT OR REPLACE INTO summaries (video_id, pack_id, embedding)
                    SELECT video_id, ?, ? FROM completions WHERE video_id = ? AND pack_id = ?""",
                rows,
            )

    def all(self, pack_id: int, dim: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids (n,) int64 of the videos that have one, ascending, and the vectors (n, dim) float32."""
        rows = self._connection.all(
            "SELECT video_id, embedding FROM summaries WHERE pack_id = ? AND length(embedding) = ? ORDER BY video_id",
            (pack_id, dim * _STORED.itemsize),
        )
        vectors = np.frombuffer(b"".join(row[1] for row in rows), _STORED).reshape(len(rows), dim)
        return np.array([row[0] for row in rows], np.int64), vectors.astype(np.float32)
