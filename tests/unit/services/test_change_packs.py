"""Importing, removing, choosing and checking packs of either kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.speech_packs import install_speech_pack_of, whisper_folder
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.packs.manifest import PackInfo, checksums, write_manifest
from videobert_desktop.services.change_packs import import_pack, remove_pack, use_pack, verify_installed
from videobert_desktop.services.manage_packs import find_pack, list_packs
from videobert_desktop.services.speech_packs.installed import find_speech_pack, speech_packs
from videobert_desktop.settings.loading import load_settings


def seeing_pack(directory: Path, name: str = "clip") -> Path:
    directory.mkdir()
    (directory / "head-1.safetensors").write_text("weights")
    write_manifest(PackInfo(name, "r1", name.title(), "MIT", 4, 64, directory, checksums(directory), (1.0,) * 5))
    return directory


def bring(source: Path, name: str = "") -> str:
    return import_pack(source, name, cancel=CancelToken(), report=ignore_progress)


def test_a_folder_with_a_manifest_becomes_a_pack_that_sees(tmp_path: Path) -> None:
    assert bring(seeing_pack(tmp_path / "download")) == "clip"
    assert find_pack("clip").directory.name == "clip"
    assert verify_installed(["clip"]) == {"clip": []}


def test_a_damaged_one_is_not_taken_in(tmp_path: Path) -> None:
    source = seeing_pack(tmp_path / "download")
    (source / "head-1.safetensors").write_text("wrights")
    with pytest.raises(UserError, match="damaged"):
        bring(source)
    assert "clip" not in {pack.name for pack in list_packs()[0]}


def test_the_pack_that_comes_with_the_program_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="comes with the program"):
        bring(seeing_pack(tmp_path / "download", "starter"))
    with pytest.raises(UserError, match="comes with the program"):
        remove_pack("starter")
    assert find_pack("starter").revision != "r1"


def test_any_other_can_be_removed(tmp_path: Path) -> None:
    bring(seeing_pack(tmp_path / "download"))
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    remove_pack("clip")
    remove_pack("mine")
    assert "clip" not in {pack.name for pack in list_packs()[0]}
    assert speech_packs() == ([], [])
    with pytest.raises(UserError, match="'mine'"):
        remove_pack("mine")


def test_a_whisper_model_becomes_a_pack_that_listens_called_like_its_folder(tmp_path: Path) -> None:
    assert bring(whisper_folder(tmp_path / "medium")) == "medium"
    assert bring(tmp_path / "medium", "other") == "other"
    assert [pack.name for pack in speech_packs()[0]] == ["medium", "other"]


@pytest.mark.parametrize("name", ["auto", "off"])
def test_a_speech_pack_is_not_called_like_a_choice(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="--name"):
        bring(whisper_folder(tmp_path / name))


def test_the_choice_is_kept_in_the_settings(tmp_path: Path) -> None:
    bring(seeing_pack(tmp_path / "download"))
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    assert (use_pack("mine"), load_settings().speech) == ("speech", "mine")
    assert (use_pack("clip"), load_settings().pack) == ("pack", "clip")
    assert (use_pack("off"), load_settings().speech) == ("speech", "off")
    with pytest.raises(UserError, match="'yours'"):
        use_pack("yours")


def test_both_kinds_are_checked(tmp_path: Path) -> None:
    pack = install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "mine")
    assert verify_installed()["mine"] == []
    (pack.directory / "vocabulary.txt").unlink()
    assert "vocabulary.txt is missing" in verify_installed(["mine"])["mine"][0]
    (pack.directory / "speech.json").write_text("{")
    assert "speech.json" in verify_installed()["mine"][0]
    with pytest.raises(UserError, match="mine"):
        verify_installed(["mine"])
    with pytest.raises(UserError, match="mine"):
        find_speech_pack("mine")
