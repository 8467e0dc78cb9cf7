from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from videobert_desktop.catalogue import Catalogue, ShardRef
from videobert_desktop.catalogue.connection import Connection
from videobert_desktop.catalogue.migrations import Migration, load_migrations, migrate
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.text_query import TextQuery
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import Segment, SubtitleTrack, TranscriptSource
from videobert_desktop.domain.video import FileFingerprint, MediaInfo, Video
from videobert_desktop.domain.viewing import Viewing

OURS = load_migrations()
NEXT = len(OURS) + 1

AddMigration = Callable[[str], None]


@pytest.fixture
def add_migration(monkeypatch: pytest.MonkeyPatch) -> AddMigration:
    """Make the program one migration newer."""

    def add(sql: str) -> None:
        newer = (*OURS, Migration(NEXT, sql))
        monkeypatch.setattr("videobert_desktop.catalogue.catalogue.load_migrations", lambda: newer)

    return add


@pytest.fixture
def old_video(catalogue_path: Path, info: MediaInfo, noon: datetime) -> Video:
    """A video in a catalogue of our version, closed."""
    with Catalogue.create(catalogue_path) as catalogue:
        return catalogue.videos.add(info, noon)


@pytest.fixture
def backup_path(catalogue_path: Path) -> Path:
    return catalogue_path.with_name(f"catalogue.sqlite3.v{NEXT - 1}.backup")


def test_the_migrations_are_numbered_from_one_without_gaps() -> None:
    assert [migration.number for migration in OURS] == list(range(1, len(OURS) + 1))


def test_a_catalogue_up_to_date_is_opened_without_a_backup(old_video: Video, catalogue_path: Path) -> None:
    Catalogue.open(catalogue_path).close()
    assert [file.name for file in catalogue_path.parent.iterdir()] == ["catalogue.sqlite3"]


def test_an_older_catalogue_is_copied_and_then_upgraded(
    old_video: Video, catalogue_path: Path, backup_path: Path, add_migration: AddMigration
) -> None:
    add_migration("ALTER TABLE videos ADD COLUMN title TEXT;\nUPDATE videos SET title = 'untitled';\n")
    with Catalogue.open(catalogue_path) as catalogue:
        assert catalogue.videos.all() == [old_video]
        assert catalogue._connection.one("SELECT title FROM videos") == ("untitled",)
        assert catalogue._connection.number("PRAGMA user_version") == NEXT
        assert catalogue._connection.number("PRAGMA foreign_keys") == 1
    if os.name != "nt":
        assert backup_path.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in catalogue_path.parent.iterdir()} == {catalogue_path.name, backup_path.name}


