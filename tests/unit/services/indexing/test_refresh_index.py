"""How the search index follows the catalogue."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import add_video, pack_of
from videobert_desktop.catalogue import DamagedFeaturesError, FeatureStore
from videobert_desktop.catalogue.shards import ShardRef
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.passes import Pass
from videobert_desktop.index import vector_index
from videobert_desktop.index.storage import StaleIndex
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing import stored_vectors as module
from videobert_desktop.services.indexing.refresh_index import current_index, refresh_index
from videobert_desktop.services.indexing.stored_vectors import complete_index, index_identity
from videobert_desktop.services.libraries import Library, create_library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = create_library(tmp_path / "library")
    add_video(library, tmp_path / "a.mp4", units=(40, 7))
    return library


def refresh(library: Library) -> None:
    with library.catalogue() as catalogue:
        refresh_index(library, catalogue, pack_of(library), cancel=CancelToken(), damaged=raise_it)


def raise_it(error: Exception) -> None:
    raise error


def built_at_once(library: Library) -> VectorIndex:
    pack = pack_of(library)
    index = VectorIndex(pack.dim + 1)
    with library.catalogue() as catalogue:
        complete_index(index, library, catalogue, pack, cancel=CancelToken(), report=lambda _: None, damaged=raise_it)
    return index


def current(library: Library) -> VectorIndex:
    with library.catalogue() as catalogue:
        return current_index(library, catalogue, pack_of(library), cancel=CancelToken())


def saved(library: Library) -> VectorIndex:
    """The saved index, which must be of the catalogue as it is now."""
    with library.catalogue() as catalogue:
        return VectorIndex.load(library.index_directory, index_identity(catalogue, pack_of(library)))


def generation(library: Library) -> int:
    with library.catalogue() as catalogue:
        return catalogue.generation


def same(index: VectorIndex, other: VectorIndex) -> bool:
    ids = np.sort(index.ids)
    return np.array_equal(ids, np.sort(other.ids)) and np.array_equal(index.vectors(ids), other.vectors(ids))


def test_the_first_index_holds_every_window(library: Library) -> None:
    refresh(library)
    built = built_at_once(library)
    assert len(built) == 47
    assert same(saved(library), built)


def test_new_windows_are_added_without_reading_the_old_features(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(library)
    video = _add_quietly(library, tmp_path / "b.mp4")
    read = record_reading(monkeypatch)
    refresh(library)
    assert read == [(video, [0])]
    assert len(saved(library)) == 49


def test_of_a_video_only_the_units_that_a_closer_pass_has_replaced_are_read_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(library)
    replaced = replace_unit(library, number=1, windows=7)
    read = record_reading(monkeypatch)
    refresh(library)
    assert read == [(1, [1])]
    assert not np.isin(replaced, saved(library).ids).any()
    assert same(saved(library), built_at_once(library))


def test_windows_that_are_gone_leave_the_index(library: Library, tmp_path: Path) -> None:
    video = add_video(library, tmp_path / "b.mp4")
    refresh(library)
    with library.catalogue() as catalogue:
        catalogue.videos.remove(video)
    refresh(library)
    assert len(saved(library)) == 47


def test_an_index_refreshed_step_by_step_is_the_one_built_at_once(library: Library, tmp_path: Path) -> None:
    for name in ("b.mp4", "c.mp4"):
        refresh(library)
        _add_quietly(library, tmp_path / name)
    with library.catalogue() as catalogue:
        catalogue.videos.remove(1)
    refresh(library)
    built = built_at_once(library)
    assert same(saved(library), built)


def test_nothing_new_changes_nothing(library: Library) -> None:
    refresh(library)
    before = generation(library), [path.stat().st_mtime_ns for path in sorted(library.index_directory.iterdir())]
    refresh(library)
    after = generation(library), [path.stat().st_mtime_ns for path in sorted(library.index_directory.iterdir())]
    assert after == before


def test_a_change_is_a_new_generation(library: Library, tmp_path: Path) -> None:
    refresh(library)
    before = generation(library)
    _add_quietly(library, tmp_path / "b.mp4")
    refresh(library)
    assert generation(library) == before + 1


@pytest.mark.parametrize("name", ["tiny.faiss", "tiny.json"])
@pytest.mark.parametrize("damage", [b"", b"rubbish"])
def test_a_damaged_index_is_built_again(library: Library, name: str, damage: bytes) -> None:
    refresh(library)
    (library.index_directory / name).write_bytes(damage)
    with pytest.raises(StaleIndex):
        saved(library)
    assert len(current(library)) == 47
    refresh(library)
    assert len(saved(library)) == 47


def test_looking_at_a_lost_index_does_not_write_one(library: Library) -> None:
    assert len(current(library)) == 47
    assert not library.index_directory.exists()


def test_a_search_leaves_out_a_video_whose_features_are_damaged(library: Library, tmp_path: Path) -> None:
    other = add_video(library, tmp_path / "b.mp4")
    damage(library, other)
    assert len(current(library)) == 47
    with library.catalogue() as catalogue:
        assert catalogue.units.of_video(other, pack_of(library).id)


def test_a_refresh_forgets_a_video_whose_features_are_damaged_and_keeps_the_others(
    library: Library, tmp_path: Path
) -> None:
    other = add_video(library, tmp_path / "b.mp4")
    damage(library, other)
    told: list[DamagedFeaturesError] = []
    with library.catalogue() as catalogue:
        pack = pack_of(library)
        assert refresh_index(library, catalogue, pack, cancel=CancelToken(), damaged=told.append) == 47
        assert catalogue.units.of_video(other, pack.id) == []
        assert other not in catalogue.units.passes(pack.id)
    assert [error.video_id for error in told] == [other]
    assert len(saved(library)) == 47


def damage(library: Library, video_id: int) -> None:
    for path in (library.features_directory / str(video_id)).rglob("*.safetensors"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")


def test_a_generation_is_seen_only_when_its_index_is_there(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = generation(library)
    save = VectorIndex.save

    def watched(index: VectorIndex, *given: object) -> None:
        assert generation(library) == before
        save(index, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(VectorIndex, "save", watched)
    refresh(library)
    assert generation(library) == before + 1


def test_a_large_library_has_an_index_of_lists_and_a_small_one_has_none(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "FLAT_LIMIT", 60)
    refresh(library)
    other = _add_quietly(library, tmp_path / "b.mp4", units=(40, 40))
    refresh(library)
    assert saved(library).suits(120)
    assert not saved(library).suits(20)
    with library.catalogue() as catalogue:
        catalogue.videos.remove(other)
        catalogue.units.cut(1, pack_of(library).id, 0)
    _add_quietly(library, tmp_path / "c.mp4", units=(20,))
    refresh(library)
    assert saved(library).suits(20)
    assert same(saved(library), built_at_once(library))


def test_an_index_that_its_library_has_outgrown_is_made_anew(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "FLAT_LIMIT", 40)
    refresh(library)
    assert not saved(library).suits(400)
    for name in "bcde":
        _add_quietly(library, tmp_path / name, units=(40, 40))
    refresh(library)
    assert saved(library).suits(367)
    assert same(saved(library), built_at_once(library))


@pytest.mark.parametrize("at_once", [1, 10_000])
def test_what_waits_to_be_added_is_bounded(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    for name in ("b.mp4", "c.mp4"):
        _add_quietly(library, tmp_path / name)
    monkeypatch.setattr(module, "WINDOWS_PER_ADDITION", at_once)
    added: list[int] = []
    add = VectorIndex.add
    monkeypatch.setattr(VectorIndex, "add", lambda index, ids, rows: added.append(len(ids)) or add(index, ids, rows))
    refresh(library)
    assert sorted(added) == ([2, 2, 47] if at_once == 1 else [51])


def test_building_can_be_cancelled(library: Library) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with library.catalogue() as catalogue, pytest.raises(Cancelled):
        current_index(library, catalogue, pack_of(library), cancel=cancel)


def record_reading(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, list[int]]]:
    """The videos that are read from now on, and which of their units."""
    read: list[tuple[int, list[int]]] = []
    read_video = FeatureStore.read_video

    def recorded(features: FeatureStore, video_id: int, key: str, shards: list[ShardRef], **given: object) -> object:
        read.append((video_id, [shard.number for shard in shards]))
        return read_video(features, video_id, key, shards, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(FeatureStore, "read_video", recorded)
    return read


def replace_unit(library: Library, *, number: int, windows: int) -> list[int]:
    """Commit a unit of the first video again; returns the ids of the windows that it takes the place of."""
    pack = pack_of(library)
    with library.catalogue() as catalogue:
        unit = catalogue.units.of_video(1, pack.id)[number]
        old = [window for window in catalogue.windows.of_video(1, pack.id) if window.unit_id == unit.id]
        arrays = {
            name: np.ones((windows, *shape), np.float16) for name, shape in (("embeddings", (4,)), ("hubness", ()))
        }
        shard = library.features.write_unit(1, pack.key, number, arrays)
        spans = [window.span for window in old][:windows]
        catalogue.units.commit(1, pack.id, number, Pass.THOROUGH, shard, spans)
    return [window.id for window in old]


def _add_quietly(library: Library, path: Path, units: tuple[int, ...] = (2,)) -> int:
    """Add a video as indexing does: the generation is advanced by the refresh that follows."""
    before = generation(library)
    video = add_video(library, path, units=units)
    with library.catalogue() as catalogue:
        catalogue._connection.run("UPDATE state SET generation = ?", (before,))
    return video
