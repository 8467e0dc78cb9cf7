"""A pack that is written is whole, says what it is, and leaves nothing of the one before."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors.torch import load_file

from tests.helpers import tiny_pack
from tests.helpers.tiny_pack import write_tiny_pack
from videobert_desktop.models.encoders.minilm import read_tokenizer
from videobert_desktop.models.packs import writing
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, Reranking, read_manifest, verify_pack
from videobert_desktop.models.packs.networks import read_network_configs
from videobert_desktop.models.packs.weights import save_weights
from videobert_desktop.models.packs.writing import REVISION

RERANKING = Reranking(0.5, 0.04, 0.03, 0.05, 5000)


def test_it_consists_of_these_files(tiny_info: PackInfo) -> None:
    parts = ("background", "frame_encoder", "token_reducer", "videobert", "visual_vocabulary")
    weights = {f"{part}-1.safetensors" for part in parts}
    assert set(tiny_info.files) == weights | {"config.json", "tokenizer.json"}
    assert {path.name for path in tiny_info.directory.iterdir()} == {*tiny_info.files, MANIFEST}
    assert verify_pack(tiny_info) == []
    assert read_manifest(tiny_info.directory) == tiny_info


def test_its_revision_ends_in_a_checksum_of_its_files(tmp_path: Path, tiny_info: PackInfo) -> None:
    assert tiny_info.revision.startswith(f"{REVISION}-")
    again, other = write_tiny_pack(tmp_path / "again"), write_tiny_pack(tmp_path / "other", seed=1)
    assert again.revision == tiny_info.revision
    assert other.revision != tiny_info.revision


def test_it_says_what_it_reads_and_what_ranking_again_brings(tmp_path: Path, tiny_info: PackInfo) -> None:
    info = write_tiny_pack(tmp_path, reads=("1-abc",), reranking=RERANKING)
    assert (info.reads, info.reranking) == (("1-abc",), RERANKING)
    assert info.revision == tiny_info.revision
    assert (tiny_info.reads, tiny_info.reranking) == ((), None)


def test_what_it_writes_does_not_depend_on_the_library_that_writes_it(tiny_info: PackInfo) -> None:
    assert "transformers_version" not in read_network_configs(tiny_info.directory).videobert


def test_its_tokenizer_neither_pads_nor_cuts_however_the_one_that_trained_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = tiny_pack.tiny_tokenizer()
    tokenizer.enable_padding(length=32)
    tokenizer.enable_truncation(4)
    monkeypatch.setattr(tiny_pack, "tiny_tokenizer", lambda: tokenizer)
    write_tiny_pack(tmp_path)
    written = read_tokenizer(tmp_path / "tokenizer.json")
    assert (written.padding, written.truncation) == (None, None)
    assert (tokenizer.padding is None, tokenizer.truncation is None) == (False, False)


def test_it_replaces_the_pack_that_is_there_and_leaves_what_is_not_a_packs(tmp_path: Path) -> None:
    old = write_tiny_pack(tmp_path, seed=1)
    (tmp_path / "README.md").write_text("a card")
    stale = tmp_path / "joint_head-1.safetensors"
    stale.write_bytes(b"of a revision before")
    old.files[stale.name] = "0"
    writing.write_manifest(old)
    new = write_tiny_pack(tmp_path)
    assert not stale.exists()
    assert (tmp_path / "README.md").read_text() == "a card"
    assert {path.name for path in tmp_path.iterdir()} == {*new.files, MANIFEST, "README.md"}
    assert verify_pack(new) == []


def test_files_outside_the_directory_are_left_alone_whatever_the_old_manifest_says(tmp_path: Path) -> None:
    outside = tmp_path / "photos.safetensors"
    outside.write_text("of somebody else")
    old = write_tiny_pack(tmp_path / "tiny")
    old.files["../photos.safetensors"] = "0"
    writing.write_manifest(old)
    write_tiny_pack(tmp_path / "tiny", seed=1)
    assert outside.read_text() == "of somebody else"


def test_a_link_to_an_old_file_keeps_what_it_holds(tmp_path: Path) -> None:
    write_tiny_pack(tmp_path / "tiny", seed=1)
    path, link = tmp_path / "tiny" / "videobert-1.safetensors", tmp_path / "link.safetensors"
    link.hardlink_to(path)
    before = load_file(link)
    write_tiny_pack(tmp_path / "tiny")
    after = load_file(link)
    assert all(bool((after[name] == tensor).all()) for name, tensor in before.items())


def test_a_directory_whose_writing_was_broken_off_is_no_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tiny_pack(tmp_path)

    def stop(directory: Path, stem: str, weights: object) -> list[Path]:
        if stem == "videobert":
            raise KeyboardInterrupt
        return save_weights(directory, stem, {})

    monkeypatch.setattr(writing, "save_weights", stop)
    with pytest.raises(KeyboardInterrupt):
        write_tiny_pack(tmp_path)
    assert not (tmp_path / MANIFEST).exists()
