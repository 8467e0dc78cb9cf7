"""Saving the vector index, and refusing to load anything but what was saved."""

from __future__ import annotations

import dataclasses
import errno
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from videobert_desktop.domain.errors import UserError
from videobert_desktop.index import storage
from videobert_desktop.index.storage import IndexIdentity, StaleIndex
from videobert_desktop.index.vector_index import VectorIndex

IDENTITY = IndexIdentity(pack="starter", revision="r1", dim=6, generation=4)


def small_index(count: int = 20) -> VectorIndex:
    index = VectorIndex(IDENTITY.dim)
    index.add(np.arange(count) * 3 + 1, np.random.default_rng(count).normal(size=(count, IDENTITY.dim)))
    return index


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The directory of a saved index."""
    directory = tmp_path / "index"
    small_index().save(directory, IDENTITY)
    return directory


def refuse_to_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it a failure to let faiss read anything."""
    import faiss

    def read_index(*arguments: object) -> None:
        pytest.fail("faiss was given a file that had not passed its check")

    monkeypatch.setattr(faiss, "read_index", read_index)


def test_what_was_saved_is_loaded(saved: Path) -> None:
    original, loaded = small_index(), VectorIndex.load(saved, IDENTITY, threads=2)
    queries = np.random.default_rng(1).normal(size=(3, IDENTITY.dim))
    np.testing.assert_array_equal(loaded.ids, original.ids)
    np.testing.assert_array_equal(loaded.vectors(original.ids), original.vectors(original.ids))
    np.testing.assert_array_equal(loaded.search(queries, 5), original.search(queries, 5))
    assert loaded.threads == 2


def test_a_loaded_index_goes_on_changing(saved: Path) -> None:
    loaded = VectorIndex.load(saved, IDENTITY)
    assert loaded.remove(np.array([1, 4])) == 2
    loaded.add(np.array([1]), np.full((1, IDENTITY.dim), 2.0))
    newer = dataclasses.replace(IDENTITY, generation=5)
    loaded.save(saved, newer)
    assert VectorIndex.load(saved, newer).vectors(np.array([1]))[0].tolist() == [2.0] * IDENTITY.dim


def test_an_empty_index_is_saved_and_loaded_too(tmp_path: Path) -> None:
    VectorIndex(IDENTITY.dim).save(tmp_path, IDENTITY)
    assert len(VectorIndex.load(tmp_path, IDENTITY)) == 0


def test_only_the_two_files_and_the_lock_stay_behind(saved: Path) -> None:
    small_index(7).save(saved, IDENTITY)
    assert {path.name for path in saved.iterdir()} <= {"starter.faiss", "starter.json", "starter.lock"}


def test_packs_lie_side_by_side(saved: Path) -> None:
    other = dataclasses.replace(IDENTITY, pack="other")
    small_index(3).save(saved, other)
    assert len(VectorIndex.load(saved, IDENTITY)) == 20
    assert len(VectorIndex.load(saved, other)) == 3


