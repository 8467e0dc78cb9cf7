"""The catalogue's layout and its changes over time: numbered SQL files, each applied in one transaction."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from videobert_desktop.catalogue.connection import Connection, Row
from videobert_desktop.domain.errors import UserError

# Says in the file's header whose it is: "VBDT", set by the first migration.
APPLICATION_ID = int.from_bytes(b"VBDT", "big")

# FTS5's trigrams are there from 3.34 on, STRICT tables from 3.37.
_OLDEST_SQLITE = (3, 37)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the layout.

    Attributes:
        number: From 1; the catalogue's version once it is applied.
        sql: The statements.
    """

    number: int
    sql: str


def load_migrations() -> tuple[Migration, ...]:
    """The migrations that come with the program, in order; the last one's number is our version."""
    folder = resources.files("videobert_desktop.catalogue") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(Migration(int(file.name[:4]), file.read_text(encoding="utf-8")) for file in files)


def require_catalogue(connection: Connection, newest: int) -> None:
    """Make sure that the file is a catalogue that this program can read, without changing it.

    Raises:
        UserError: It is something else, is damaged, or was written by a newer program.
    """
    if connection.number("PRAGMA application_id") != APPLICATION_ID:
        raise UserError(
            "This file is not a catalogue.", path=connection.path, hint="Choose the directory of a library."
        )
    version = _version(connection)
    if version > newest:
        raise UserError(
            f"This library was written by a newer version of the program (layout {version}; this one knows {newest}).",
            path=connection.path,
            hint="Install the newer version of VideoBERT Desktop.",
        )


def require_full_text(connection: Connection) -> None:
    """Make sure that this SQLite can search in texts.

    Raises:
        UserError: It is too old, or was built without FTS5.
    """
    built_in = connection.one("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'") is not None
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE or not built_in:
        oldest = ".".join(str(part) for part in _OLDEST_SQLITE)
        raise UserError(
            f"The SQLite of this Python ({sqlite3.sqlite_version}) cannot search in texts.",
            path=connection.path,
            hint=f"Use a Python whose SQLite is {oldest} or newer and has FTS5.",
        )


def migrate(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Bring the catalogue up to date; one that has something in it is first copied to `<name>.v<version>.backup`.

    Raises:
        UserError: Another process is writing, the disk is full, or it cannot be written to; finished steps are kept.
    """
    version = _version(connection)
    pending = [migration for migration in migrations if migration.number > version]
    if pending and version > 0:
        _back_up(connection, version)
    # Rebuilding a table drops it, which must not cascade into its children. Inside a transaction this has no effect.
    connection.run("PRAGMA foreign_keys = OFF")
    for migration in pending:
        _apply(connection, migration)
    connection.run("PRAGMA foreign_keys = ON")


def _back_up(connection: Connection, version: int) -> None:
    if not os.access(connection.path.parent, os.W_OK):
        raise UserError(
            "This library was made by an older version of the program and has to be brought up to date first.",
            path=connection.path,
            hint="Make its directory writable, or copy it to where it can be written.",
        )
    target = connection.path.with_name(f"{connection.path.name}.v{version}.backup")
    if not target.exists():  # who comes second may find the catalogue up to date, which would be no backup
        connection.back_up(target)


def layout(connection: Connection) -> set[Row]:
    """Everything that the file is laid out in: the name and kind of each part, and each column of each table.

    Of what does something (triggers, views, virtual tables) it is the whole text.
    """
    parts = connection.all(
        """SELECT name, type, tbl_name, iif(type IN ('trigger', 'view') OR rootpage = 0, sql, '') FROM sqlite_schema
            WHERE name NOT LIKE 'sqlite%'"""
    )
    columns = connection.all(
        """SELECT tables.name, columns.name, columns.type, columns."notnull", columns.pk
            FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"""
    )
    return {*parts, *columns}


def expected_layout() -> set[Row]:
    """The layout of a new catalogue."""
    with tempfile.TemporaryDirectory() as directory, closing(Connection(Path(directory, "new.sqlite3"))) as new:
        migrate(new, load_migrations())
        return layout(new)


def _apply(connection: Connection, migration: Migration) -> None:
    with connection.transaction():
        if _version(connection) >= migration.number:
            return  # another process was faster
        for statement in _statements(migration.sql):
            connection.run(statement)
        broken = connection.all("PRAGMA foreign_key_check")
        assert not broken, f"migration {migration.number} leaves rows without their parents: {broken[:5]}"
        connection.run(f"PRAGMA user_version = {migration.number}")


def _statements(sql: str) -> Iterator[str]:
    # sqlite3's own executescript commits the transaction it finds itself in.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    assert not statement.strip(), f"the last statement has no end: {statement}"


def _version(connection: Connection) -> int:
    return connection.number("PRAGMA user_version")
