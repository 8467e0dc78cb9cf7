"""`videobert library backup` and `restore`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.libraries import add_video
from tests.unit.cli.calling import CommandLine
from videobert_desktop.services.libraries import Library


@pytest.fixture
def file(library: Library, tmp_path: Path) -> Path:
    """Where the backup of a library with one video goes."""
    (tmp_path / "old").mkdir()
    add_video(library, tmp_path / "old" / "cat.mp4", units=(5,))
    return tmp_path / "mine.zip"


def back_up(videobert: CommandLine, of_library: Sequence[str], file: Path) -> None:
    assert videobert(*of_library, "library", "backup", str(file)).status == 0


class TestBackup:
    def test_the_document_says_what_was_written(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], file: Path
    ) -> None:
        outcome = videobert(*of_library, "--json", "library", "backup", str(file))
        assert outcome.status == 0
        assert outcome.document == {
            "library": str(library.root),
            "file": str(file),
            "videos": 1,
            "bytes": file.stat().st_size,
            "failed": [],
        }

    def test_people_get_a_sentence(self, videobert: CommandLine, of_library: Sequence[str], file: Path) -> None:
        assert videobert(*of_library, "library", "backup", str(file)).stdout.startswith("1 video backed up in ")

    def test_videos_that_are_damaged_are_named_and_make_the_status_1(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], file: Path, tmp_path: Path
    ) -> None:
        shutil.rmtree(library.features_directory)
        outcome = videobert(*of_library, "--json", "library", "backup", str(file))
        assert outcome.status == 1
        assert [item["path"] for item in outcome.document["failed"]] == [str(tmp_path / "old" / "cat.mp4")]
        assert "cat.mp4" in outcome.stderr

    def test_a_file_that_is_there_is_an_error_without_force(
        self, videobert: CommandLine, of_library: Sequence[str], file: Path
    ) -> None:
        back_up(videobert, of_library, file)
        outcome = videobert(*of_library, "--json", "library", "backup", str(file))
        assert outcome.status == 3
        assert "--force" in outcome.document["error"]["hint"]
        assert videobert(*of_library, "library", "backup", "--force", str(file)).status == 0

    def test_a_library_that_is_not_there_is_an_error(self, videobert: CommandLine, tmp_path: Path) -> None:
        outcome = videobert("--library", str(tmp_path / "missing"), "library", "backup", str(tmp_path / "mine.zip"))
        assert outcome.status == 3
        assert not (tmp_path / "mine.zip").exists()

    def test_thumbnails_are_taken_along_if_asked_for(
        self, videobert: CommandLine, library: Library, of_library: Sequence[str], file: Path
    ) -> None:
        (library.thumbnails_directory / "1").mkdir(parents=True)
        (library.thumbnails_directory / "1" / "thumbnail.webp").write_bytes(b"picture")
        videobert(*of_library, "library", "backup", "--thumbnails", str(file))
        assert b"thumbnail.webp" in file.read_bytes()


class TestRestore:
    def test_the_document_says_what_came_back(
        self, videobert: CommandLine, of_library: Sequence[str], file: Path, tmp_path: Path
    ) -> None:
        back_up(videobert, of_library, file)
        (tmp_path / "old").rename(tmp_path / "new")
        root = tmp_path / "restored"
        maps = ("--map", str(tmp_path / "old"), str(tmp_path / "new"))
        outcome = videobert("--library", str(root), "--json", "library", "restore", str(file), *maps)
        assert outcome.status == 0
        assert outcome.document["bytes"] > 0
        assert outcome.document == {
            "library": str(root),
            "file": str(file),
            "videos": 1,
            "bytes": outcome.document["bytes"],
            "files": 1,
            "moved": 1,
            "offline": 0,
            "windows": 5,
        }
        assert videobert("--library", str(root), "library", "verify").status == 0

    def test_people_get_a_sentence(
        self, videobert: CommandLine, of_library: Sequence[str], file: Path, tmp_path: Path
    ) -> None:
        back_up(videobert, of_library, file)
        outcome = videobert("--library", str(tmp_path / "restored"), "library", "restore", str(file))
        assert outcome.stdout.startswith("1 video restored in ")

    def test_a_library_that_is_there_is_never_restored_over(
        self, videobert: CommandLine, of_library: Sequence[str], file: Path
    ) -> None:
        back_up(videobert, of_library, file)
        outcome = videobert(*of_library, "library", "restore", str(file))
        assert outcome.status == 3
        assert "not empty" in outcome.stderr

    def test_a_folder_without_a_root_is_wrong_usage(
        self, videobert: CommandLine, of_library: Sequence[str], file: Path, tmp_path: Path
    ) -> None:
        back_up(videobert, of_library, file)
        restore = ("--library", str(tmp_path / "restored"), "library", "restore", str(file))
        assert videobert(*restore, "--map", "old", "new").status == 2
        assert videobert(*restore, "--map", "D:\\old", str(tmp_path)).status == 3
        assert not (tmp_path / "restored").exists()

    def test_a_file_that_is_no_backup_is_an_error(self, videobert: CommandLine, tmp_path: Path) -> None:
        letter = tmp_path / "letter.txt"
        letter.write_text("dear diary")
        outcome = videobert("--library", str(tmp_path / "restored"), "library", "restore", str(letter))
        assert outcome.status == 3
        assert "not a backup of a library" in outcome.stderr
