"""How the search index follows the catalogue."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import add_video, pack_of
from videobert_desktop.catalogue import DamagedFeaturesError
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.index.storage import StaleIndex
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services import stored_vectors as module
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.refresh_index import current_index, refresh_index
from videobert_desktop.services.stored_vectors import complete_index, index_identity


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
    read: list[int] = []
    video_vectors = module.video_vectors
    monkeypatch.setattr(module, "video_vectors", lambda *given: read.append(given[-1]) or video_vectors(*given))
    refresh(library)
    assert read == [video]
    assert len(saved(library)) == 49


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
        assert other not in catalogue.units.completed(pack.id)
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


def test_building_can_be_cancelled(library: Library) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with library.catalogue() as catalogue, pytest.raises(Cancelled):
        current_index(library, catalogue, pack_of(library), cancel=cancel)


def _add_quietly(library: Library, path: Path) -> int:
    """Add a video as indexing does: the generation is advanced by the refresh that follows."""
    before = generation(library)
    video = add_video(library, path)
    with library.catalogue() as catalogue:
        catalogue._connection.run("UPDATE state SET generation = ?", (before,))
    return video
