"""Moves the roots of a catalogue's paths: the same files, below other folders or on another machine.

Paths are compared part by part and as the bytes that they are, so that names that are not text stay what they are. A
path of Windows, with its drive or share, may become one of this machine, and the other way round.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from videobert_desktop.catalogue.connection import Connection, decode_path, encode_path
from videobert_desktop.domain.errors import UserError

TABLES_WITH_PATHS = ("files", "failures", "folders", "forgotten_files")
"""Every table that has a column `path`."""

_OF_WINDOWS = re.compile(rb"[A-Za-z]:([\\/]|$)|\\\\[^\\]")


@dataclass(frozen=True, slots=True)
class MovedRoot:
    """A folder whose contents lie below another one now.

    Attributes:
        old: The parts of the path that it had.
        new: The path that it has on this machine.
        of_windows: Whether the old path is one of Windows, which knows no upper and lower case.
    """

    old: tuple[bytes, ...]
    new: bytes
    of_windows: bool

    @classmethod
    def of(cls, old: str, new: Path) -> Self:
        """The root that a person names.

        Raises:
            UserError: The old path is not absolute, neither here nor on Windows.
        """
        path = os.fsencode(old)
        of_windows = _is_of_windows(path)
        if not (of_windows or path.startswith(b"/")):
            hint = "Write it as `videobert status` or the error messages did: from the root or the drive on."
            raise UserError(f"This is not an absolute path: {old!r}.", hint=hint)
        return cls(tuple(_parts(path, of_windows=of_windows)), encode_path(new), of_windows)

    def moved(self, path: bytes) -> bytes | None:
        """Where a path below the old root is now, or None for one that is not below it."""
        parts = _parts(path, of_windows=self.of_windows)
        if _is_of_windows(path) != self.of_windows or not self._holds(parts):
            return None
        separator = os.fsencode(os.sep)
        # Joined as they are: what is a drive to one system may be a file's name to another.
        return separator.join([self.new.rstrip(separator), *parts[len(self.old) :]]) or separator

    def _holds(self, parts: Sequence[bytes]) -> bool:
        head = parts[: len(self.old)]
        if self.of_windows:
            return list(map(_case_folded, head)) == list(map(_case_folded, self.old))
        return tuple(head) == self.old


def move_roots(connection: Connection, roots: Sequence[MovedRoot]) -> int:
    """Rewrite every path below one of the roots, by the one that lies deepest; all others stay as they are.

    Returns:
        How many files' paths have changed.

    Raises:
        UserError: There is nothing below one of the roots, or two files would lie at one path. Nothing has changed.
    """
    deepest_first = sorted(roots, key=lambda root: -len(root.old))
    with connection.transaction():
        paths = {table: _paths(connection, table) for table in TABLES_WITH_PATHS}
        for root in roots:
            if all(root.moved(path) is None for found in paths.values() for path in found):
                raise _nothing_below(root, paths["folders"])
        _require_one_file_a_path(connection, deepest_first)
        changes = {table: _changes(found, deepest_first) for table, found in paths.items()}
        for table, changed in changes.items():
            # By way of names that no path has, for two folders may change places.
            _rename(connection, table, ((old, b"\0" + old) for old, _ in changed))
            _rename(connection, table, ((b"\0" + old, new) for old, new in changed))
    moved = {old for old, _ in changes["files"]}
    return sum(path in moved for path in paths["files"])


def _paths(connection: Connection, table: str) -> list[bytes]:
    return [row[0] for row in connection.all(f"SELECT path FROM {table}")]  # noqa: S608 - a name of ours


def _changes(paths: Iterable[bytes], roots: Sequence[MovedRoot]) -> list[tuple[bytes, bytes]]:
    """The old and the new path of each that changes, each once."""
    return [(path, new) for path in dict.fromkeys(paths) if (new := _moved(path, roots)) != path]


def _moved(path: bytes, roots: Iterable[MovedRoot]) -> bytes:
    return next((new for root in roots if (new := root.moved(path)) is not None), path)


def _rename(connection: Connection, table: str, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    # A folder, or a failure, may come to lie at the path of another; one of them is enough.
    sql = f"UPDATE OR REPLACE {table} SET path = ? WHERE path = ?"  # noqa: S608 - a name of ours
    connection.run_many(sql, ((new, old) for old, new in pairs))


def _require_one_file_a_path(connection: Connection, roots: Sequence[MovedRoot]) -> None:
    rows = connection.all("SELECT path FROM files WHERE displaced = 0")
    path, count = Counter(_moved(row[0], roots) for row in rows).most_common(1)[0] if rows else (b"", 0)
    if count > 1:
        hint = "Let each of the old folders become another new one."
        raise UserError("Two of the library's files would lie here.", path=decode_path(path), hint=hint)


def _nothing_below(root: MovedRoot, folders: Iterable[bytes]) -> UserError:
    old = (b"\\" if root.of_windows else b"/").join(root.old)
    known = ", ".join(os.fsdecode(folder) for folder in folders)
    hint = f"The folders that were indexed are: {known}." if known else "No folder was indexed, only single files."
    return UserError(f"The library has nothing below {os.fsdecode(old) or '/'}.", hint=hint)


def _is_of_windows(path: bytes) -> bool:
    return _OF_WINDOWS.match(path) is not None


def _parts(path: bytes, *, of_windows: bool) -> list[bytes]:
    unified = path.replace(b"\\", b"/") if of_windows else path
    return [part for part in unified.split(b"/") if part not in (b"", b".")]


def _case_folded(part: bytes) -> str:
    return part.decode("utf-8", "surrogateescape").casefold()
