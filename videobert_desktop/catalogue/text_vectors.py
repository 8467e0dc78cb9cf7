"""What transcripts' lines and screen texts mean: a vector each, as a pack reads them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue.connection import Connection
from videobert_desktop.catalogue.text_tables import TABLES, TEXT_COLUMNS, found_text
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.text_query import TextHit

_STORED = np.dtype("<f2")
_ROWS_AT_ONCE = 10_000


class TextRow(NamedTuple):
    """A text that vectors are made of.

    Attributes:
        id: The catalogue's id of the transcript's line or of the screen text.
        text: What it says, as the user has left it; not empty.
    """

    id: int
    text: str


class StoredVectors(NamedTuple):
    """Many texts' vectors, in the order of their ids.

    Attributes:
        ids: (n,) int64, of the lines or screen texts.
        videos: (n,) int64, the video of each.
        vectors: (n, dim) float16.
    """

    ids: NDArray[np.int64]
    videos: NDArray[np.int64]
    vectors: NDArray[np.float16]


class TextVectorStore:
    """Rows of the tables `segment_vectors` and `screen_text_vectors`: at most one for each pack and text.

    A text takes its vectors along when it goes, and loses them when the user edits it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def missing(
        self, pack_id: int, channel: Channel, limit: int, *, languages: Collection[str] | None = None
    ) -> list[TextRow]:
        """Up to so many texts that have no vector of a pack yet, in the order of their ids.

        Args:
            pack_id: The pack.
            channel: SPEECH for lines, or SCREEN.
            limit: How many at most.
            languages: Only of transcripts in these languages, by their first subtags ("en"), or in an unknown one; None
                for all. The language of screen texts is never known.
        """
        tables = TABLES[channel]
        codes = sorted({"", *(code.partition("-")[0].lower() for code in languages or ())})
        spoken = f"AND lower(substr(language || '-', 1, instr(language || '-', '-') - 1)) IN ({_places(codes)})"
        rows = self._connection.all(
            f"""SELECT id, text FROM {tables.texts} AS texts WHERE text <> '' AND NOT EXISTS
                (SELECT 1 FROM {tables.vectors} WHERE pack_id = ? AND row_id = texts.id)
                {"" if languages is None else spoken} ORDER BY id LIMIT ?""",  # noqa: S608 - words of ours
            (pack_id, *([] if languages is None else codes), limit),
        )
        return [TextRow(*row) for row in rows]

    def put(self, pack_id: int, channel: Channel, rows: Sequence[TextRow], vectors: NDArray[np.floating]) -> None:
        """Enter what a pack makes of texts; one that is gone or says something else by now is passed over.

        Args:
            pack_id: The pack.
            channel: SPEECH for lines, or SCREEN.
            rows: The texts, as `missing` gave them.
            vectors: (n, dim), of finite numbers; kept as float16.
        """
        tables = TABLES[channel]
        with self._connection.transaction():
            self._connection.run_many(
                f"""INSERT INTO {tables.vectors} (pack_id, row_id, vector)
                    SELECT ?, id, ? FROM {tables.texts} WHERE id = ? AND text = ?
                    ON CONFLICT (pack_id, row_id) DO UPDATE SET vector = excluded.vector""",  # noqa: S608 - words of ours
                (
                    (pack_id, vector.astype(_STORED).tobytes(), row.id, row.text)
                    for row, vector in zip(rows, vectors, strict=True)
                ),
            )

    def all(self, pack_id: int, channel: Channel, dim: int) -> StoredVectors:
        """Every vector of a pack, in little more memory than they take; one of another length is left out."""
        tables = TABLES[channel]
        size = dim * _STORED.itemsize
        count = self._connection.number(
            f"SELECT count(*) FROM {tables.vectors} WHERE pack_id = ? AND length(vector) = ?",  # noqa: S608 - ours
            (pack_id, size),
        )
        ids, videos = np.empty(count, np.int64), np.empty(count, np.int64)
        vectors = np.empty((count, dim), np.float16)
        place, last = 0, 0
        while place < count:
            rows = self._connection.all(
                f"""SELECT row_id, video_id, vector FROM {tables.vectors} CROSS JOIN {tables.texts} ON id = row_id
                    WHERE pack_id = ? AND row_id > ? AND length(vector) = ?
                    ORDER BY row_id LIMIT ?""",  # noqa: S608 - names of ours
                (pack_id, last, size, min(_ROWS_AT_ONCE, count - place)),
            )
            if not rows:
                break  # somebody has taken some out meanwhile
            here = slice(place, place + len(rows))
            ids[here], videos[here] = [row[0] for row in rows], [row[1] for row in rows]
            vectors[here] = np.frombuffer(b"".join(row[2] for row in rows), _STORED).reshape(len(rows), dim)
            place, last = place + len(rows), rows[-1][0]
        return StoredVectors(ids[:place], videos[:place], vectors[:place])

    def ids(self, pack_id: int, channel: Channel) -> NDArray[np.int64]:
        """The ids (n,) int64 of the texts that have a vector of a pack, ascending: what its index must hold."""
        sql = f"SELECT row_id FROM {TABLES[channel].vectors} WHERE pack_id = ? ORDER BY row_id"  # noqa: S608 - ours
        rows = self._connection.all(sql, (pack_id,))
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def texts(self, channel: Channel, ids: Collection[int]) -> list[TextHit]:
        """What the texts of these ids say, as hits without matches; those that are gone are left out."""
        wanted = ", ".join(str(int(each)) for each in ids)
        rows = self._connection.all(
            f"SELECT {TEXT_COLUMNS} FROM {TABLES[channel].texts} AS texts WHERE texts.id IN ({wanted})"  # noqa: S608
        )
        found = [found_text(row, 0.0) for row in rows]
        return [TextHit(channel, each.rows[0], each.video_id, each.span, each.text, each.score) for each in found]

    def forget(self, pack_id: int) -> None:
        """Take out all vectors of a pack."""
        with self._connection.transaction():
            for tables in TABLES.values():
                self._connection.run(f"DELETE FROM {tables.vectors} WHERE pack_id = ?", (pack_id,))  # noqa: S608


def _places(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