def test_the_backup_is_the_catalogue_as_it_was(
    old_video: Video,
    catalogue_path: Path,
    backup_path: Path,
    add_migration: AddMigration,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_migration("DELETE FROM videos;\n")
    Catalogue.open(catalogue_path).close()
    monkeypatch.undo()
    with Catalogue.open(backup_path) as backup:
        assert backup.videos.all() == [old_video]


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(
    old_video: Video, catalogue_path: Path, add_migration: AddMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_migration("DELETE FROM videos;\nALTER TABLE nowhere ADD COLUMN title TEXT;\n")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Catalogue.open(catalogue_path)
    monkeypatch.undo()
    with Catalogue.open(catalogue_path) as catalogue:
        assert catalogue.videos.all() == [old_video]
        assert catalogue._connection.number("PRAGMA user_version") == NEXT - 1


def test_a_migration_that_breaks_a_reference_is_a_bug_and_changes_nothing(
    old_video: Video, catalogue_path: Path, add_migration: AddMigration, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_migration("INSERT INTO files (video_id, path, size, mtime_ns, content_hash) VALUES (99, x'2f', 1, 1, '');\n")
    with pytest.raises(AssertionError, match="without their parents"):
        Catalogue.open(catalogue_path)
    monkeypatch.undo()
    with Catalogue.open(catalogue_path) as catalogue:
        assert catalogue.files.all() == []


def test_rebuilding_a_table_does_not_take_its_children_along(
    old_video: Video, catalogue_path: Path, add_migration: AddMigration
) -> None:
    with Catalogue.open(catalogue_path) as catalogue:
        pack_id = catalogue.packs.add("tiny", "1", dim=4)
        catalogue.units.mark_complete(old_video.id, pack_id, Pass.STANDARD)
    add_migration(
        "CREATE TABLE fresh AS SELECT * FROM packs;\nDROP TABLE packs;\n"
        "CREATE TABLE packs (id INTEGER PRIMARY KEY, name TEXT, revision TEXT, dim INTEGER, UNIQUE (name, revision));\n"
        "INSERT INTO packs SELECT * FROM fresh;\nDROP TABLE fresh;\n"
    )
    with Catalogue.open(catalogue_path) as catalogue:
        assert old_video.id in catalogue.units.passes(pack_id)
        assert catalogue.check() == []


def test_a_semicolon_inside_a_trigger_does_not_end_the_statement(
    old_video: Video, catalogue_path: Path, add_migration: AddMigration
) -> None:
    add_migration(
        "CREATE TRIGGER advance AFTER DELETE ON videos\nBEGIN\n"
        "    UPDATE state SET generation = generation + 1;\n    UPDATE state SET generation = generation + 1;\nEND;\n"
    )
    with Catalogue.open(catalogue_path) as catalogue:
        catalogue.videos.remove(old_video.id)
        assert catalogue.generation == 2


def test_a_catalogue_of_the_second_layout_loses_nothing_and_gets_room_for_what_is_remembered(
    catalogue_path: Path, info: MediaInfo, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        past.setattr("videobert_desktop.catalogue.catalogue.load_migrations", lambda: OURS[:2])
        with Catalogue.create(catalogue_path) as old:
            video = old.videos.add(info, noon)
            file = old.files.add(video.id, FileFingerprint(Path("/v/a.mp4"), 5, 17, "hash of a"))
            pack_id = old.packs.add("tiny", "1", dim=4)
            unit = (video.id, pack_id, 0, Pass.STANDARD, ShardRef("0.safetensors", "sum", 0))
            windows = old.units.commit(*unit, [Span(0, 1.5), Span(1.5, 3)])
            old._connection.run("INSERT INTO completions VALUES (?, ?, 'standard')", (video.id, pack_id))
    with Catalogue.open(catalogue_path) as catalogue:
        assert (catalogue.videos.all(), catalogue.files.all()) == ([video], [file])
        assert catalogue.windows.ids(pack_id).tolist() == windows
        assert catalogue.units.passes(pack_id) == {video.id: Pass.STANDARD}
        assert (catalogue.viewings.all(), catalogue.searches.latest(9), catalogue.forgotten.sizes()) == ([], [], set())
        assert catalogue.check() == catalogue.check_layout() == []
    assert catalogue_path.with_name("catalogue.sqlite3.v2.backup").exists()


def test_a_catalogue_of_the_third_layout_loses_nothing_and_gets_room_for_words(
    catalogue_path: Path, info: MediaInfo, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        past.setattr("videobert_desktop.catalogue.catalogue.load_migrations", lambda: OURS[:3])
        with Catalogue.create(catalogue_path) as old:
            video = old.videos.add(info, noon)
            old.viewings.put(viewing := Viewing(video.id, 12.5, (Span(0, 10),), noon))
            old.searches.add("a dog")
            old.advance_generation()
    with Catalogue.open(catalogue_path) as catalogue:
        assert (catalogue.videos.all(), catalogue.viewings.all()) == ([video], [viewing])
        assert (catalogue.searches.latest(9), catalogue.generation) == (["a dog"], 1)
        assert (catalogue.transcripts.all_of(video.id), catalogue.screen_texts.of_video(video.id)) == ([], [])
        assert catalogue.stages.unfinished("speech", "tiny.en@1") == [video.id]
        assert catalogue.check() == catalogue.check_layout() == []
        line = Segment(Span(0, 2), "Ask not.")
        catalogue.transcripts.put(video.id, SubtitleTrack(TranscriptSource.EMBEDDED, "", "en", "", (line,)), noon)
        assert catalogue.full_text.search(TextQuery(phrases=("ask not",)), channel=Channel.SPEECH, limit=1)
    assert catalogue_path.with_name("catalogue.sqlite3.v3.backup").exists()


def test_a_step_that_another_process_has_just_made_is_not_made_again(
    catalogue_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, fast = Connection(catalogue_path), Connection(catalogue_path)
    begin = slow.transaction

    def overtaken() -> object:
        migrate(fast, OURS)
        return begin()

    monkeypatch.setattr(slow, "transaction", overtaken)
    migrate(slow, OURS)
    assert slow.number("PRAGMA user_version") == len(OURS)
    slow.close()
    fast.close()
