from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.connection import Connection
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import MediaInfo


def test_what_was_written_is_there_when_opened_again(catalogue_path: Path, info: MediaInfo, noon: datetime) -> None:
    with Catalogue.create(catalogue_path) as catalogue:
        video = catalogue.videos.add(info, noon)
    with Catalogue.open(catalogue_path) as catalogue:
        assert catalogue.videos.all() == [video]


def test_a_new_catalogue_is_empty_and_sound(catalogue: Catalogue) -> None:
    assert catalogue.videos.count() == 0
    assert catalogue.generation == 0
    assert catalogue.check() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
def test_its_files_are_private_to_the_user(catalogue: Catalogue, info: MediaInfo, noon: datetime) -> None:
    catalogue.videos.add(info, noon)
    modes = {file.name: file.stat().st_mode & 0o777 for file in catalogue.path.parent.iterdir()}
    assert modes == {f"catalogue.sqlite3{suffix}": 0o600 for suffix in ("", "-wal", "-shm")}


def test_it_is_set_up_for_readers_beside_a_writer_and_for_overwriting_what_is_deleted(catalogue: Catalogue) -> None:
    pragmas = {name: catalogue._connection.one(f"PRAGMA {name}") for name in ("journal_mode", "secure_delete")}
    assert pragmas == {"journal_mode": ("wal",), "secure_delete": (1,)}
    assert catalogue._connection.number("PRAGMA foreign_keys") == 1
    assert catalogue._connection.number("PRAGMA synchronous") == 2


def test_a_name_that_is_not_text_does_for_the_directory(tmp_path: Path) -> None:
    directory = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        directory.mkdir()
    except OSError:
        pytest.skip("this file system takes only names that are text")
    with Catalogue.create(directory / "catalogue.sqlite3"), Catalogue.open(directory / "catalogue.sqlite3") as opened:
        assert opened.check() == []


