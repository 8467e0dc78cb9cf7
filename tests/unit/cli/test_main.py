"""The global options, and every way in which a command ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.calling import CommandLine
from videobert_desktop import __version__
from videobert_desktop.services import crash_log as crash
from videobert_desktop.services.libraries import Library
from videobert_desktop.services.searching import search_moments

COMMANDS = (
    "index",
    "watch",
    "search",
    "curve",
    "ask",
    "describe",
    "transcript",
    "adapt",
    "status",
    "library",
    "pack",
    "model",
    "bench",
    "doctor",
)


def call_in_a_process(
    *arguments: str, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "videobert_desktop", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=stderr, text=True, check=False, timeout=60)


class TestHelp:
    def test_it_names_every_command(self, videobert: CommandLine) -> None:
        outcome = videobert("--help")
        assert (outcome.status, outcome.stderr) == (0, "")
        listed = outcome.stdout.partition("Commands:")[2].split("\n")
        assert tuple(line.split()[0] for line in listed if line.strip()) == COMMANDS

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_has_its_own(self, videobert: CommandLine, command: str) -> None:
        outcome = videobert(command, "--help")
        assert outcome.status == 0
        assert outcome.stdout.startswith(f"Usage: videobert {command} ")

    def test_it_loads_nothing_that_is_slow_to_load(self) -> None:
        program = (
            "import sys; from videobert_desktop.cli.main import main; main(['--help']);"
            "print({'torch', 'transformers', 'av', 'faiss', 'rich', 'PySide6'} & set(sys.modules), file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
        assert done.stderr == "set()\n"

    def test_the_version_is_told(self, videobert: CommandLine) -> None:
        assert videobert("--version").stdout == f"videobert, version {__version__}\n"


class TestUsage:
    @pytest.mark.parametrize("arguments", [["frobnicate"], ["--frobnicate"], ["status", "extra"], ["--library"], []])
    def test_wrong_usage_is_explained_on_standard_error(self, videobert: CommandLine, arguments: list[str]) -> None:
        outcome = videobert(*arguments)
        assert (outcome.status, outcome.stdout) == (2, "")
        assert "Error: " in outcome.stderr or "Commands:" in outcome.stderr

    def test_a_script_reads_it_as_json(self, videobert: CommandLine) -> None:
        outcome = videobert("--json", "--frobnicate")
        assert outcome.status == 2
        assert "--frobnicate" in outcome.document["error"]["message"]

    def test_a_global_option_after_the_command_is_told_its_place(self, videobert: CommandLine) -> None:
        outcome = videobert("status", "--json")
        assert outcome.status == 2
        assert "write it before the command" in outcome.stderr


class TestErrors:
    def test_a_missing_library_is_one_line_that_names_it(self, videobert: CommandLine, home: Path) -> None:
        outcome = videobert("--library", "none", "status")
        assert (outcome.status, outcome.stdout) == (3, "")
        assert outcome.stderr.count("\n") == 1
        assert str(home / "libraries" / "none") in outcome.stderr

    def test_a_script_reads_what_happened_where_and_what_to_do(self, videobert: CommandLine, home: Path) -> None:
        outcome = videobert("--library", "none", "--json", "status")
        error = outcome.document["error"]
        assert outcome.status == 3
        assert error["path"] == str(home / "libraries" / "none")
        assert error["message"]
        assert error["hint"]

    def test_a_path_that_is_not_utf_8_is_escaped(self, videobert: CommandLine, tmp_path: Path) -> None:
        outcome = videobert("--library", os.fsdecode(bytes(tmp_path) + b"/caf\xe9"), "status")
        assert outcome.status == 3
        assert "caf\\xe9" in outcome.stderr

    def test_settings_that_make_no_sense_are_an_error_like_any_other(
        self, videobert: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VIDEOBERT_DEVICE", "abacus")
        outcome = videobert("status")
        assert outcome.status == 3
        assert "abacus" in outcome.stderr


class TestCrashes:
    @pytest.fixture(autouse=True)
    def _broken_status(self, monkeypatch: pytest.MonkeyPatch, of_library: list[str]) -> None:
        def broken(*_: object) -> None:
            raise ZeroDivisionError("what a pity")

        monkeypatch.setattr("videobert_desktop.cli.status.library_status", broken)

    def test_a_fault_of_the_program_points_to_a_log_with_the_traceback(
        self, videobert: CommandLine, of_library: list[str], home: Path
    ) -> None:
        outcome = videobert(*of_library, "status")
        assert (outcome.status, outcome.stdout) == (70, "")
        assert "Traceback" not in outcome.stderr
        (log,) = home.rglob("*.log")
        assert str(log) in outcome.stderr
        assert log.stat().st_mode & 0o777 == 0o600
        assert "ZeroDivisionError: what a pity" in log.read_text(encoding="utf-8")
        assert "in broken" in log.read_text(encoding="utf-8")

    def test_a_script_reads_it_too(self, videobert: CommandLine, of_library: list[str], home: Path) -> None:
        error = videobert(*of_library, "--json", "status").document["error"]
        (log,) = home.rglob("*.log")
        assert str(log) in error["hint"]

    def test_the_log_goes_elsewhere_when_the_users_logs_cannot_be_written(
        self,
        videobert: CommandLine,
        of_library: list[str],
        home: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(crash.platformdirs, "user_log_path", lambda *_, **__: home / "file" / "logs")
        (home / "file").touch()
        monkeypatch.setattr(crash.tempfile, "gettempdir", lambda: str(tmp_path))
        outcome = videobert(*of_library, "status")
        (log,) = tmp_path.glob("*.log")
        assert str(log) in outcome.stderr

    def test_a_log_that_can_be_written_nowhere_is_said_to_be_missing(
        self, videobert: CommandLine, of_library: list[str], home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (home / "file").touch()
        monkeypatch.setattr(crash.platformdirs, "user_log_path", lambda *_, **__: home / "file" / "logs")
        monkeypatch.setattr(crash.tempfile, "gettempdir", lambda: str(home / "file"))
        outcome = videobert(*of_library, "status")
        assert outcome.status == 70
        assert "could not be written down" in outcome.stderr


class TestStandardOutput:
    @pytest.mark.parametrize(("name", "lines"), [("library", 0), ("missing", 1)])
    def test_a_reader_that_goes_away_is_no_fault(self, library: Library, name: str, lines: int) -> None:
        read, write = os.pipe()
        os.close(read)
        try:
            root = library.root.with_name(name)
            done = call_in_a_process("--library", str(root), "--json", "status", stdout=write)
        finally:
            os.close(write)
        assert (done.returncode, done.stderr.count("\n")) == (141, lines)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
    @pytest.mark.parametrize(("name", "reason"), [("library", "could not be printed"), ("missing", "no library")])
    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_a_full_disk_is_an_error_that_says_so(
        self, library: Library, name: str, reason: str, form: tuple[str, ...]
    ) -> None:
        root = library.root.with_name(name)
        with Path("/dev/full").open("wb") as full:
            done = call_in_a_process("--library", str(root), *form, "status", stdout=full.fileno())
        assert done.returncode == 3
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1


class TestStandardError:
    @pytest.fixture
    def unread(self) -> Iterator[int]:
        read, write = os.pipe()
        os.close(read)
        yield write
        os.close(write)

    @pytest.mark.parametrize(
        ("arguments", "status"), [(("--frobnicate",), 2), (("--library", "none", "status"), 3), (("status", "x"), 2)]
    )
    def test_a_reader_that_goes_away_does_not_change_the_status(
        self, unread: int, arguments: tuple[str, ...], status: int
    ) -> None:
        done = call_in_a_process(*arguments, stderr=unread)
        assert (done.returncode, done.stdout) == (status, "")

    def test_a_script_still_gets_its_document(self, unread: int, library: Library, tmp_path: Path) -> None:
        missing = [str(tmp_path / name) for name in ("none1.mp4", "none2.mp4")]
        done = call_in_a_process("--library", str(library.root), "--json", "index", *missing, stderr=unread)
        assert done.returncode == 3
        assert [failure["path"] for failure in json.loads(done.stdout)["failed"]] == missing


class TestInterruption:
    def test_work_without_a_token_stops_at_once(
        self, videobert: CommandLine, of_library: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Searcher:
            def __init__(self, library: Library) -> None:
                signal.raise_signal(signal.SIGINT)
                for _ in range(1_000_000):
                    pass  # the interpreter answers signals when it comes round, and need not before this call ends

        monkeypatch.setattr(search_moments, "MomentSearcher", Searcher)
        outcome = videobert(*of_library, "--json", "search", "cat")
        assert outcome.status == 130
        assert outcome.document["error"]["message"] == "Interrupted."


class TestModule:
    def test_with_arguments_it_is_the_command_line(self) -> None:
        done = call_in_a_process("--version")
        assert (done.returncode, done.stdout) == (0, f"videobert, version {__version__}\n")
