"""Directories that should hold a Whisper model and do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.speech.whisper import WhisperRecogniser

FILES = {"model.bin": b"none", "config.json": b"{}", "tokenizer.json": b"{}", "vocabulary.txt": b"a\n"}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with all the files of a model, but none in them."""
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def refusal(directory: Path) -> UserError:
    with pytest.raises(UserError) as error:
        WhisperRecogniser(directory)
    assert "speech pack" in error.value.hint
    return error.value


def test_a_directory_that_is_missing_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere").path == tmp_path / "nowhere"


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_missing_is_named(directory: Path, name: str) -> None:
    (directory / name).unlink()
    error = refusal(directory)
    assert error.path == directory
    assert Path(name).stem in error.reason


def test_a_vocabulary_may_be_in_either_format(directory: Path) -> None:
    (directory / "vocabulary.txt").rename(directory / "vocabulary.json")
    WhisperRecogniser(directory)


def test_a_model_of_another_library_is_not_taken_for_one(tmp_path: Path) -> None:
    for name in ("model.safetensors", "config.json", "tokenizer.json", "vocab.json"):
        (tmp_path / name).write_bytes(b"{}")
    assert "CTranslate2" in refusal(tmp_path).reason


@pytest.mark.parametrize("content", [b'{"suppress', b"[]", b"\xff\xfe"])
def test_a_damaged_configuration_is_named(directory: Path, content: bytes) -> None:
    (directory / "config.json").write_bytes(content)
    assert refusal(directory).path == directory / "config.json"


@pytest.mark.parametrize("content", [b"", b"none", b"\x06\x00\x00\x00\x0c\x00SomethingElse"])
def test_weights_that_are_none_are_said_when_they_are_loaded(directory: Path, content: bytes) -> None:
    (directory / "model.bin").write_bytes(content)
    recogniser = WhisperRecogniser(directory)
    with pytest.raises(UserError, match="cannot be loaded") as error:
        _ = recogniser.languages
    assert error.value.path == directory
    assert error.value.hint
    assert not recogniser.loaded


def test_without_a_graphics_card_one_is_told_to_use_the_processor(directory: Path, monkeypatch) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 0)
    with pytest.raises(UserError, match="graphics card") as error:
        _ = WhisperRecogniser(directory, device="cuda").languages
    assert "processor" in error.value.hint
