"""The files that hold the library's videos."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from videobert_desktop.catalogue.connection import Connection, Row, decode_path, encode_path
from videobert_desktop.domain.video import FileFingerprint, VideoFile

_SELECT = "SELECT id, video_id, path, size, mtime_ns, content_hash, online, displaced FROM files"
_VIDEOS = "SELECT DISTINCT video_id FROM files"
UNDER = "path = ? OR (path >= ? AND path < ?)"


class FileStore:
    """Rows of the table `files`; a path belongs to one file at most, besides those displaced from it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, video_id: int, fingerprint: FileFingerprint) -> VideoFile:
        """Enter a file, online, that holds the video of that id; its path must not be taken."""
        file_id = self._connection.insert(
            "INSERT INTO files (video_id, path, size, mtime_ns, content_hash) VALUES (?, ?, ?, ?, ?)",
            (video_id, *_values(fingerprint)),
        )
        return VideoFile(file_id, video_id, fingerprint, online=True)

    def by_path(self, path: Path) -> VideoFile | None:
        """The file at `path`, or None; not one that was displaced from there."""
        files = self._select("WHERE path = ? AND displaced = 0", encode_path(path))
        return files[0] if files else None

    def by_content(self, content_hash: str, size: int, limit: int = -1) -> list[VideoFile]:
        """The files of that content, wherever they lie: those that are not there any more first, all or so many."""
        rest = "WHERE content_hash = ? AND size = ? ORDER BY online, id LIMIT ?"
        return self._select(rest, content_hash, size, limit)

    def of_video(self, video_id: int) -> list[VideoFile]:
        """The files that hold a video, those that are online first."""
        return self._select("WHERE video_id = ? ORDER BY online DESC, id", video_id)

    def some_online(self, video_id: int, limit: int) -> list[VideoFile]:
        """Up to so many of the files that hold a video and were there when last looked for."""
        return self._select("WHERE video_id = ? AND online = 1 LIMIT ?", video_id, limit)

    def of_videos(self, video_ids: Collection[int]) -> Mapping[int, list[VideoFile]]:
        """The files that hold each of those videos, those that are online first; a video without is left out."""
        held: defaultdict[int, list[VideoFile]] = defaultdict(list)
        # As one value, because a statement takes a limited number of them.
        ids = json.dumps(list(video_ids))
        for file in self._select("WHERE video_id IN (SELECT value FROM json_each(?)) ORDER BY online DESC, id", ids):
            held[file.video_id].append(file)
        return dict(held)

    def ending_in(self, tail: str) -> list[VideoFile]:
        """The files of that name, or whose path ends in those folders and name; those displaced from there last."""
        ending = os.fsencode(os.sep + tail)
        return self._select("WHERE substr(path, ?) = ? ORDER BY displaced, id", -len(ending), ending)

    def all(self) -> list[VideoFile]:
        """Every file, by path."""
        return self._select("ORDER BY path")

    def under(self, folder: Path) -> list[VideoFile]:
        """The files inside `folder`, however deep, or the file of that very path, by path."""
        return self._select(f"WHERE {UNDER} ORDER BY path", *bounds(folder))

    def videos_under(self, folder: Path) -> set[int]:
        """The ids of the videos with a file inside `folder`, or of that very path; displaced files do not count."""
        rows = self._connection.all(f"{_VIDEOS} WHERE displaced = 0 AND ({UNDER})", bounds(folder))
        return {row[0] for row in rows}

    def update(self, file_id: int, fingerprint: FileFingerprint) -> None:
        """Note where a file is now, online, and what it looks like; its path must not be another file's."""
        self._connection.run(
            """UPDATE files SET path = ?, size = ?, mtime_ns = ?, content_hash = ?, online = 1, displaced = 0
                WHERE id = ?""",
            (*_values(fingerprint), file_id),
        )

    def set_online(self, *file_ids: int, online: bool) -> None:
        """Note whether files were there when last looked for, of all of them at once."""
        with self._connection.transaction():
            rows = ((int(online), file_id) for file_id in file_ids)
            self._connection.run_many("UPDATE files SET online = ? WHERE id = ?", rows)

    def displace(self, file_id: int) -> None:
        """Note that something else lies at a file's path: it is offline until it turns up elsewhere."""
        self._connection.run("UPDATE files SET online = 0, displaced = 1 WHERE id = ?", (file_id,))

    def remove(self, file_id: int) -> None:
        """Forget a file; its video stays."""
        self._connection.run("DELETE FROM files WHERE id = ?", (file_id,))

    def _select(self, rest: str, *values: object) -> list[VideoFile]:
        return [_file(row) for row in self._connection.all(f"{_SELECT} {rest}", values)]


def bounds(folder: Path) -> tuple[bytes, bytes, bytes]:
    """What `UNDER` is to be given for a folder.

    Bytes sort in such a way that what a folder holds lies between its separator and the byte that follows it.
    """
    separator = os.fsencode(os.sep)
    stem = encode_path(folder).removesuffix(separator)
    return stem, stem + separator, stem + bytes([separator[0] + 1])


def _values(fingerprint: FileFingerprint) -> tuple[bytes, int, int, str]:
    return encode_path(fingerprint.path), fingerprint.size, fingerprint.mtime_ns, fingerprint.content_hash


def _file(row: Row) -> VideoFile:
    file_id, video_id, path, size, mtime_ns, content_hash, online, displaced = row
    fingerprint = FileFingerprint(decode_path(path), size, mtime_ns, content_hash)
    return VideoFile(file_id, video_id, fingerprint, bool(online), bool(displaced))
