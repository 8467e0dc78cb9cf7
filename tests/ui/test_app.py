"""Starting and ending the window: arguments, displays, exit statuses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from videobert_desktop import __version__
from videobert_desktop.app import main, require_display
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.library import Library
from videobert_desktop.settings.loading import settings_file
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.saving import save_settings


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter, with these variables and no display but what they name."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=inherited | environment,
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "vnc:size=800x600"},
        {"QT_QPA_PLATFORM": "wayland;offscreen"},
        {"QT_QPA_PLATFORM": "wayland-egl", "WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":1"},
    ],
    ids=str,
)
def test_a_display_is_found(environ: dict[str, str]) -> None:
    require_display(environ, "linux")


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": "", "WAYLAND_DISPLAY": ""},
        {"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":0"},
        {"QT_QPA_PLATFORM": "wayland;xcb"},
    ],
    ids=str,
)
def test_a_missing_display_is_noticed(environ: dict[str, str]) -> None:
    with pytest.raises(UserError, match="no display"):
        require_display(environ, "linux")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_systems_that_always_have_a_display_are_not_asked(platform: str) -> None:
    require_display({}, platform)


def test_without_a_display_there_is_one_clear_line_and_status_3() -> None:
    done = run("import sys; from videobert_desktop.app import main; sys.exit(main([]))", QT_QPA_PLATFORM="")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("videobert-desktop: There is no display to open a window on.")


def test_a_directory_that_is_no_library_is_refused_with_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["--library", str(tmp_path)]) == 3
    assert "is not a library" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt"]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"videobert-desktop {__version__}\n"


def test_an_empty_path_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["films", ""])
    assert end.value.code == 2
    assert "argument PATH: An empty path names no file." in capsys.readouterr().err


def test_paths_are_made_absolute_without_detours_and_links_stay_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def run(library: Library, settings: Settings, paths: Sequence[Path], notice: str) -> int:
        opened.extend(paths)
        return 0

    (tmp_path / "films").mkdir()
    (tmp_path / "link").symlink_to("films")
    monkeypatch.setattr("videobert_desktop.app._run", run)
    monkeypatch.chdir(tmp_path)
    assert main(["--library", "lib/", "films/../a.mp4", "link/./b.mp4", str(tmp_path / "films" / ".." / "c.mp4")]) == 0
    assert opened == [tmp_path / "a.mp4", tmp_path / "link" / "b.mp4", tmp_path / "c.mp4"]


class TestWhatItBeginsWith:
    @pytest.fixture
    def run(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Library, Settings, str]]:
        """The libraries, settings and notices with which a window was opened."""
        opened: list[tuple[Library, Settings, str]] = []

        def run(library: Library, settings: Settings, paths: Sequence[Path], notice: str) -> int:
            opened.append((library, settings, notice))
            return 0

        monkeypatch.setattr("videobert_desktop.app._run", run)
        return opened

    def test_settings_that_are_damaged_are_put_aside_and_that_is_said(
        self, run: list[tuple[Library, Settings, str]]
    ) -> None:
        settings_file().parent.mkdir(parents=True)
        settings_file().write_text("mode = 'fast'\nlanguage = ", encoding="utf-8")
        assert main([]) == 0
        ((library, settings, notice),) = run
        assert library.name == "default"
        assert settings == Settings()
        assert "the old file is kept as" in notice
        assert settings_file().with_name("settings.toml.broken-1").is_file()
        assert main([]) == 0
        assert run[1][2] == ""

    def test_the_library_is_the_one_that_was_shown_last(
        self, run: list[tuple[Library, Settings, str]], tmp_path: Path
    ) -> None:
        save_settings(Settings(library=str(tmp_path / "mine")))
        assert main([]) == 0
        assert main(["--library", str(tmp_path / "other")]) == 0
        assert [library.root.name for library, _, _ in run] == ["mine", "other"]

    def test_where_that_one_cannot_be_opened_it_is_said_and_the_usual_one_is_shown(
        self, run: list[tuple[Library, Settings, str]], tmp_path: Path
    ) -> None:
        (tmp_path / "drive").touch()  # so that nothing can be below it
        save_settings(Settings(library=str(tmp_path / "drive" / "mine")))
        assert main([]) == 0
        ((library, settings, notice),) = run
        assert library.name == "default"
        assert str(tmp_path / "drive") in notice
        assert settings.library == str(tmp_path / "drive" / "mine")  # for the next time

    def test_one_that_is_asked_for_and_cannot_be_opened_is_refused(
        self, run: list[tuple[Library, Settings, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "drive").touch()
        assert main(["--library", str(tmp_path / "drive" / "mine")]) == 3
        assert run == []
        assert capsys.readouterr().err.startswith(f"videobert-desktop: {tmp_path}")


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--no-such-option"])
    assert end.value.code == 2
    assert "--no-such-option" in capsys.readouterr().err


WINDOW = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from videobert_desktop.app import main
app = QApplication([])
QTimer.singleShot(0, {end})
status = main({arguments!r})
print("torch" in sys.modules)
sys.exit(status)
"""


@pytest.mark.parametrize("end", ["app.closeAllWindows", "lambda: os.kill(os.getpid(), signal.SIGINT)"])
@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl-C there")
def test_the_window_makes_its_library_and_ends_when_it_is_closed_or_interrupted(tmp_path: Path, end: str) -> None:
    library = tmp_path / "library"
    done = run(WINDOW.format(end=end, arguments=["--library", str(library)]), QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr
    assert (library / "catalogue.sqlite3").is_file()


def test_importing_the_window_leaves_the_heavy_libraries_out() -> None:
    heavy = {"torch", "transformers", "av", "faiss", "PySide6.QtMultimedia"}
    done = run(f"import sys, videobert_desktop.ui.main_window; print({heavy!r} & set(sys.modules))")
    assert done.stdout.strip() == "set()", done.stderr
