"""Whatever the settings hold, the program starts, and nothing of them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.settings.loading import load_settings
from videobert_desktop.settings.options import Settings
from videobert_desktop.settings.recovering import recovered_settings
from videobert_desktop.settings.saving import save_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings file would be."""
    return tmp_path / "settings.toml"


def broken(file: Path, number: int = 1) -> Path:
    return file.with_name(f"settings.toml.broken-{number}")


def test_good_settings_are_taken_as_they_are_and_nothing_is_said(file: Path) -> None:
    file.write_text("threads = 3\n")
    assert recovered_settings(file, {"VIDEOBERT_DEVICE": "cpu"}) == (Settings(threads=3, device="cpu"), None)
    assert list(file.parent.iterdir()) == [file]


def test_without_a_file_there_are_the_defaults_and_no_file_is_made(file: Path) -> None:
    assert recovered_settings(file, {}) == (Settings(), None)
    assert not file.exists()


@pytest.mark.parametrize("content", [b"threads = ", b"pack = '\xff'", b"\0\0\0\0", b"a = " + b"[" * 5000])
def test_a_file_that_is_not_toml_is_put_aside_and_that_is_said(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    settings, sentence = recovered_settings(file, {})
    assert settings == Settings()
    assert broken(file).read_bytes() == content
    assert not file.exists()
    assert sentence is not None
    assert "not valid TOML" in sentence
    assert str(broken(file)) in sentence


def test_a_second_broken_file_does_not_take_the_place_of_the_first(file: Path) -> None:
    for content in ("first = ", "second = "):
        file.write_text(content)
        recovered_settings(file, {})
    assert broken(file).read_text() == "first = "
    assert broken(file, 2).read_text() == "second = "


def test_what_is_right_in_a_file_with_a_wrong_value_holds_and_is_written_anew(file: Path) -> None:
    content = "device = 'gpu'\nthreads = 3\nfrom_the_future = 1\n"
    file.write_text(content)
    settings, sentence = recovered_settings(file, {})
    assert settings == Settings(threads=3)
    assert sentence is not None
    assert sentence.startswith("The option 'device' cannot be 'gpu'.")
    assert broken(file).read_text() == content
    assert recovered_settings(file, {}) == (Settings(threads=3), None)
    assert "from_the_future = 1" in file.read_text()


def test_options_of_a_newer_version_are_not_looked_at(file: Path) -> None:
    file.write_text("from_the_future = 1\n")
    assert recovered_settings(file, {}) == (Settings(), None)


def test_a_wrong_variable_is_named_and_not_looked_at(file: Path) -> None:
    file.write_text("threads = 3\n")
    settings, sentence = recovered_settings(file, {"VIDEOBERT_THREADS": "many", "VIDEOBERT_DEVICE": "cpu"})
    assert settings == Settings(threads=3, device="cpu")
    assert sentence == "The environment variable VIDEOBERT_THREADS cannot be 'many'. It is not looked at."
    assert list(file.parent.iterdir()) == [file]


def test_after_a_recovery_settings_can_be_saved_again(file: Path) -> None:
    file.write_text("threads = ")
    settings, _ = recovered_settings(file, {})
    save_settings(settings, file, {})
    assert load_settings(file, {}) == settings


def test_a_broken_file_that_cannot_be_put_aside_is_said_and_left(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("threads = ")

    def locked(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", locked)
    settings, sentence = recovered_settings(file, {})
    assert settings == Settings()
    assert sentence is not None
    assert "cannot be put aside: Permission denied." in sentence
    assert file.read_text() == "threads = "


def test_what_was_right_but_cannot_be_written_anew_holds_for_now_and_that_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("threads = 3\ndevice = 'gpu'\n")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    settings, sentence = recovered_settings(file, {})
    assert settings == Settings(threads=3)
    assert sentence is not None
    assert "Its disk is full." in sentence
    assert broken(file).exists()
