"""Listing packs and checking them."""

from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import PackInfo, checksums, write_manifest
from videobert_desktop.services import manage_packs
from videobert_desktop.services.manage_packs import find_pack, list_packs, verify_packs


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of two packs in place of the program's own."""
    for name in ("clip", "starter"):
        directory = tmp_path / name
        directory.mkdir()
        (directory / "head-1.safetensors").write_text(f"weights of {name}")
        info = PackInfo(name, "r1", name.title(), "MIT", 4, 64, directory, checksums(directory), (1.0,) * 5)
        write_manifest(info)
    monkeypatch.setattr(manage_packs, "resource_path", lambda *_: tmp_path)
    return tmp_path


def test_packs_are_listed_by_name() -> None:
    packs, errors = list_packs()
    assert [pack.name for pack in packs] == ["clip", "starter"]
    assert errors == []


def test_a_pack_is_found_by_its_name(models: Path) -> None:
    assert find_pack("starter").directory == models / "starter"
    with pytest.raises(UserError, match="unknown"):
        find_pack("unknown")


def test_whole_packs_have_no_problems() -> None:
    assert verify_packs() == {"clip": [], "starter": []}


def test_a_pack_that_cannot_be_read_is_a_problem_of_its_folder(models: Path) -> None:
    (models / "clip" / "pack.json").write_text("{")
    problems = verify_packs()
    assert "pack.json" in problems["clip"][0]
    assert problems["starter"] == []


def test_only_the_packs_that_are_named_are_checked(models: Path) -> None:
    (models / "clip" / "head-1.safetensors").write_text("other weights")
    assert verify_packs(["starter"]) == {"starter": []}
    (problem,) = verify_packs(["clip"])["clip"]
    assert "head-1.safetensors" in problem
    with pytest.raises(UserError, match="unknown"):
        verify_packs(["starter", "unknown"])
