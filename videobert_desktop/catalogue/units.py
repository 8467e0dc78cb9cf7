"""The units of the videos: pieces of at most a minute that are indexed and committed at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.catalogue.shards import ShardRef
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span, window_number

_SELECT = "SELECT id, video_id, pack_id, number, pass_name, file_name, checksum FROM units"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that one pack has indexed.

    Attributes:
        id: The catalogue's id.
        video_id: The video it is part of.
        pack_id: The pack that made its arrays.
        number: Its place in the video, from 0.
        pass_name: The pass that made it.
        shard: Where its arrays are.
    """

    id: int
    video_id: int
    pack_id: int
    number: int
    pass_name: Pass
    shard: ShardRef


class UnitStore:
    """Rows of the tables `units` and `completions`, and the writing of `windows`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def commit(
        self,
        video_id: int,
        pack_id: int,
        number: int,
        pass_name: Pass,
        shard: ShardRef,
        windows: Sequence[Span],
    ) -> list[int]:
        """Enter a unit whose shard is already on the disk, with its windows, in place of an older one of its number.

        Args:
            video_id: The video.
            pack_id: The pack that made the shard.
            number: The unit's place in the video, from 0.
            pass_name: The pass that made it.
            shard: What `FeatureStore.write_unit` gave back.
            windows: Spans of the windows, in the order of the shard's rows. A window's number is that of the place
                where it starts, so that those of different passes stay in the order of time.

        Returns:
            The ids of the new windows, in the same order. Those of a replaced unit are gone.

        Raises:
            ValueError: The shard is another unit's.
        """
        if shard.number != number:
            raise ValueError(f"the shard of unit {shard.number} given for unit {number}")
        with self._connection.transaction():
            key = (video_id, pack_id, number)
            self._connection.run("DELETE FROM units WHERE video_id = ? AND pack_id = ? AND number = ?", key)
            unit_id = self._connection.insert(
                """INSERT INTO units (video_id, pack_id, number, pass_name, file_name, checksum)
                    VALUES (?, ?, ?, ?, ?, ?)""",
                (*key, pass_name, shard.file_name, shard.checksum),
            )
            self._connection.run_many(
                "INSERT INTO windows (unit_id, number, start_time, end_time) VALUES (?, ?, ?, ?)",
                ((unit_id, window_number(span.start), span.start, span.end) for span in windows),
            )
            rows = self._connection.all("SELECT id FROM windows WHERE unit_id = ? ORDER BY number", (unit_id,))
        return [row[0] for row in rows]

    def repoint(self, video_id: int, pack_id: int, shards: Sequence[ShardRef]) -> None:
        """Note that the units' arrays have moved to `shards`, which are already on the disk: after a merge."""
        with self._connection.transaction():
            self._connection.run_many(
                "UPDATE units SET file_name = ?, checksum = ? WHERE video_id = ? AND pack_id = ? AND number = ?",
                ((shard.file_name, shard.checksum, video_id, pack_id, shard.number) for shard in shards),
            )

    def of_video(self, video_id: int, pack_id: int) -> list[UnitRow]:
        """A video's units in time order."""
        return self._select("WHERE video_id = ? AND pack_id = ? ORDER BY number", video_id, pack_id)

    def all(self, pack_id: int) -> list[UnitRow]:
        """Every unit of a pack, video by video, each in time order."""
        return self._select("WHERE pack_id = ? ORDER BY video_id, number", pack_id)

    def shards(self) -> set[tuple[int, str, str]]:
        """Every features file that a unit points at: video id, pack key, file name."""
        rows = self._connection.all(
            """SELECT DISTINCT units.video_id, packs.name || '@' || packs.revision, units.file_name
                FROM units JOIN packs ON packs.id = units.pack_id"""
        )
        return {(video_id, pack_key, file_name) for video_id, pack_key, file_name in rows}

    def cut(self, video_id: int, pack_id: int, count: int) -> None:
        """Take out the units from number `count` on: the video turned out to end before them."""
        key = (video_id, pack_id, count)
        self._connection.run("DELETE FROM units WHERE video_id = ? AND pack_id = ? AND number >= ?", key)

    def mark_complete(self, video_id: int, pack_id: int, pass_name: Pass) -> None:
        """Note that the pass has been through the whole video, of which a summary is to be made anew."""
        key = (video_id, pack_id)
        with self._connection.transaction():
            self._connection.run("DELETE FROM summaries WHERE video_id = ? AND pack_id = ?", key)
            self._connection.run(
                """INSERT INTO completions (video_id, pack_id, pass_name) VALUES (?, ?, ?)
                    ON CONFLICT (video_id, pack_id) DO UPDATE SET pass_name = excluded.pass_name""",
                (*key, pass_name),
            )

    def passes(self, pack_id: int) -> dict[int, Pass]:
        """For each video that a pass of this pack has been through from end to end, the closest such pass."""
        rows = self._connection.all("SELECT video_id, pass_name FROM completions WHERE pack_id = ?", (pack_id,))
        return {video_id: Pass(pass_name) for video_id, pass_name in rows}

    def counts(self, pack_id: int) -> dict[int, dict[Pass, int]]:
        """How many units of each video each pass of this pack has made."""
        counts: dict[int, dict[Pass, int]] = {}
        sql = "SELECT video_id, pass_name, count(*) FROM units WHERE pack_id = ? GROUP BY video_id, pass_name"
        for video_id, pass_name, count in self._connection.all(sql, (pack_id,)):
            counts.setdefault(video_id, {})[Pass(pass_name)] = count
        return counts

    def forget_pack(self, pack_id: int) -> None:
        """Take out all that a pack knows, of every video; the shards stay on the disk."""
        with self._connection.transaction():
            self._connection.run("DELETE FROM units WHERE pack_id = ?", (pack_id,))
            self._connection.run("DELETE FROM completions WHERE pack_id = ?", (pack_id,))

    def forget(self, video_id: int, pack_id: int) -> None:
        """Take out what a pack knows of a video: its units with their windows, and that it is complete.

        The shards stay on the disk, where nothing points at them any more; so does what other packs know of it.
        """
        key = (video_id, pack_id)
        with self._connection.transaction():
            self._connection.run("DELETE FROM units WHERE video_id = ? AND pack_id = ?", key)
            self._connection.run("DELETE FROM completions WHERE video_id = ? AND pack_id = ?", key)

    def _select(self, rest: str, *values: object) -> list[UnitRow]:
        return [_unit(row) for row in self._connection.all(f"{_SELECT} {rest}", values)]


def _unit(row: Row) -> UnitRow:
    unit_id, video_id, pack_id, number, pass_name, file_name, checksum = row
    return UnitRow(unit_id, video_id, pack_id, number, Pass(pass_name), ShardRef(file_name, checksum, number))
