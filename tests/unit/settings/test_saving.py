"""Settings are written down whole or not at all, and say no more than was chosen."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.loading import load_settings, settings_file
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.saving import save_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings file would be."""
    return tmp_path / "config" / "settings.toml"


def test_what_is_saved_is_loaded_again(file: Path, tmp_path: Path) -> None:
    settings = Settings(
        device="cuda",
        threads=3,
        libraries_directory=tmp_path / "été 电影",
        mode="thorough",
        watch_folders=False,
        language="zh_CN",
    )
    save_settings(settings, file, {})
    assert load_settings(file, {}) == settings


def test_only_what_differs_from_the_defaults_is_written(file: Path) -> None:
    save_settings(Settings(appearance="dark"), file, {})
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"appearance": "dark"}


def test_an_option_that_has_its_default_again_is_taken_out(file: Path) -> None:
    save_settings(Settings(appearance="dark", threads=4), file, {})
    save_settings(Settings(threads=4), file, {})
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"threads": 4}


def test_the_users_own_file_is_written_if_none_is_named() -> None:
    save_settings(Settings(threads=5), environ={})
    assert load_settings(settings_file(), {}).threads == 5


def test_what_the_environment_says_is_not_written_and_does_not_touch_what_the_file_says(file: Path) -> None:
    environ = {"VIDEOBERT_DEVICE": "cpu", "VIDEOBERT_WATCH_FOLDERS": "false"}
    save_settings(Settings(device="cuda"), file, {})
    save_settings(load_settings(file, environ), file, environ)
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {"device": "cuda"}


def test_another_choice_than_the_environments_is_written(file: Path) -> None:
    save_settings(Settings(device="mps"), file, {"VIDEOBERT_DEVICE": "cpu"})
    assert load_settings(file, {}).device == "mps"


def test_a_variable_that_says_nothing_valid_is_no_obstacle(file: Path) -> None:
    save_settings(Settings(threads=2), file, {"VIDEOBERT_THREADS": "many"})
    assert load_settings(file, {}).threads == 2


def test_options_of_a_newer_version_survive(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("colour_of_the_sky = 'blue'\n\n[cloud]\nshape = 'sheep'\n")
    save_settings(Settings(threads=2), file, {})
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    assert table == {"colour_of_the_sky": "blue", "cloud": {"shape": "sheep"}, "threads": 2}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_at_the_top_are_kept(file: Path, mark: str) -> None:
    file.parent.mkdir()
    file.write_text(f"{mark}# Mine, since 2024.\n\nthreads = 2\n", encoding="utf-8")
    save_settings(Settings(threads=3), file, {})
    assert file.read_text(encoding="utf-8").startswith("# Mine, since 2024.\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's files private by other means")
def test_the_file_and_its_directory_are_the_users_alone(file: Path) -> None:
    save_settings(Settings(threads=3), file, {})
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_that_is_a_link_stays_one(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("")
    file.parent.mkdir()
    file.symlink_to(real)
    save_settings(Settings(threads=3), file, {})
    assert file.is_symlink()
    assert load_settings(real, {}).threads == 3


def test_a_directory_that_cannot_be_written_to_is_said_and_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(Settings(threads=2), file, {})

    def locked(**options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", locked)
    with pytest.raises(UserError, match="cannot be written: Permission denied") as caught:
        save_settings(Settings(threads=3), file, {})
    assert caught.value.path == file
    assert caught.value.hint == "What was chosen holds until the program ends."
    assert load_settings(file, {}).threads == 2


def test_a_directory_that_cannot_be_made_is_said(file: Path) -> None:
    file.parent.write_text("a file in the way")
    with pytest.raises(UserError, match="cannot be"):
        save_settings(Settings(threads=3), file, {})


def test_a_full_disk_is_said_and_leaves_the_old_file_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(Settings(threads=2), file, {})

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match="Its disk is full"):
        save_settings(Settings(threads=3), file, {})
    assert load_settings(file, {}).threads == 2
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_no_settings_file_is_not_written_over(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("threads = ")
    with pytest.raises(UserError, match="not valid TOML"):
        save_settings(Settings(threads=3), file, {})
    assert file.read_text() == "threads = "


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_folder_whose_name_is_no_text_cannot_be_kept_and_that_is_said(file: Path) -> None:
    settings = Settings(libraries_directory=Path(os.fsdecode(b"/films/\xff")))
    with pytest.raises(UserError, match="no text"):
        save_settings(settings, file, {})
    assert not file.exists()
