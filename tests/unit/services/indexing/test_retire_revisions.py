"""What an older revision of a pack made is kept until the present one replaces it wholly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.libraries import add_video, pack_of
from videobert_desktop.domain.passes import Pass
from videobert_desktop.models.packs.manifest import PackInfo
from videobert_desktop.services.indexing.retire_revisions import retire_revisions
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.library import Library

PRESENT = PackInfo("tiny", "r2", "Tiny", "MIT", 4, 16, Path(), {}, (1.0, 0.0, 0.0, 0.0, 0.0))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of two videos that revision r1 has been through."""
    library = create_library(tmp_path / "library")
    for name in ("cat.mp4", "dog.mp4"):
        add_video(library, tmp_path / name)
    return library


def complete(library: Library, *videos: int) -> None:
    with library.catalogue() as catalogue:
        present = catalogue.packs.add(PRESENT.name, PRESENT.revision, PRESENT.dim)
        for video in videos:
            catalogue.units.mark_complete(video, present, Pass.STANDARD)
        retire_revisions(library, catalogue, PRESENT)


def test_it_is_kept_as_long_as_one_video_is_not_done_again(library: Library) -> None:
    complete(library, 1)
    with library.catalogue() as catalogue:
        assert catalogue.windows.count(pack_of(library).id) == 4
    assert len(list(library.features_directory.rglob("*.safetensors"))) == 2


def test_then_its_units_and_features_go(library: Library) -> None:
    complete(library, 1, 2)
    with library.catalogue() as catalogue:
        assert catalogue.windows.count(pack_of(library).id) == 0
        assert catalogue.units.passes(pack_of(library).id) == {}
    assert list(library.features_directory.rglob("*.safetensors")) == []


def test_without_another_revision_nothing_happens(library: Library) -> None:
    with library.catalogue() as catalogue:
        row = pack_of(library)
        retire_revisions(library, catalogue, PRESENT)
        assert catalogue.windows.count(row.id) == 4


def test_what_was_not_finished_is_replaced_as_soon_as_all_its_units_are(library: Library, tmp_path: Path) -> None:
    add_video(library, tmp_path / "fox.mp4", units=(40, 2), complete=False)
    old = pack_of(library)
    complete(library, 1, 2)
    with library.catalogue() as catalogue:
        assert catalogue.windows.count(old.id) > 0
        present = catalogue.packs.get(PRESENT.name, PRESENT.revision)
        assert present is not None
        for unit in catalogue.units.of_video(3, old.id):
            catalogue.units.commit(3, present.id, unit.number, unit.pass_name, unit.shard, [])
    complete(library)
    with library.catalogue() as catalogue:
        assert catalogue.windows.count(old.id) == 0


def test_the_librarys_copy_of_what_embeds_sentences_goes_with_it(library: Library) -> None:
    own = {}
    for revision in ("r1", "r2"):
        own[revision] = library.packs_directory / f"tiny@{revision}"
        own[revision].mkdir(parents=True)
        (own[revision] / "pack.json").write_text("{}")
    complete(library, 1)
    assert own["r1"].exists()
    complete(library, 2)
    assert (own["r1"].exists(), own["r2"].exists()) == (False, True)
