"""What videos are like as a whole: made once, from the features or from the index, whichever is quicker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import add_video, pack_of
from videobert_desktop.catalogue import Catalogue, FeatureStore
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.rebuild_index import rebuild_index
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.viewing import video_summaries as module
from videobert_desktop.services.viewing.video_summaries import FEW, video_summaries


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return create_library(tmp_path / "library")


@pytest.fixture
def catalogue(library: Library) -> Iterator[Catalogue]:
    with library.catalogue() as opened:
        yield opened


def expected(library: Library, catalogue: Catalogue, video_id: int) -> np.ndarray:
    pack = pack_of(library)
    shards = [unit.shard for unit in catalogue.units.of_video(video_id, pack.id)]
    mean = library.features.read_video(video_id, pack.key, shards)["embeddings"].astype(np.float32).mean(axis=0)
    return mean / np.linalg.norm(mean)


def summed_up(library: Library, catalogue: Catalogue) -> dict[int, np.ndarray]:
    return dict(zip(*(part.tolist() for part in video_summaries(library, catalogue, pack_of(library))), strict=True))


def nothing_read(monkeypatch: pytest.MonkeyPatch, *, features: bool = True, index: bool = True) -> None:
    """From now on, whoever reads features, or the index, fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("this was to be done without")

    if features:
        monkeypatch.setattr(FeatureStore, "read_video", refuse)
    if index:
        monkeypatch.setattr(VectorIndex, "load", refuse)


def test_where_nothing_has_been_through_there_are_none(library: Library, catalogue: Catalogue, tmp_path: Path) -> None:
    add_video(library, tmp_path / "a.mp4", complete=False)
    assert summed_up(library, catalogue) == {}


def test_it_is_the_mean_of_the_windows_and_made_once(
    library: Library, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        add_video(library, tmp_path / f"{name}.mp4", units=(40, 3))
    made = summed_up(library, catalogue)
    for video_id in (1, 2):
        np.testing.assert_allclose(made[video_id], expected(library, catalogue, video_id), atol=1e-3)
    nothing_read(monkeypatch)
    again = summed_up(library, catalogue)
    assert list(again) == [1, 2]
    for video_id in (1, 2):
        np.testing.assert_allclose(again[video_id], made[video_id], atol=1e-3)


@pytest.mark.parametrize("windows_at_once", [7, 20_000])
def test_many_at_once_come_from_the_index(
    library: Library, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows_at_once: int
) -> None:
    for number in range(FEW + 1):
        add_video(library, tmp_path / f"{number}.mp4", units=(1 + number % 5,))
    rebuild_index(library, ignore_progress, CancelToken())
    monkeypatch.setattr(module, "_WINDOWS_AT_ONCE", windows_at_once)
    wanted = {video_id: expected(library, catalogue, video_id) for video_id in range(1, FEW + 2)}
    nothing_read(monkeypatch, index=False)
    made = summed_up(library, catalogue)
    assert made.keys() == wanted.keys()
    for video_id, vector in wanted.items():
        np.testing.assert_allclose(made[video_id], vector, atol=1e-2)


def test_of_many_that_the_index_does_not_hold_some_are_made_each_time(
    library: Library, catalogue: Catalogue, tmp_path: Path
) -> None:
    for number in range(FEW + 3):
        add_video(library, tmp_path / f"{number}.mp4")
    assert sorted(summed_up(library, catalogue)) == list(range(4, FEW + 4))
    assert sorted(summed_up(library, catalogue)) == list(range(1, FEW + 4))


def test_a_video_of_which_the_index_holds_only_a_part_is_read_from_its_features(
    library: Library, catalogue: Catalogue, tmp_path: Path
) -> None:
    for number in range(FEW + 1):
        add_video(library, tmp_path / f"{number}.mp4", units=(40, 2))
    rebuild_index(library, ignore_progress, CancelToken())
    pack = pack_of(library)
    _, second = catalogue.units.of_video(1, pack.id)
    windows = [window.span for window in catalogue.windows.of_video(1, pack.id) if window.unit_id == second.id]
    catalogue.units.commit(1, pack.id, 1, Pass.STANDARD, second.shard, windows)
    np.testing.assert_allclose(summed_up(library, catalogue)[1], expected(library, catalogue, 1), atol=1e-3)


def test_a_video_whose_features_are_damaged_is_left_out(library: Library, catalogue: Catalogue, tmp_path: Path) -> None:
    for name in "ab":
        add_video(library, tmp_path / f"{name}.mp4")
    for file in (library.features_directory / "1").rglob("*.safetensors"):
        file.write_bytes(b"rubbish")
    assert list(summed_up(library, catalogue)) == [2]


def test_where_nothing_can_be_written_they_are_made_all_the_same(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_video(library, tmp_path / "a.mp4")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with library.catalogue() as catalogue:
        for _ in range(2):
            assert list(summed_up(library, catalogue)) == [1]
