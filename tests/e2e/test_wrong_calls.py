"""What the command line does when it cannot do what it was asked to: the exit status, one line, one document."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine, Outcome


def told(outcome: Outcome, status: int) -> str:
    """The one line on standard error of a call that must end with that status."""
    assert outcome.status == status, outcome.stderr
    assert "Traceback" not in outcome.stderr
    (line,) = outcome.stderr.splitlines()
    return line


class TestNoSuchLibrary:
    @pytest.mark.parametrize(
        "command", [("search", "red"), ("status",), ("library", "verify"), ("library", "remove", "--yes")]
    )
    def test_a_library_that_is_not_there(self, plain: CommandLine, command: tuple[str, ...]) -> None:
        assert "no library of that name" in told(plain("--library", "nowhere", *command), 3)

    def test_a_directory_that_is_not_a_library(self, plain: CommandLine, tmp_path: Path) -> None:
        folder = tmp_path / "photos"
        folder.mkdir()
        (folder / "1.jpg").write_bytes(b"a photograph")
        line = told(plain("--library", folder, "status"), 3)
        assert str(folder) in line
        assert "not a library" in line

    def test_indexing_does_not_make_a_library_of_a_directory_that_is_in_use(
        self, plain: CommandLine, tmp_path: Path
    ) -> None:
        folder = tmp_path / "photos"
        folder.mkdir()
        (folder / "1.jpg").write_bytes(b"a photograph")
        assert "not a library" in told(plain("--library", folder, "index", folder), 3)
        assert [path.name for path in folder.iterdir()] == ["1.jpg"]

    @pytest.mark.parametrize("command", [("search", "red"), ("status",), ("index", ".")])
    def test_a_catalogue_that_is_garbage(self, plain: CommandLine, tmp_path: Path, command: tuple[str, ...]) -> None:
        folder = tmp_path / "library"
        folder.mkdir()
        (folder / "catalogue.sqlite3").write_bytes(os.urandom(20_000))
        line = told(plain("--library", folder, *command), 3)
        assert str(folder / "catalogue.sqlite3") in line

    def test_verifying_garbage_finds_the_problem(self, plain: CommandLine, tmp_path: Path) -> None:
        folder = tmp_path / "library"
        folder.mkdir()
        (folder / "catalogue.sqlite3").write_bytes(b"garbage" * 1000)
        outcome = plain("--json", "--library", folder, "library", "verify")
        assert outcome.status == 1
        assert len(outcome.document["problems"]) == 1

    def test_with_json_the_error_is_the_one_document(self, plain: CommandLine) -> None:
        outcome = plain("--json", "--library", "nowhere", "status")
        assert outcome.status == 3
        assert set(outcome.document) == {"error"}
        assert set(outcome.document["error"]) == {"message", "path", "hint"}


class TestNothingToIndex:
    def test_a_path_that_is_missing(self, plain: CommandLine, tmp_path: Path) -> None:
        missing = tmp_path / "missing"
        outcome = plain("--json", "index", missing)
        assert outcome.status == 3
        assert [failure["path"] for failure in outcome.document["failed"]] == [str(missing)]
        assert str(missing) in outcome.stderr
        assert "Traceback" not in outcome.stderr

    def test_a_folder_without_videos(self, plain: CommandLine, tmp_path: Path) -> None:
        folder = tmp_path / "empty"
        folder.mkdir()
        line = told(plain("index", folder), 1)
        assert line.startswith(f"{folder}: There is no video in this folder.")

    def test_a_pack_that_is_not_installed(self, plain: CommandLine, tmp_path: Path) -> None:
        assert "no pack called 'huge'" in told(plain("index", tmp_path, "--pack", "huge"), 3)


class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("unheard-of",),
            ("index",),
            ("index", "--unheard-of", "."),
            ("search",),
            ("search", ""),
            ("search", "red", "--limit", "0"),
            ("search", "red", "--limit", "many"),
            ("search", "red", "--queries", "file"),
            ("status", "--json"),
            ("--unheard-of", "status"),
        ],
    )
    def test_it_ends_with_2_and_says_what_is_wrong(self, plain: CommandLine, arguments: tuple[str, ...]) -> None:
        outcome = plain(*arguments)
        assert outcome.status == 2
        assert outcome.stdout == ""
        assert "Error: " in outcome.stderr
        assert "Traceback" not in outcome.stderr


class TestHelp:
    def test_it_lists_the_commands_and_imports_nothing_heavy(self, plain: CommandLine) -> None:
        outcome = plain.listing_imports("--help")
        assert outcome.status == 0
        for command in ("index", "search", "status", "library", "pack", "model"):
            assert f"  {command} " in outcome.stdout
        assert not {"torch", "transformers", "faiss", "av", "PySide6"} & outcome.imported

    @pytest.mark.skipif(sys.platform == "win32", reason="the processor time of children is known on POSIX systems")
    def test_it_costs_less_than_half_a_second_of_processor_time(self, plain: CommandLine) -> None:
        plain("--help")  # compiles what has not been compiled yet
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert plain("--help").status == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.5

    def test_the_console_script_is_the_same_program(self, plain: CommandLine) -> None:
        script = Path(sys.executable).with_name("videobert")
        if not script.exists():
            pytest.skip("the program is not installed here")
        by_script = subprocess.run([script, "--version"], env=plain.environment, capture_output=True, check=True)
        assert by_script.stdout.decode() == plain("--version").stdout
