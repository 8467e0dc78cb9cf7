"""The files that hold the library's videos."""

from __future__ import annotations

import os
from pathlib import Path

from videobert_desktop.catalogue.connection import Connection, Row, decode_path, encode_path
from videobert_desktop.domain.video import FileFingerprint, VideoFile

_SELECT = "SELECT id, video_id, path, size, mtime_ns, content_hash, online, displaced FROM files"


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

    def by_content(self, content_hash: str, size: int) -> list[VideoFile]:
        """The files of that content, wherever they lie."""
        return self._select("WHERE content_hash = ? AND size = ? ORDER BY id", content_hash, size)

    def of_video(self, video_id: int) -> list[VideoFile]:
        """The files that hold a video, those that are online first."""
        return self._select("WHERE video_id = ? ORDER BY online DESC, id", video_id)

    def all(self) -> list[VideoFile]:
        """Every file, by path."""
        return self._select("ORDER BY path")

    def under(self, folder: Path) -> list[VideoFile]:
        """The files inside `folder`, however deep, or the file of that very path, by path."""
        # Bytes sort in such a way that what a folder holds lies between its separator and the byte that follows it.
        separator = os.fsencode(os.sep)
        stem = encode_path(folder).removesuffix(separator)
        bounds = (stem + separator, stem + bytes([separator[0] + 1]))
        return self._select("WHERE path = ? OR (path >= ? AND path < ?) ORDER BY path", stem, *bounds)

    def update(self, file_id: int, fingerprint: FileFingerprint) -> None:
        """Note where a file is now, online, and what it looks like; its path must not be another file's."""
        self._connection.run(
            """UPDATE files SET path = ?, size = ?, mtime_ns = ?, content_hash = ?, online = 1, displaced = 0
                WHERE id = ?""",
            (*_values(fingerprint), file_id),
        )

    def set_online(self, file_id: int, *, online: bool) -> None:
        """Note whether a file was there when last looked for."""
        self._connection.run("UPDATE files SET online = ? WHERE id = ?", (int(online), file_id))

    def displace(self, file_id: int) -> None:
        """Note that something else lies at a file's path: it is offline until it turns up elsewhere."""
        self._connection.run("UPDATE files SET online = 0, displaced = 1 WHERE id = ?", (file_id,))

    def remove(self, file_id: int) -> None:
        """Forget a file; its video stays."""
        self._connection.run("DELETE FROM files WHERE id = ?", (file_id,))

    def _select(self, rest: str, *values: object) -> list[VideoFile]:
        return [_file(row) for row in self._connection.all(f"{_SELECT} {rest}", values)]


def _values(fingerprint: FileFingerprint) -> tuple[bytes, int, int, str]:
    return encode_path(fingerprint.path), fingerprint.size, fingerprint.mtime_ns, fingerprint.content_hash


def _file(row: Row) -> VideoFile:
    file_id, video_id, path, size, mtime_ns, content_hash, online, displaced = row
    fingerprint = FileFingerprint(decode_path(path), size, mtime_ns, content_hash)
    return VideoFile(file_id, video_id, fingerprint, bool(online), bool(displaced))
