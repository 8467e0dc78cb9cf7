"""A pack says what it is, and its files can be checked against what it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import (
    MANIFEST,
    REINSTALL,
    PackInfo,
    Reranking,
    checksums,
    read_manifest,
    sha256,
    verify_pack,
    write_manifest,
)


@pytest.fixture
def info(tmp_path: Path) -> PackInfo:
    """A pack of three files that are no weights."""
    directory = tmp_path / "clip"
    directory.mkdir()
    for number in (1, 2):
        (directory / f"head-{number}.safetensors").write_text(f"weights {number}")
    (directory / "config.json").write_text("{}")
    info = PackInfo("clip", "r7", "Clip", "MIT", 4, 64, directory, checksums(directory), (0.25, -1.5, 1e-3, 0, -2))
    write_manifest(info)
    return info


def test_a_manifest_is_read_as_it_was_written(info: PackInfo) -> None:
    assert read_manifest(info.directory) == info


def test_what_it_reads_and_what_ranking_again_brings_are_read_as_they_were_written(info: PackInfo) -> None:
    measured = replace(info, reads=("1-abc", "1-def"), reranking=Reranking(0.25, 0.04, 0.03, 0.05, 5000))
    write_manifest(measured)
    assert read_manifest(info.directory) == measured


def test_a_manifest_from_before_it_said_so_reads_nothing_and_ranks_nothing_again(info: PackInfo) -> None:
    path = info.directory / MANIFEST
    fields = json.loads(path.read_text(encoding="utf-8"))
    del fields["reads"], fields["reranking"]
    path.write_text(json.dumps(fields), encoding="utf-8")
    read = read_manifest(info.directory)
    assert read == info
    assert (read.reads, read.reranking) == ((), None)


def test_a_manifest_knows_its_directory_by_where_it_lies(info: PackInfo) -> None:
    moved = info.directory.rename(info.directory.with_name("moved"))
    assert read_manifest(moved).directory == moved
    assert str(info.directory.parent) not in (moved / MANIFEST).read_text(encoding="utf-8")


def test_features_are_filed_under_name_and_revision(info: PackInfo) -> None:
    assert info.key == "clip@r7"


def test_a_directory_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a pack") as caught:
        read_manifest(tmp_path)
    assert caught.value.path == tmp_path
    assert caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"pack"',
        b"null",
        b"{}",
        b"\xff\xfe\x00",
        b'{"confidence": 5}',
        b'{"confidence": [1, 2, 3], "name": "x"}',
    ],
)
def test_a_manifest_of_garbage_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(UserError, match="cannot be read") as caught:
        read_manifest(tmp_path)
    assert caught.value.path == tmp_path / MANIFEST


def test_a_manifest_with_an_unknown_field_is_refused(info: PackInfo) -> None:
    path = info.directory / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"colour": "red"}))
    with pytest.raises(UserError, match="colour"):
        read_manifest(info.directory)


@pytest.mark.parametrize(
    "numbers",
    [
        *("null", "5", '"12345"', "[]", "[1, 2, 3]", "[1, 2, 3, 4, 5, 6]"),
        *("[1, 2, 3, 4, null]", '[1, 2, 3, 4, "5"]', "[1, 2, 3, 4, NaN]", "[1, 2, 3, 4, Infinity]"),
        f"[1, 2, 3, 4, 1{'0' * 400}]",
    ],
)
def test_a_confidence_of_anything_but_five_finite_numbers_is_refused(info: PackInfo, numbers: str) -> None:
    path = info.directory / MANIFEST
    fields = json.loads(path.read_text(encoding="utf-8")) | {"confidence": "HERE"}
    path.write_text(json.dumps(fields).replace('"HERE"', numbers), encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read") as caught:
        read_manifest(info.directory)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reads", '"1-abc"'),
        ("reads", "[1]"),
        ("reads", "null"),
        ("reranking", "[]"),
        ("reranking", "5"),
        ("reranking", '{"weight": 0.5}'),
        ("reranking", '{"weight": NaN, "lift": 0, "low": 0, "high": 0, "queries": 1}'),
        ("reranking", '{"weight": "1", "lift": 0, "low": 0, "high": 0, "queries": 1}'),
        ("reranking", '{"weight": 1, "lift": 0, "low": 0, "high": 0, "queries": 1, "more": 2}'),
    ],
)
def test_what_it_says_of_older_revisions_and_of_ranking_again_is_checked(
    info: PackInfo, field: str, value: str
) -> None:
    path = info.directory / MANIFEST
    fields = json.loads(path.read_text(encoding="utf-8")) | {field: "HERE"}
    path.write_text(json.dumps(fields).replace('"HERE"', value), encoding="utf-8")
    with pytest.raises(UserError, match="cannot be read") as caught:
        read_manifest(info.directory)
    assert caught.value.path == path


def test_a_sound_pack_has_no_findings(info: PackInfo) -> None:
    assert verify_pack(info) == []


def test_a_missing_file_is_found_by_name(info: PackInfo) -> None:
    (info.directory / "head-2.safetensors").unlink()
    (finding,) = verify_pack(info)
    assert "head-2.safetensors" in finding
    assert "missing" in finding


def test_a_file_that_changed_by_one_bit_is_found(info: PackInfo) -> None:
    path = info.directory / "head-1.safetensors"
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)
    (finding,) = verify_pack(info)
    assert "head-1.safetensors" in finding
    assert "missing" not in finding


def test_every_file_that_is_wrong_is_found(info: PackInfo) -> None:
    for name in info.files:
        (info.directory / name).write_text("something else")
    assert len(verify_pack(info)) == 3


def test_checksums_are_of_the_files_that_a_pack_is_loaded_from(info: PackInfo) -> None:
    (info.directory / "README.md").write_text("a card")
    assert sorted(checksums(info.directory)) == ["config.json", "head-1.safetensors", "head-2.safetensors"]
    assert sha256(info.directory / "config.json") == hashlib.sha256(b"{}").hexdigest()


def test_the_files_of_a_part_are_given_in_order(info: PackInfo) -> None:
    assert [path.name for path in info.weights("head")] == ["head-1.safetensors", "head-2.safetensors"]


def test_a_part_with_a_missing_file_is_named(info: PackInfo) -> None:
    (info.directory / "head-2.safetensors").unlink()
    with pytest.raises(UserError, match="missing") as caught:
        info.weights("head")
    assert caught.value.path == info.directory / "head-2.safetensors"


def test_a_part_with_an_altered_file_is_named(info: PackInfo) -> None:
    path = info.directory / "head-2.safetensors"
    path.write_text("weights 3")
    with pytest.raises(UserError, match="not what it was") as caught:
        info.weights("head")
    assert caught.value.path == path
    assert caught.value.hint == REINSTALL


def test_a_file_of_its_own_is_given_once_it_was_checked(info: PackInfo) -> None:
    assert info.file("config.json") == info.directory / "config.json"
    (info.directory / "config.json").write_text("[]")
    with pytest.raises(UserError, match="not what it was"):
        info.file("config.json")


def test_a_file_that_the_manifest_does_not_know_is_refused(info: PackInfo) -> None:
    (info.directory / "stray.safetensors").touch()
    with pytest.raises(UserError, match="not what it was"):
        info.file("stray.safetensors")


def test_a_part_that_a_pack_does_not_have_is_named(info: PackInfo) -> None:
    with pytest.raises(UserError, match="missing") as caught:
        info.weights("hea")
    assert caught.value.path == info.directory / "hea-1.safetensors"


def test_the_size_counts_the_files_that_are_there(info: PackInfo) -> None:
    assert info.size_bytes == len("weights 1") + len("weights 2") + len("{}")
    (info.directory / "head-1.safetensors").unlink()
    assert info.size_bytes == len("weights 2") + len("{}")
