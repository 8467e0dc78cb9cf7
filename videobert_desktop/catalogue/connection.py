"""One SQLite connection: how it is set up, its transactions, and its errors in words a person understands."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from videobert_desktop.catalogue.disk import disk_full, is_full, replace_file
from videobert_desktop.domain.errors import UserError

BUSY_SECONDS = 10.0

Row = tuple[Any, ...]

# What SQLite's primary result codes mean to the person whose library it is: what happened, and what to do.
_MEANINGS = {
    sqlite3.SQLITE_BUSY: (
        "Another process is writing to this library.",
        "Wait until it has finished, then try again.",
    ),
    sqlite3.SQLITE_NOTADB: ("This file is not a catalogue.", "Choose the directory of a library."),
    sqlite3.SQLITE_CORRUPT: (
        "The catalogue is damaged.",
        "Put a backup in its place, or remove the library and index the videos again.",
    ),
    sqlite3.SQLITE_READONLY: ("The catalogue cannot be written to.", "Make the library's directory writable."),
    sqlite3.SQLITE_CANTOPEN: ("The catalogue cannot be opened.", "Check the permissions of the library's directory."),
    sqlite3.SQLITE_PERM: ("The catalogue cannot be opened.", "Check the permissions of the library's directory."),
    sqlite3.SQLITE_IOERR: ("The disk of the library reports an error.", "Check the disk, then try again."),
}


class BusyCatalogueError(UserError):
    """Another process went on writing for longer than the busy time."""


# What SQLite may say too where a disk is full: a catalogue on one is opened for reading only.
_PERHAPS_FULL = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}


def _address(path: Path) -> str:
    """The file as SQLite is to open it.

    Even reading a write-ahead log takes a file beside the catalogue, which a disk that is full or cannot be written has
    no room for. What cannot change while it is looked at may be opened without; a log that is there must not be
    overlooked.
    """
    log = path.with_name(f"{path.name}-wal")
    closed = not os.access(path.parent, os.W_OK) or is_full(path.parent)
    unchangeable = closed and not (log.exists() and log.stat().st_size)
    return path.absolute().as_uri() + ("?immutable=1" if unchangeable else "")


class Connection:
    """A connection to one catalogue file, used by the thread that made it.

    Every method may raise a `UserError` for what lies outside the program: a busy, damaged or read-only file, a
    full disk. What is wrong with the program itself (bad SQL, a broken constraint) comes as SQLite's own error.

    Attributes:
        path: The catalogue file.
    """

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        with self._explained():
            # Transactions are ours to begin: the module's own habit of beginning them late and committing early is off.
            self._db = sqlite3.connect(_address(path), timeout=busy_seconds, isolation_level=None, uri=True)

    def close(self) -> None:
        """Let go of the file; what is not committed is lost."""
        self._db.close()

    def configure(self) -> None:
        """Set how safely this connection writes and deletes; the file is known to be a catalogue, or empty."""
        # A features file is removed once its row has moved on, so that a commit must have reached the disk by then.
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA secure_delete = ON")

    def use_write_ahead_log(self) -> None:
        """Let others read while one writes. The file remembers it, so that it must have its layout first."""
        self.run("PRAGMA journal_mode = WAL")

    def empty_log(self) -> None:
        """Bring everything committed into the file itself, and cut the log off that may still hold older pages."""
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or none of it; an inner transaction is kept or lost with the outer one.

        The right to write is taken at the start, so that nothing read inside can change before it is written.

        Raises:
            BusyCatalogueError: Another process is writing, and went on for longer than the busy time.
        """
        inner = self._db.in_transaction
        begin, commit = ("SAVEPOINT part", "RELEASE part") if inner else ("BEGIN IMMEDIATE", "COMMIT")
        self.run(begin)
        try:
            yield
            self.run(commit)
        except BaseException:
            self._undo(inner=inner)
            raise

    def _undo(self, *, inner: bool) -> None:
        if not self._db.in_transaction:
            return  # SQLite has already undone it: it does so by itself when the disk is full
        if inner:
            self.run("ROLLBACK TO part")
            self.run("RELEASE part")
        else:
            self.run("ROLLBACK")

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Execute one statement whose answer does not matter."""
        with self._explained():
            self._db.execute(sql, values).close()

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute one statement for each of `rows`."""
        with self._explained():
            self._db.executemany(sql, rows).close()

    def insert(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Execute an INSERT of one row and give back the row's id."""
        with self._explained(), closing(self._db.execute(sql, values)) as cursor:
            assert cursor.lastrowid is not None
            return cursor.lastrowid

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Every row of a query."""
        with self._explained(), closing(self._db.execute(sql, values)) as cursor:
            return cursor.fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = self.all(sql, values)
        return rows[0] if rows else None

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """The first value of the first row of a query that always has one, as a whole number."""
        row = self.one(sql, values)
        assert row is not None
        return int(row[0])

    def back_up(self, target: Path) -> None:
        """Copy the catalogue as it stands into `target` (0600), replacing what is there, whole or not at all.

        Raises:
            UserError: The copy cannot be written.
        """
        with replace_file(target) as partial, self._explained(), closing(sqlite3.connect(partial)) as copy:
            try:
                self._db.backup(copy)
            except sqlite3.OperationalError as error:
                if _primary_code(error) == sqlite3.SQLITE_FULL:  # it is the disk of the copy, which shall be named
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = _primary_code(error)
            if code == sqlite3.SQLITE_FULL or (code in _PERHAPS_FULL and is_full(self.path.parent)):
                raise disk_full(self.path) from error
            if code not in _MEANINGS:
                raise
            reason, hint = _MEANINGS[code]
            kind = BusyCatalogueError if code == sqlite3.SQLITE_BUSY else UserError
            raise kind(reason, path=self.path, hint=hint) from error


def _primary_code(error: sqlite3.DatabaseError) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # the rest says more than a person wants to know


def encode_path(path: Path) -> bytes:
    """A path as the bytes that the file system knows it by, which need not be text."""
    return os.fsencode(path)


def decode_path(stored: bytes) -> Path:
    """The path that `encode_path` made the bytes of."""
    return Path(os.fsdecode(stored))
