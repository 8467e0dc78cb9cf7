from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from safetensors.numpy import load_file

from videobert_desktop.catalogue import DamagedFeaturesError, FeatureStore, ShardRef
from videobert_desktop.domain.errors import UserError

KEY = "tiny@1"


def unit(seed: int, *, windows: int = 3) -> dict[str, NDArray[Any]]:
    random = np.random.default_rng(seed)
    return {
        "embeddings": random.standard_normal((windows, 4)).astype(np.float16),
        "tokens": random.integers(-128, 128, (3 * windows, 2, 5), dtype=np.int8),
    }


def assert_same(found: dict[str, NDArray[Any]], expected: dict[str, NDArray[Any]]) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array, strict=True)


def files_of(features: FeatureStore) -> set[str]:
    return {file.relative_to(features._root).as_posix() for file in features._root.rglob("*") if file.is_file()}


dtypes = st.sampled_from([np.float16, np.float32, np.int8, np.uint8, np.int32, np.int64])
arrays = dtypes.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=1, max_dims=3, min_side=0)))


@settings(max_examples=25, deadline=None)
@given(arrays=st.dictionaries(st.text("abc._é", min_size=1), arrays, min_size=1), number=st.integers(0, 200_000))
def test_a_unit_comes_back_as_it_was_written(arrays: dict[str, NDArray[Any]], number: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        features = FeatureStore(Path(directory))
        shard = features.write_unit(7, KEY, number, arrays)
        assert shard.number == number
        assert_same(features.read_unit(7, KEY, shard), arrays)


def test_what_is_read_can_be_written_to(features: FeatureStore) -> None:
    shard = features.write_unit(1, KEY, 0, unit(0))
    assert all(array.flags.writeable for array in features.read_unit(1, KEY, shard).values())


def test_an_array_need_not_lie_in_order_in_memory(features: FeatureStore) -> None:
    turned = np.arange(12, dtype=np.float16).reshape(3, 4).T[:, ::2]
    shard = features.write_unit(1, KEY, 0, {"embeddings": turned})
    assert_same(features.read_unit(1, KEY, shard), {"embeddings": turned})


def test_a_unit_lies_in_the_folder_of_its_video_and_pack(features: FeatureStore) -> None:
    shard = features.write_unit(12, KEY, 3, unit(0))
    assert files_of(features) == {f"12/tiny@1/{shard.file_name}"}
    assert shard.file_name.startswith("00003.")
    assert shard.file_name.endswith(".safetensors")
    assert len(shard.checksum) == 32


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
def test_files_and_folders_are_private_to_the_user(features: FeatureStore) -> None:
    features.write_unit(1, KEY, 0, unit(0))
    places = [features._root, *features._root.rglob("*")]
    assert {(place.is_dir(), place.stat().st_mode & 0o777) for place in places} == {(True, 0o700), (False, 0o600)}


def test_a_name_that_is_not_text_does_for_the_library(tmp_path: Path) -> None:
    library = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        library.mkdir()
    except OSError:
        pytest.skip("this file system takes only names that are text")
    features = FeatureStore(library / "features")
    shard = features.write_unit(1, KEY, 0, unit(0))
    assert_same(features.read_unit(1, KEY, shard), unit(0))


def test_writing_a_unit_again_leaves_the_file_of_the_old_one_as_it_was(features: FeatureStore) -> None:
    old = features.write_unit(1, KEY, 0, unit(0))
    new = features.write_unit(1, KEY, 0, unit(1))
    assert_same(features.read_unit(1, KEY, old), unit(0))
    assert_same(features.read_unit(1, KEY, new), unit(1))


def test_writing_the_same_again_is_the_same_file(features: FeatureStore) -> None:
    assert features.write_unit(1, KEY, 0, unit(0)) == features.write_unit(1, KEY, 0, unit(0))
    assert len(files_of(features)) == 1


def test_a_pack_cannot_lead_out_of_its_folder(features: FeatureStore) -> None:
    with pytest.raises(ValueError, match="not a pack's key"):
        features.write_unit(1, "../elsewhere@1", 0, unit(0))


def test_a_missing_file_is_named_with_what_to_do(features: FeatureStore) -> None:
    with pytest.raises(UserError, match="missing") as caught:
        features.read_unit(1, KEY, ShardRef("00000.gone.safetensors", "00", 0))
    assert caught.value.path == features._root / "1" / KEY / "00000.gone.safetensors"
    assert "videobert library rebuild-index" in caught.value.hint


@pytest.mark.parametrize("place", [0, 20, -1], ids=["length", "header", "data"])
def test_one_wrong_byte_is_found(features: FeatureStore, place: int) -> None:
    shard = features.write_unit(1, KEY, 0, unit(0))
    path = features._root / "1" / KEY / shard.file_name
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(UserError, match="damaged") as caught:
        features.read_unit(1, KEY, shard)
    assert caught.value.path == path
    assert "videobert library rebuild-index" in caught.value.hint


@pytest.mark.parametrize("length", [0, 4, 100])
def test_a_file_cut_short_is_found(features: FeatureStore, length: int) -> None:
    shard = features.write_unit(1, KEY, 0, unit(0))
    os.truncate(features._root / "1" / KEY / shard.file_name, length)
    with pytest.raises(DamagedFeaturesError, match="damaged") as caught:
        features.read_unit(1, KEY, shard)
    assert caught.value.video_id == 1


def test_a_file_that_was_no_safetensors_from_the_start_is_damaged(features: FeatureStore) -> None:
    content = b"no tensors at all"
    path = features._root / "1" / KEY / "00000.x.safetensors"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    checksum = hashlib.blake2b(content, digest_size=16).hexdigest()
    with pytest.raises(DamagedFeaturesError, match="damaged"):
        features.read_unit(1, KEY, ShardRef(path.name, checksum, 0))


def test_only_the_arrays_that_are_named_are_read(features: FeatureStore) -> None:
    arrays = unit(0)
    shard = features.write_unit(1, KEY, 0, arrays | {"tokens": np.zeros((3, 2), np.int8)})
    read = features.read_video(1, KEY, [shard], names=("embeddings",))
    assert_same(read, {"embeddings": arrays["embeddings"]})


def test_a_unit_that_is_not_in_its_file_is_named(features: FeatureStore) -> None:
    shard = features.write_unit(1, KEY, 0, unit(0))
    with pytest.raises(UserError, match="lacks what it should hold"):
        features.read_unit(1, KEY, ShardRef(shard.file_name, shard.checksum, 1))


def test_a_file_that_cannot_be_read_says_why(features: FeatureStore) -> None:
    (features._root / "1" / KEY / "folder.safetensors").mkdir(parents=True)
    with pytest.raises(UserError, match=r"cannot be read: (Is a directory|Permission denied)"):
        features.read_unit(1, KEY, ShardRef("folder.safetensors", "00", 0))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_named_and_leaves_nothing_behind(
    features: FeatureStore, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    shard = features.write_unit(1, KEY, 0, unit(0))

    def full(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match=r"The disk mounted at .+ is full") as caught:
        features.write_unit(1, KEY, 1, unit(1))
    assert "Free some space" in caught.value.hint
    assert files_of(features) == {f"1/{KEY}/{shard.file_name}"}


def test_a_folder_that_cannot_be_written_to_says_why(tmp_path: Path) -> None:
    (tmp_path / "features").write_text("in the way")
    with pytest.raises(UserError, match="cannot be read or written: File exists"):
        FeatureStore(tmp_path / "features").write_unit(1, KEY, 0, unit(0))


def test_the_units_of_a_video_are_joined_in_order(features: FeatureStore) -> None:
    shards = [features.write_unit(1, KEY, number, unit(number, windows=number + 1)) for number in range(3)]
    expected = [unit(number, windows=number + 1) for number in range(3)]
    joined = {name: np.concatenate([each[name] for each in expected]) for name in expected[0]}
    assert_same(features.read_video(1, KEY, shards), joined)
    assert_same(features.read_video(1, KEY, shards[::-1][:1]), expected[2])
    assert features.read_video(1, KEY, []) == {}


def test_merging_puts_all_units_into_one_file(features: FeatureStore) -> None:
    shards = [features.write_unit(1, KEY, number, unit(number)) for number in range(3)]
    before = features.read_video(1, KEY, shards)
    merged = features.merge(1, KEY, shards)
    assert [shard.number for shard in merged] == [0, 1, 2]
    assert len({(shard.file_name, shard.checksum) for shard in merged}) == 1
    assert_same(features.read_video(1, KEY, merged), before)
    for number, shard in enumerate(merged):
        assert_same(features.read_unit(1, KEY, shard), unit(number))


def test_merging_leaves_the_old_files_until_they_are_let_go(features: FeatureStore) -> None:
    shards = [features.write_unit(1, KEY, number, unit(number)) for number in range(3)]
    merged = features.merge(1, KEY, shards)
    for number, shard in enumerate(shards):
        assert_same(features.read_unit(1, KEY, shard), unit(number))
    assert features.keep_only(1, KEY, merged) == 3
    assert files_of(features) == {f"1/{KEY}/{merged[0].file_name}"}
    assert_same(features.read_unit(1, KEY, merged[2]), unit(2))


def test_merging_what_is_one_file_already_changes_nothing(features: FeatureStore) -> None:
    merged = features.merge(1, KEY, [features.write_unit(1, KEY, number, unit(number)) for number in range(2)])
    before = files_of(features)
    assert features.merge(1, KEY, merged) == merged
    assert features.merge(1, KEY, []) == []
    assert files_of(features) == before


def test_a_unit_made_anew_after_the_merge_takes_the_old_ones_place(features: FeatureStore) -> None:
    merged = features.merge(1, KEY, [features.write_unit(1, KEY, number, unit(number)) for number in range(3)])
    shards = [merged[0], features.write_unit(1, KEY, 1, unit(9, windows=5)), merged[2]]
    expected = np.concatenate([unit(0)["embeddings"], unit(9, windows=5)["embeddings"], unit(2)["embeddings"]])
    np.testing.assert_array_equal(features.read_video(1, KEY, shards)["embeddings"], expected)
    again = features.merge(1, KEY, shards)
    assert again[0].file_name != merged[0].file_name
    np.testing.assert_array_equal(features.read_video(1, KEY, again)["embeddings"], expected)


@settings(max_examples=25, deadline=None)
@given(units=st.lists(st.dictionaries(st.text("abc._é", min_size=1), arrays, min_size=1), min_size=2, max_size=4))
def test_whatever_the_units_hold_comes_back_from_the_merged_file(units: list[dict[str, NDArray[Any]]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        features = FeatureStore(Path(directory))
        shards = [features.write_unit(7, KEY, number, arrays) for number, arrays in enumerate(units)]
        for shard, expected in zip(features.merge(7, KEY, shards), units, strict=True):
            assert_same(features.read_unit(7, KEY, shard), expected)


def test_a_merged_file_is_read_by_whoever_knows_the_format(features: FeatureStore) -> None:
    shards = [features.write_unit(1, KEY, number, unit(number)) for number in range(2)]
    merged = features.merge(1, KEY, shards)
    whole = load_file(features._root / "1" / KEY / merged[0].file_name)
    assert_same(whole, {f"{number:05d}.{name}": array for number in range(2) for name, array in unit(number).items()})


def test_merging_takes_no_more_memory_for_more_units(features: FeatureStore) -> None:
    def peak_of_merging(video_id: int, count: int) -> int:
        arrays = {"tokens": np.zeros((1 << 20,), np.int8)}
        shards = [features.write_unit(video_id, KEY, number, arrays) for number in range(count)]
        tracemalloc.start()
        features.merge(video_id, KEY, shards)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    few, many = peak_of_merging(1, 4), peak_of_merging(2, 24)
    assert many < few + (1 << 19)


def test_reading_some_arrays_takes_the_memory_of_those_alone(features: FeatureStore) -> None:
    arrays = {"embeddings": np.ones((40, 4), np.float16), "tokens": np.zeros((4 << 20,), np.int8)}
    shards = [features.write_unit(1, KEY, number, arrays) for number in range(4)]
    tracemalloc.start()
    read = features.read_video(1, KEY, shards, names=("embeddings",))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read["embeddings"].shape == (160, 4)
    assert peak < 1 << 20


def test_a_shard_without_its_unit_is_not_merged(features: FeatureStore) -> None:
    shards = [features.write_unit(1, KEY, number, unit(number)) for number in range(2)]
    stray = ShardRef(shards[1].file_name, shards[1].checksum, 7)
    with pytest.raises(DamagedFeaturesError, match="lacks what it should hold"):
        features.merge(1, KEY, [shards[0], stray])


def test_a_damaged_shard_is_not_merged(features: FeatureStore) -> None:
    shards = [features.write_unit(1, KEY, number, unit(number)) for number in range(2)]
    path = features._root / "1" / KEY / shards[1].file_name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    before = files_of(features)
    with pytest.raises(UserError, match="damaged"):
        features.merge(1, KEY, shards)
    assert files_of(features) == before


def test_orphans_and_temporary_files_are_removed_and_known_files_stay(features: FeatureStore) -> None:
    known = features.write_unit(1, KEY, 0, unit(0))
    features.write_unit(1, KEY, 0, unit(1))
    features.write_unit(1, "tiny@2", 0, unit(0))
    features.write_unit(2, KEY, 0, unit(0))
    (features._root / "1" / KEY / ".00003.tmp").touch()
    assert features.remove_orphans({(1, KEY, known.file_name)}) == 4
    assert files_of(features) == {f"1/{KEY}/{known.file_name}"}
    assert [folder.name for folder in features._root.iterdir()] == ["1"]


def test_what_is_not_a_features_file_is_no_orphan(features: FeatureStore) -> None:
    notes = features._root / "1" / KEY / "notes.txt"
    features.write_unit(1, KEY, 0, unit(0))
    notes.write_text("the user's")
    assert features.remove_orphans(set()) == 1
    assert notes.read_text() == "the user's"


def test_there_are_no_orphans_where_there_is_nothing(features: FeatureStore) -> None:
    assert features.remove_orphans(set()) == 0
    assert features.keep_only(1, KEY, []) == 0
    assert features.size() == 0


def test_the_size_is_that_of_all_files(features: FeatureStore) -> None:
    for number in range(2):
        features.write_unit(1, KEY, number, unit(number))
    assert features.size() == sum((features._root / name).stat().st_size for name in files_of(features)) > 0