def test_the_connection_is_closed_when_the_layout_cannot_be_read(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    closed: list[Connection] = []
    close = Connection.close
    monkeypatch.setattr(Connection, "close", lambda connection: (closed.append(connection), close(connection)))
    monkeypatch.setattr("videobert_desktop.catalogue.catalogue.load_migrations", broken)
    with pytest.raises(ZeroDivisionError):
        Catalogue.open(catalogue.path)
    assert [connection.path for connection in closed] == [catalogue.path]


def test_creating_refuses_to_replace_a_file(catalogue: Catalogue) -> None:
    with pytest.raises(UserError, match="There is a file here already"):
        Catalogue.create(catalogue.path)


def test_creating_takes_over_what_a_creation_that_was_cut_off_left_behind(catalogue_path: Path) -> None:
    catalogue_path.touch()
    with Catalogue.create(catalogue_path) as catalogue:
        assert catalogue.check() == []


def test_creating_in_a_directory_that_is_not_there_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "catalogue.sqlite3"
    with pytest.raises(UserError, match="No such file") as caught:
        Catalogue.create(path)
    assert caught.value.path == path


@pytest.mark.parametrize("directory", [False, True], ids=["missing", "directory"])
def test_opening_where_there_is_no_catalogue_says_so(catalogue_path: Path, directory: bool) -> None:
    if directory:
        catalogue_path.mkdir()
    with pytest.raises(UserError, match="There is no catalogue here") as caught:
        Catalogue.open(catalogue_path)
    assert caught.value.path == catalogue_path
    assert caught.value.hint
    assert catalogue_path.exists() == directory


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("lacking", ["FTS5", "age"])
def test_without_full_text_search_it_says_what_is_needed(
    catalogue_path: Path, monkeypatch: pytest.MonkeyPatch, new: bool, lacking: str
) -> None:
    if not new:
        Catalogue.create(catalogue_path).close()
    if lacking == "age":
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    else:
        one = Connection.one
        monkeypatch.setattr(
            Connection, "one", lambda self, sql, *values: None if "fts5" in sql else one(self, sql, *values)
        )
    with pytest.raises(UserError, match="cannot search in texts") as caught:
        (Catalogue.create if new else Catalogue.open)(catalogue_path)
    assert caught.value.path == catalogue_path
    assert "3.37 or newer and has FTS5" in caught.value.hint


@pytest.mark.parametrize("content", [b"", b"no database at all " * 500], ids=["empty", "garbage"])
def test_a_file_of_another_kind_is_named_as_not_a_catalogue_and_left_alone(
    catalogue_path: Path, content: bytes
) -> None:
    catalogue_path.write_bytes(content)
    with pytest.raises(UserError, match="not a catalogue") as caught:
        Catalogue.open(catalogue_path)
    assert caught.value.path == catalogue_path
    assert catalogue_path.read_bytes() == content


def test_the_database_of_another_program_is_named_as_not_a_catalogue_and_left_alone(catalogue_path: Path) -> None:
    with closing(sqlite3.connect(catalogue_path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = catalogue_path.read_bytes()
    with pytest.raises(UserError, match="not a catalogue"):
        Catalogue.open(catalogue_path)
    assert catalogue_path.read_bytes() == before


def test_a_catalogue_of_a_newer_program_is_refused_and_left_alone(catalogue_path: Path) -> None:
    Catalogue.create(catalogue_path).close()
    with closing(sqlite3.connect(catalogue_path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = catalogue_path.read_bytes()
    with pytest.raises(UserError, match=r"newer version of the program \(layout 99;") as caught:
        Catalogue.open(catalogue_path)
    assert "Install" in caught.value.hint
    assert catalogue_path.read_bytes() == before


def test_a_catalogue_that_was_cut_short_is_named_as_damaged(catalogue_path: Path) -> None:
    Catalogue.create(catalogue_path).close()
    os.truncate(catalogue_path, 2 * 4096)
    with pytest.raises(UserError, match="The catalogue is damaged") as caught:
        Catalogue.open(catalogue_path)
    assert caught.value.hint


def test_a_refused_file_is_let_go_of(catalogue_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue_path.write_bytes(b"garbage " * 1000)
    closed: list[Path] = []
    close = Connection.close

    def record(self: Connection) -> None:
        closed.append(self.path)
        close(self)

    monkeypatch.setattr(Connection, "close", record)
    with pytest.raises(UserError):
        Catalogue.open(catalogue_path)
    assert closed == [catalogue_path]


def test_check_tells_of_damaged_pages(catalogue_path: Path, info: MediaInfo, noon: datetime) -> None:
    with Catalogue.create(catalogue_path) as catalogue:
        for _ in range(200):
            catalogue.videos.add(info, noon)
    with catalogue_path.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\xff" * 4096)
    with Catalogue.open(catalogue_path) as catalogue:
        findings = catalogue.check()
    assert findings
    assert all("damaged" in finding for finding in findings)


def test_check_tells_of_rows_without_their_parents(catalogue: Catalogue) -> None:
    catalogue._connection.run("PRAGMA foreign_keys = OFF")
    catalogue._connection.run(
        "INSERT INTO files (video_id, path, size, mtime_ns, content_hash) VALUES (7, x'2f', 1, 1, 'a')"
    )
    assert catalogue.check() == ["Row 1 of files belongs to no row of videos."]


@pytest.mark.parametrize(
    ("kind", "name", "sql"),
    [
        ("TRIGGER", "segments_added", "AFTER INSERT ON segments BEGIN DELETE FROM videos; END"),
        ("VIEW", "spoken_texts", "AS SELECT id, 1 AS video_id, '' AS text FROM segments"),
        ("VIEW", "written_texts", None),
    ],
)
def test_a_part_that_does_something_else_than_it_should_does_not_go_unnoticed(
    catalogue: Catalogue, kind: str, name: str, sql: str | None
) -> None:
    assert catalogue.check_layout() == []
    catalogue._connection.run(f"DROP {kind} {name}")
    if sql is not None:
        catalogue._connection.run(f"CREATE {kind} {name} {sql}")
    assert catalogue.check_layout() == [f"The catalogue is not laid out as it should be: {name}."]


class Usage(NamedTuple):
    """What the system says of the room on a disk."""

    total: int
    used: int
    free: int


class TestOnADiskThatCannotBeWritten:
    """It is full, or only seems unwritable here, for those who may do everything are never refused."""

    @pytest.fixture(params=["full", "not ours"])
    def seal(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        """Makes the disk one that cannot be written."""
        if request.param == "full":
            full = Usage(1 << 30, 1 << 30, 0)
            return lambda: monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
        return lambda: monkeypatch.setattr(os, "access", lambda path, mode: False)

    @pytest.fixture
    def sealed(self, catalogue_path: Path, info: MediaInfo, noon: datetime, seal: Callable[[], None]) -> Path:
        with Catalogue.create(catalogue_path) as catalogue:
            catalogue.videos.add(info, noon)
        seal()
        return catalogue_path

    def test_it_can_be_read_without_a_file_beside_it(self, sealed: Path) -> None:
        with Catalogue.open(sealed) as catalogue:
            assert catalogue.videos.count() == 1
            assert catalogue.check() == []
            assert [file.name for file in sealed.parent.iterdir()] == [sealed.name]

    def test_writing_is_refused_in_words(self, sealed: Path, info: MediaInfo, noon: datetime) -> None:
        with Catalogue.open(sealed) as catalogue, pytest.raises(UserError, match=r"cannot be written to|is full"):
            catalogue.videos.add(info, noon)

    def test_a_log_that_is_there_is_not_overlooked(
        self, catalogue_path: Path, info: MediaInfo, noon: datetime, seal: Callable[[], None]
    ) -> None:
        with Catalogue.create(catalogue_path) as writer:
            writer.videos.add(info, noon)
            seal()
            with Catalogue.open(catalogue_path) as reader:
                assert reader.videos.count() == 1