def test_a_directory_name_that_is_not_text_is_no_obstacle(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has such names everywhere")
    directory = tmp_path / b"caf\xe9".decode("utf-8", "surrogateescape")
    small_index().save(directory, IDENTITY)
    assert len(VectorIndex.load(directory, IDENTITY)) == 20


@pytest.mark.parametrize("change", [{"revision": "r2"}, {"generation": IDENTITY.generation - 2}, {"dim": 7}], ids=str)
def test_an_index_of_other_vectors_is_stale(
    saved: Path, change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_parse(monkeypatch)
    with pytest.raises(StaleIndex, match=next(iter(change))):
        VectorIndex.load(saved, dataclasses.replace(IDENTITY, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("later", [-1, 0, 1, 30])
def test_an_index_that_is_behind_or_was_saved_just_before_the_commit_is_used(saved: Path, later: int) -> None:
    identity = dataclasses.replace(IDENTITY, generation=IDENTITY.generation + later)
    assert len(VectorIndex.load(saved, identity)) == 20


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_where_nothing_can_be_written_it_is_read_without_a_lock(
    saved: Path, reason: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(reason, "refused")

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    assert len(VectorIndex.load(saved, IDENTITY)) == 20


@pytest.mark.parametrize("missing", ["starter.json", "starter.faiss"])
def test_an_index_with_a_missing_half_is_stale(saved: Path, missing: str) -> None:
    (saved / missing).unlink()
    with pytest.raises(StaleIndex):
        VectorIndex.load(saved, IDENTITY)


def test_looking_for_an_index_leaves_no_trace(tmp_path: Path) -> None:
    with pytest.raises(StaleIndex, match="no saved index"):
        VectorIndex.load(tmp_path / "index", IDENTITY)
    assert not (tmp_path / "index").exists()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_damage_to_the_index_file_is_found_before_faiss_reads_it(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    directory = tmp_path_factory.mktemp("damaged")
    small_index().save(directory, IDENTITY)
    content = bytearray((directory / "starter.faiss").read_bytes())
    position = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans(), label="truncated"):
        del content[position:]
    else:
        content[position] ^= data.draw(st.integers(1, 255))
    (directory / "starter.faiss").write_bytes(content)
    with pytest.MonkeyPatch.context() as monkeypatch:
        refuse_to_parse(monkeypatch)
        with pytest.raises(StaleIndex, match="checksum"):
            VectorIndex.load(directory, IDENTITY)


@settings(max_examples=60, deadline=None)
@given(garbage=st.binary(max_size=200))
def test_a_garbled_description_is_stale(tmp_path_factory: pytest.TempPathFactory, garbage: bytes) -> None:
    directory = tmp_path_factory.mktemp("garbled")
    small_index().save(directory, IDENTITY)
    (directory / "starter.json").write_bytes(garbage)
    with pytest.raises(StaleIndex):
        VectorIndex.load(directory, IDENTITY)


def test_a_description_cut_anywhere_is_stale(saved: Path) -> None:
    whole = (saved / "starter.json").read_bytes()
    for length in range(len(whole)):
        (saved / "starter.json").write_bytes(whole[:length])
        with pytest.raises(StaleIndex):
            VectorIndex.load(saved, IDENTITY)


@pytest.mark.parametrize("content", ["[" * 100_000, "null", "[]", '"starter"', "{}", '{"count": "20"}'], ids=len)
def test_a_description_that_is_json_of_another_kind_is_stale(saved: Path, content: str) -> None:
    (saved / "starter.json").write_text(content)
    with pytest.raises(StaleIndex):
        VectorIndex.load(saved, IDENTITY)


@pytest.mark.parametrize("key", ["pack", "revision", "dim", "generation", "count", "checksum"])
def test_every_key_of_the_description_must_be_there(saved: Path, key: str) -> None:
    document = json.loads((saved / "starter.json").read_text())
    del document[key]
    (saved / "starter.json").write_text(json.dumps(document))
    with pytest.raises(StaleIndex):
        VectorIndex.load(saved, IDENTITY)


def test_a_wrong_count_is_stale(saved: Path) -> None:
    document = json.loads((saved / "starter.json").read_text())
    document["count"] += 1
    (saved / "starter.json").write_text(json.dumps(document))
    with pytest.raises(StaleIndex, match="20 vectors, not 21"):
        VectorIndex.load(saved, IDENTITY)


def test_a_file_of_the_right_checksum_that_faiss_cannot_parse_is_stale(saved: Path) -> None:
    with storage.replacing(saved / "starter.faiss") as file:
        writer = storage.ChecksumWriter(file)
        writer.write(b"not an index")
    storage.write_description(saved, IDENTITY, count=20, checksum=writer.checksum)
    with pytest.raises(StaleIndex, match="does not understand"):
        VectorIndex.load(saved, IDENTITY)


def test_another_kind_of_index_is_stale(saved: Path) -> None:
    import faiss

    faiss.write_index(faiss.IndexFlatIP(IDENTITY.dim), str(saved / "starter.faiss"))
    writer = storage.ChecksumWriter(io.BytesIO())
    writer.write((saved / "starter.faiss").read_bytes())
    storage.write_description(saved, IDENTITY, count=0, checksum=writer.checksum)
    with pytest.raises(StaleIndex, match="another kind"):
        VectorIndex.load(saved, IDENTITY)


def test_a_save_cut_short_between_the_two_files_is_found_stale(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "write_description", power_cut)
    with pytest.raises(KeyboardInterrupt):
        small_index(8).save(saved, IDENTITY)
    with pytest.raises(StaleIndex, match="checksum"):
        VectorIndex.load(saved, IDENTITY)


def test_a_full_disk_is_said_and_the_old_index_stays(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(self: storage.ChecksumWriter, part: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.ChecksumWriter, "write", write)
    with pytest.raises(UserError, match="No space left on device") as caught:
        small_index(8).save(saved, IDENTITY)
    assert caught.value.path == saved / "starter.faiss"
    assert caught.value.hint
    assert len(VectorIndex.load(saved, IDENTITY)) == 20
    assert not list(saved.glob("*.new"))


def test_a_file_in_the_directorys_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"")
    with pytest.raises(UserError, match="could not be written"):
        small_index().save(tmp_path / "index", IDENTITY)


def test_a_lock_that_is_never_given_back_is_no_deadlock(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "LOCK_SECONDS", 0.0)
    with storage.locked(saved, IDENTITY.pack):
        with pytest.raises(StaleIndex, match="lock"):
            VectorIndex.load(saved, IDENTITY)
        with pytest.raises(UserError, match="lock"):
            small_index().save(saved, IDENTITY)


def test_an_index_cannot_be_saved_under_another_length(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="length"):
        small_index().save(tmp_path, dataclasses.replace(IDENTITY, dim=7))


def test_importing_the_room_does_not_load_faiss() -> None:
    code = "import sys, videobert_desktop.index.vector_index; sys.exit('faiss' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
