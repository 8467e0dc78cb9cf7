"""The files that were taken out of the library and are to stay out, wherever they are found again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from videobert_desktop.catalogue.connection import Connection, decode_path, encode_path
from videobert_desktop.catalogue.files import UNDER, bounds
from videobert_desktop.domain.video import FileFingerprint

_SELECT = "SELECT path, size, mtime_ns, content_hash FROM forgotten_files"


class ForgottenFileStore:
    """Rows of the table `forgotten_files`: where each content was seen, and what the file looked like there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, files: Iterable[FileFingerprint]) -> None:
        """Enter files; the content hash of one that could not be read is empty."""
        with self._connection.transaction():
            self._connection.run_many(
                """INSERT OR REPLACE INTO forgotten_files (path, size, mtime_ns, content_hash) VALUES (?, ?, ?, ?)""",
                ((encode_path(file.path), file.size, file.mtime_ns, file.content_hash) for file in files),
            )

    def under(self, folder: Path) -> list[FileFingerprint]:
        """The files that were seen inside `folder`, however deep, or at that very path, by path."""
        rows = self._connection.all(f"{_SELECT} WHERE {UNDER} ORDER BY path, id", bounds(folder))
        return [FileFingerprint(decode_path(path), *rest) for path, *rest in rows]

    def holds(self, content_hash: str, size: int) -> bool:
        """Whether a file of that content was forgotten."""
        sql = "SELECT EXISTS (SELECT 1 FROM forgotten_files WHERE content_hash = ? AND size = ?)"
        return bool(self._connection.number(sql, (content_hash, size)))

    def sizes(self) -> set[int]:
        """The sizes in bytes of all of them: a file of another size is none of them."""
        return {row[0] for row in self._connection.all("SELECT DISTINCT size FROM forgotten_files")}

    def remove_path(self, path: Path) -> None:
        """Let in again what was forgotten at a path."""
        self._connection.run("DELETE FROM forgotten_files WHERE path = ?", (encode_path(path),))

    def remove_content(self, content_hash: str, size: int) -> None:
        """Let a content in again, wherever it lies."""
        self._connection.run("DELETE FROM forgotten_files WHERE content_hash = ? AND size = ?", (content_hash, size))
