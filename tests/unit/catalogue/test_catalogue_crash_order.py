"""Whatever moment the power goes at, no row points at a file that is not there, and files without rows go away."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from videobert_desktop.catalogue import Catalogue, FeatureStore, PackRow, ShardRef
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.video import Video


class PowerCut(BaseException):
    pass


@pytest.fixture
def committed(catalogue: Catalogue, features: FeatureStore, video: Video, pack: PackRow) -> list[ShardRef]:
    """Two units, written and committed."""
    return [index_unit(catalogue, features, video, pack, number) for number in range(2)]


def index_unit(
    catalogue: Catalogue, features: FeatureStore, video: Video, pack: PackRow, number: int, value: float = 0.0
) -> ShardRef:
    """What indexing does with each unit: first the shard, then its row."""
    shard = features.write_unit(video.id, pack.key, number, {"embeddings": np.full((1, 4), value, np.float16)})
    catalogue.units.commit(video.id, pack.id, number, Pass.STANDARD, shard, [Span(0, 1.5)])
    return shard


def assert_every_row_has_its_file(catalogue: Catalogue, features: FeatureStore, pack: PackRow) -> None:
    for unit in catalogue.units.all(pack.id):
        assert features.read_unit(unit.video_id, pack.key, unit.shard)["embeddings"].shape == (1, 4)


def file_names(features: FeatureStore) -> set[str]:
    return {file.name for file in features._root.rglob("*") if file.is_file()}


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_cut_while_the_shard_is_written_leaves_no_row(
    catalogue: Catalogue,
    features: FeatureStore,
    video: Video,
    pack: PackRow,
    committed: list[ShardRef],
    monkeypatch: pytest.MonkeyPatch,
    call: str,
) -> None:
    def cut(*_: object) -> None:
        raise PowerCut

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[call], cut)
    with pytest.raises(PowerCut):
        index_unit(catalogue, features, video, pack, 2)
    assert len(catalogue.units.all(pack.id)) == 2
    assert_every_row_has_its_file(catalogue, features, pack)


def test_the_shard_is_synced_before_it_has_its_name_and_its_folder_after(
    features: FeatureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    features.write_unit(1, "tiny@1", 0, {"embeddings": np.zeros((1, 4), np.float16)})
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def record_sync(handle: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        fsync(handle)

    def record_rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", record_sync)
    monkeypatch.setattr(Path, "replace", record_rename)
    features.write_unit(1, "tiny@1", 1, {"embeddings": np.zeros((1, 4), np.float16)})
    assert steps == ["sync file", "rename", "sync folder"]


def test_a_cut_between_shard_and_row_leaves_an_orphan_that_goes_at_the_next_start(
    catalogue: Catalogue, features: FeatureStore, video: Video, pack: PackRow, committed: list[ShardRef]
) -> None:
    orphan = features.write_unit(video.id, pack.key, 2, {"embeddings": np.ones((1, 4), np.float16)})
    assert orphan.file_name in file_names(features)
    assert features.remove_orphans(catalogue.units.shards()) == 1
    assert file_names(features) == {shard.file_name for shard in committed}
    assert_every_row_has_its_file(catalogue, features, pack)


def test_a_cut_while_a_unit_is_replaced_leaves_the_old_one_whole(
    catalogue: Catalogue, features: FeatureStore, video: Video, pack: PackRow, committed: list[ShardRef]
) -> None:
    with suppress(PowerCut), catalogue.transaction():
        index_unit(catalogue, features, video, pack, 0, value=1.0)
        raise PowerCut
    assert_every_row_has_its_file(catalogue, features, pack)
    assert features.remove_orphans(catalogue.units.shards()) == 1
    assert [unit.shard for unit in catalogue.units.of_video(video.id, pack.id)] == committed


@pytest.mark.parametrize("done", ["merge", "repoint", "keep_only"])
def test_a_cut_after_any_step_of_finishing_a_video_leaves_every_row_its_file(
    catalogue: Catalogue, features: FeatureStore, video: Video, pack: PackRow, committed: list[ShardRef], done: str
) -> None:
    merged = features.merge(video.id, pack.key, committed)
    if done != "merge":
        with catalogue.transaction():
            catalogue.units.repoint(video.id, pack.id, merged)
            catalogue.units.mark_complete(video.id, pack.id, Pass.STANDARD)
    if done == "keep_only":
        features.keep_only(video.id, pack.key, merged)
    assert_every_row_has_its_file(catalogue, features, pack)
    features.remove_orphans(catalogue.units.shards())
    assert_every_row_has_its_file(catalogue, features, pack)
    assert file_names(features) == {name for _, _, name in catalogue.units.shards()}
