"""The videos of a library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.domain.video import MediaInfo, Video

_SELECT = """SELECT id, duration, width, height, rotation, sample_aspect_ratio, frame_rate, codec, container,
    audio_streams, subtitle_streams, created, packet_hashes, damage, added, priority FROM videos"""


class VideoStore:
    """Rows of the table `videos`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, info: MediaInfo, added: datetime) -> Video:
        """Enter a video; `added` must know its timezone.

        Raises:
            ValueError: A time without a timezone.
        """
        video_id = self._connection.insert(
            """INSERT INTO videos (duration, width, height, rotation, sample_aspect_ratio, frame_rate, codec, container,
                audio_streams, subtitle_streams, created, packet_hashes, added)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (*_values(info), time_to_text(added)),
        )
        return Video(video_id, info, None, added)

    def get(self, video_id: int) -> Video | None:
        """The video of that id, or None."""
        row = self._connection.one(f"{_SELECT} WHERE id = ?", (video_id,))
        return None if row is None else _video(row)

    def all(self) -> list[Video]:
        """Every video, in the order they were added."""
        return [_video(row) for row in self._connection.all(f"{_SELECT} ORDER BY id")]

    def by_packets(self, packet_hashes: Sequence[str]) -> list[Video]:
        """The videos of those sampled packets, of which there is at least one."""
        text = " ".join(packet_hashes)
        rows = self._connection.all(f"{_SELECT} WHERE packet_hashes = ? AND packet_hashes <> '' ORDER BY id", (text,))
        return [_video(row) for row in rows]

    def update(self, video_id: int, info: MediaInfo) -> None:
        """Note what a new edition of the video says about itself."""
        self._connection.run(
            """UPDATE videos SET duration = ?, width = ?, height = ?, rotation = ?, sample_aspect_ratio = ?,
                frame_rate = ?, codec = ?, container = ?, audio_streams = ?, subtitle_streams = ?, created = ?,
                packet_hashes = ? WHERE id = ?""",
            (*_values(info), video_id),
        )

    def set_priority(self, video_id: int, priority: int) -> None:
        """Note how early a video is to be indexed; 0 for in its turn."""
        self._connection.run("UPDATE videos SET priority = ? WHERE id = ?", (priority, video_id))

    def priorities(self) -> dict[int, int]:
        """The priority of each video that has one other than 0."""
        return dict(self._connection.all("SELECT id, priority FROM videos WHERE priority <> 0"))

    def set_damage(self, video_id: int, damage: str | None) -> None:
        """Note how decoding ended early, or that it did not."""
        self._connection.run("UPDATE videos SET damage = ? WHERE id = ?", (damage, video_id))

    def remove(self, video_id: int) -> None:
        """Forget a video and all that hangs on it: files, units, windows. Its features files stay until removed."""
        self._connection.run("DELETE FROM videos WHERE id = ?", (video_id,))

    def recorded(self) -> dict[int, float]:
        """When each video was recorded, in seconds since the epoch, for comparing many at once.

        That is what it says itself, or else the oldest modification time of its files; a video that says nothing and
        has no file is left out.
        """
        rows = self._connection.all(
            """SELECT id, created, CASE WHEN created IS NULL
                THEN (SELECT min(mtime_ns) FROM files WHERE video_id = videos.id) END FROM videos"""
        )
        return {
            video_id: time_from_text(created).timestamp() if created is not None else mtime_ns / 1e9
            for video_id, created, mtime_ns in rows
            if created is not None or mtime_ns is not None
        }

    def durations(self) -> dict[int, float]:
        """The seconds of each video; 0.0 where they are unknown."""
        return dict(self._connection.all("SELECT id, duration FROM videos"))

    def count(self) -> int:
        """How many videos there are."""
        return self._connection.number("SELECT count(*) FROM videos")

    def total_duration(self) -> float:
        """Seconds of video in the library."""
        row = self._connection.one("SELECT total(duration) FROM videos")
        assert row is not None
        return float(row[0])


def time_to_text(time: datetime) -> str:
    """An instant as ISO 8601 with its offset from UTC.

    Raises:
        ValueError: The time has no timezone.
    """
    if time.utcoffset() is None:
        raise ValueError(f"a time without a timezone: {time}")
    return time.isoformat()


def time_from_text(text: str) -> datetime:
    """The instant that `time_to_text` wrote."""
    return datetime.fromisoformat(text)


def _values(info: MediaInfo) -> tuple[object, ...]:
    return (
        info.duration,
        info.width,
        info.height,
        info.rotation,
        str(info.sample_aspect_ratio),
        str(info.frame_rate),
        info.codec,
        info.container,
        info.audio_streams,
        info.subtitle_streams,
        None if info.created is None else time_to_text(info.created),
        " ".join(info.packet_hashes),
    )


def _video(row: Row) -> Video:
    (video_id, duration, width, height, rotation, aspect, rate, codec, container, audio, subtitles, *rest) = row
    created, packet_hashes, damage, added, priority = rest
    info = MediaInfo(
        duration=duration,
        width=width,
        height=height,
        rotation=rotation,
        sample_aspect_ratio=Fraction(aspect),
        frame_rate=Fraction(rate),
        codec=codec,
        container=container,
        audio_streams=audio,
        subtitle_streams=subtitles,
        created=None if created is None else time_from_text(created),
        packet_hashes=tuple(packet_hashes.split()),
    )
    return Video(video_id, info, damage, time_from_text(added), priority)
