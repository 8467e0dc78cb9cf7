"""Where the options' values come from, and what is said of wrong ones."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import get_args

import platformdirs
import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.settings import options
from videobert_desktop.settings.loading import load_settings, settings_file
from videobert_desktop.settings.options import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings file would be."""
    return tmp_path / "settings.toml"


def error_of(file: Path, **environ: str) -> UserError:
    with pytest.raises(UserError) as caught:
        load_settings(file, environ)
    return caught.value


def test_without_a_file_every_option_has_its_default(file: Path) -> None:
    settings = load_settings(file, {})
    assert (settings.device, settings.pack, settings.threads) == ("auto", "starter", 0)
    assert settings.libraries_directory == options.default_libraries_directory()


def test_the_libraries_lie_in_the_users_data_directory() -> None:
    data = platformdirs.user_data_path("videobert-desktop", appauthor=False)
    assert options.default_libraries_directory() == data / "libraries"


def test_the_file_sets_what_it_names_and_nothing_else(file: Path, tmp_path: Path) -> None:
    file.write_text(f"device = 'cpu'\nthreads = 3\nlibraries_directory = '{tmp_path.as_posix()}'\n")
    assert load_settings(file, {}) == Settings(device="cpu", threads=3, libraries_directory=tmp_path)


def test_the_users_own_file_is_read_if_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *names, **options: tmp_path)
    settings_file().write_text("pack = 'large'")
    assert load_settings(environ={}).pack == "large"


def test_the_environment_goes_before_the_file(file: Path, tmp_path: Path) -> None:
    file.write_text("device = 'cpu'\nthreads = 3\npack = 'large'\n")
    environ = {
        "VIDEOBERT_DEVICE": "cuda",
        "VIDEOBERT_THREADS": "12",
        "VIDEOBERT_LIBRARIES_DIRECTORY": str(tmp_path),
    }
    assert load_settings(file, environ) == Settings(
        device="cuda", pack="large", threads=12, libraries_directory=tmp_path
    )


@pytest.mark.parametrize(("text", "value"), [("true", True), ("1", True), ("False", False), ("0", False)])
def test_a_variable_says_yes_or_no_in_two_ways(file: Path, text: str, value: bool) -> None:
    file.write_text(f"watch_folders = {str(not value).lower()}")
    assert load_settings(file, {"VIDEOBERT_WATCH_FOLDERS": text}).watch_folders is value


def test_empty_and_foreign_variables_are_not_looked_at(file: Path) -> None:
    assert load_settings(file, {"VIDEOBERT_DEVICE": "", "VIDEOBERT_SOMETHING": "x", "DEVICE": "cpu"}) == Settings()


def test_a_path_may_begin_at_the_home_directory(file: Path) -> None:
    file.write_text("libraries_directory = '~/videos'")
    assert load_settings(file, {}).libraries_directory == Path.home() / "videos"


def test_an_unknown_option_is_named_with_those_there_are(file: Path) -> None:
    file.write_text("devise = 'cpu'")
    error = error_of(file)
    assert error.path == file
    assert "'devise'" in error.reason
    for field in dataclasses.fields(Settings):
        assert field.name in error.hint


@pytest.mark.parametrize(
    ("line", "shown", "allowed"),
    [
        ("device = 'gpu'", "'gpu'", "one of 'auto', 'cpu', 'cuda', 'mps'"),
        ("device = 1", "1", "one of"),
        ("device = ['cpu']", "['cpu']", "one of"),
        ("pack = 3", "3", "text"),
        ("pack = ''", "''", "text"),
        ("threads = '3'", "'3'", "a whole number, 0 or more"),
        ("threads = true", "True", "a whole number"),
        ("threads = 1.5", "1.5", "a whole number"),
        ("threads = -1", "-1", "a whole number"),
        ("libraries_directory = 'videos'", "'videos'", "an absolute path"),
        ("libraries_directory = '~no-such-user-here/videos'", "'~no-such-user-here/videos'", "an absolute path"),
        (r'libraries_directory = "/videos\u0000"', r"'/videos\x00'", "an absolute path"),
        (r'library = "films\u0000"', r"'films\x00'", "text"),
        ("libraries_directory = false", "False", "an absolute path"),
        ("watch_folders = 1", "1", "true or false"),
        ("remember_viewing = 'yes'", "'yes'", "true or false"),
        ("language = 'de'", "'de'", "one of 'system', 'en', 'zh_CN'"),
        ("appearance = 'blue'", "'blue'", "one of 'system', 'light', 'dark'"),
        ("mode = 'slow'", "'slow'", "one of 'fast', 'standard', 'thorough'"),
    ],
)
def test_a_wrong_value_is_shown_with_what_is_allowed_and_what_it_is_for(
    file: Path, line: str, shown: str, allowed: str
) -> None:
    file.write_text(line)
    error = error_of(file)
    name = line.split(maxsplit=1)[0]
    assert error.path == file
    assert error.reason == f"The option '{name}' cannot be {shown}."
    assert allowed in error.hint
    assert next(field for field in dataclasses.fields(Settings) if field.name == name).metadata["help"] in error.hint


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("VIDEOBERT_DEVICE", "gpu"),
        ("VIDEOBERT_THREADS", "many"),
        ("VIDEOBERT_THREADS", "-1"),
        ("VIDEOBERT_LIBRARIES_DIRECTORY", "videos"),
        ("VIDEOBERT_WATCH_FOLDERS", "maybe"),
    ],
)
def test_a_wrong_variable_is_named_rather_than_the_file(file: Path, variable: str, text: str) -> None:
    error = error_of(file, **{variable: text})
    assert error.path is None
    assert error.reason == f"The environment variable {variable} cannot be {text!r}."


def test_a_file_may_begin_with_the_mark_that_some_editors_write(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfthreads = 3\n")
    assert load_settings(file, {}) == Settings(threads=3)


@pytest.mark.parametrize("content", [b"device = ", b"device = '\xff'"])
def test_a_file_that_is_not_toml_is_said(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    error = error_of(file)
    assert error.path == file
    assert "not valid TOML" in error.reason
    assert error.hint


def test_a_file_that_cannot_be_read_is_said(file: Path) -> None:
    file.mkdir()
    assert "cannot be read" in error_of(file).reason


def test_every_option_says_what_it_is_for() -> None:
    for field in dataclasses.fields(Settings):
        assert field.metadata["help"].endswith("."), field.name


def test_every_default_is_one_of_the_choices() -> None:
    defaults = Settings()
    assert defaults.device in get_args(options.Device)
    assert defaults.mode in get_args(options.Mode)
    assert defaults.language in get_args(options.Language)
    assert defaults.appearance in get_args(options.Appearance)


def test_the_modes_are_the_passes() -> None:
    assert get_args(options.Mode) == tuple(Pass)
