"""A library goes over from one pack of real networks to a newer revision of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.first_revision import write_first_revision
from tests.helpers.media import picture_clip
from tests.helpers.tiny_pack import plain_picture, write_tiny_pack
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, ignore_progress
from videobert_desktop.domain.query import Query
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.models.packs.manifest import PackInfo, checksums, read_manifest, write_manifest
from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos
from videobert_desktop.services.indexing.reencode_videos import RENEWING, needs_renewal
from videobert_desktop.services.libraries import Library, create_library, verify_library
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.settings.options import packs_directory

SHOWN = ("red", "green", "blue", "yellow", "white")


@pytest.fixture(scope="module", params=[write_tiny_pack, write_first_revision], ids=["VideoBERT", "before VideoBERT"])
def revisions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two revisions that see frames in the same way; the second reads what the first has stored."""
    older, same_frames, newer = (tmp_path_factory.mktemp("packs") / name for name in ("older", "frames", "newer"))
    write_tiny_pack(same_frames)
    write_tiny_pack(newer, seed=1, reads=(request.param(older).revision,))
    for file in (*same_frames.glob("frame_encoder-*"), *same_frames.glob("token_reducer-*")):
        shutil.copy(file, newer)
    write_manifest(replace(read_manifest(newer), files=checksums(newer)))
    return older, newer


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A clip of 130 s, 26 s of each colour."""
    return picture_clip(tmp_path / "long.mp4", [plain_picture(colour) for colour in SHOWN], seconds_each=26.0, rate=2)


def install(pack: Path) -> PackInfo:
    """Put a pack in place of the one that is installed."""
    shutil.rmtree(packs_directory() / "tiny", ignore_errors=True)
    shutil.copytree(pack, packs_directory() / "tiny")
    return read_manifest(packs_directory() / "tiny")


def index(library: Library, *paths: Path, report: Callable[[Progress], None] = ignore_progress) -> None:
    options = IndexOptions("tiny", "cpu", 1)
    index_videos(library, paths, options, cancel=CancelToken(), report=report, failed=lambda _: None)


def stop_half_way(progress: Progress) -> None:
    if progress.stage == RENEWING and progress.done > 0:
        raise Cancelled


def features(library: Library, info: PackInfo) -> dict[str, NDArray[Any]]:
    with library.catalogue() as catalogue:
        row = catalogue.packs.get(info.name, info.revision)
        assert row is not None
        shards = [unit.shard for unit in catalogue.units.of_video(1, row.id)]
        return library.features.read_video(1, row.key, shards)


def answer(library: Library, colour: str) -> tuple[float, str]:
    """Where a colour is found, and which revision says so."""
    with MomentSearcher(library) as searcher:
        view = searcher.view()
        assert view is not None
        return searcher.search(Query(colour)).moments[0].peak, view.row.revision


def test_it_answers_before_during_and_after_and_ends_up_like_one_that_was_indexed_anew(
    clip: Path, revisions: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, fresh = create_library(tmp_path / "library"), create_library(tmp_path / "fresh")
    older = install(revisions[0])
    index(library, clip)
    newer = install(revisions[1])
    index(fresh, clip)
    clip.unlink()
    monkeypatch.setattr(Decoder, "_conversation", None)  # nothing can be decoded from here on
    before = answer(library, "blue")
    assert (52 <= before[0] <= 78, before[1]) == (True, older.revision)
    with pytest.raises(Cancelled):
        index(library, report=stop_half_way)
    assert answer(library, "blue") == before
    index(library)
    assert answer(library, "blue") == answer(fresh, "blue")
    assert answer(library, "blue")[1] == newer.revision
    expected, found = features(fresh, newer), features(library, newer)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[name], array) for name, array in expected.items())
    assert verify_library(library, ignore_progress, CancelToken()) == []
    assert not needs_renewal(library)
