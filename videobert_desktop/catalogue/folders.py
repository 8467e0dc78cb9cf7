"""The folders that the library was asked to index."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.catalogue.connection import Connection, decode_path, encode_path


class FolderStore:
    """Rows of the table `folders`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, path: Path) -> None:
        """Enter a folder, unless it is there already."""
        self._connection.run("INSERT OR IGNORE INTO folders (path) VALUES (?)", (encode_path(path),))

    def all(self) -> list[Path]:
        """Every folder, by path."""
        return [decode_path(row[0]) for row in self._connection.all("SELECT path FROM folders ORDER BY path")]

    def remove(self, path: Path) -> None:
        """Take a folder out, if it is there."""
        self._connection.run("DELETE FROM folders WHERE path = ?", (encode_path(path),))
