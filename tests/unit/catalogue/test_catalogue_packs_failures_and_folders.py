from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from videobert_desktop.catalogue import Catalogue, FailureRow, PackRow
from videobert_desktop.domain.errors import Failure


def test_a_pack_is_entered_once(catalogue: Catalogue) -> None:
    pack_id = catalogue.packs.add("starter", "2026.1", dim=256)
    assert catalogue.packs.add("starter", "2026.1", dim=256) == pack_id
    assert catalogue.packs.all() == [PackRow(pack_id, "starter", "2026.1", 256)]
    assert catalogue.packs.get("starter", "2026.1") == PackRow(pack_id, "starter", "2026.1", 256)


def test_another_revision_is_another_pack(catalogue: Catalogue) -> None:
    assert catalogue.packs.add("starter", "1", dim=256) != catalogue.packs.add("starter", "2", dim=128)
    assert [pack.key for pack in catalogue.packs.all()] == ["starter@1", "starter@2"]
    assert catalogue.packs.get("starter", "3") is None


def test_one_revision_has_one_length_of_vectors(catalogue: Catalogue) -> None:
    catalogue.packs.add("starter", "1", dim=256)
    with pytest.raises(ValueError, match="starter@1 makes vectors of length 256, not 128"):
        catalogue.packs.add("starter", "1", dim=128)


def test_a_failure_comes_back_as_it_was_recorded(catalogue: Catalogue, noon: datetime) -> None:
    failure = Failure(Path("/v/broken.mp4"), "The file is empty.", "Copy it again.")
    catalogue.failures.record(failure, "probe", 0, 17, noon)
    assert catalogue.failures.under(failure.path) == [FailureRow(failure, "probe", 0, 17, noon)]
    assert catalogue.failures.under(Path("/v/sound.mp4")) == []


def test_the_latest_failure_of_a_file_counts(catalogue: Catalogue, noon: datetime) -> None:
    path = Path("/v/broken.mp4")
    catalogue.failures.record(Failure(path, "The file is empty."), "probe", 0, 17, noon)
    latest = FailureRow(Failure(path, "Not a video."), "decode", 9, 18, noon + timedelta(hours=1))
    catalogue.failures.record(latest.failure, latest.stage, latest.size, latest.mtime_ns, latest.at)
    assert catalogue.failures.all() == [latest]


def test_failures_are_listed_by_path_and_cleared_one_by_one(catalogue: Catalogue, noon: datetime) -> None:
    for name in "cab":
        catalogue.failures.record(Failure(Path("/v", name), "Not a video."), "probe", 1, 1, noon)
    catalogue.failures.clear(Path("/v/b"))
    catalogue.failures.clear(Path("/v/never"))
    assert [row.failure.path for row in catalogue.failures.all()] == [Path("/v/a"), Path("/v/c")]


def test_the_failures_under_a_folder_are_its_own_and_those_of_what_it_holds(
    catalogue: Catalogue, noon: datetime
) -> None:
    for name in ("/v/cats", "/v/cats/deep/a.mp4", "/v/cats2/b.mp4", "/v/cats.mp4"):
        catalogue.failures.record(Failure(Path(name), "Not a video."), "probe", 1, 1, noon)
    paths = [row.failure.path for row in catalogue.failures.under(Path("/v/cats"))]
    assert paths == [Path("/v/cats"), Path("/v/cats/deep/a.mp4")]


def test_a_failure_is_recorded_even_if_its_name_and_words_are_not_text(catalogue: Catalogue, noon: datetime) -> None:
    path = Path(os.fsdecode(b"/v/caf\xe9.mp4"))
    catalogue.failures.record(Failure(path, f"No stream in {path.name}."), "probe", 1, 1, noon)
    (row,) = catalogue.failures.all()
    assert row.failure == Failure(path, "No stream in caf\\udce9.mp4.")


def test_folders_are_kept_once_and_in_order(catalogue: Catalogue) -> None:
    folders = [Path("/a"), Path("/b"), Path(os.fsdecode(b"/\xff"))]
    for folder in [folders[2], folders[0], folders[1], folders[0]]:
        catalogue.folders.add(folder)
    assert catalogue.folders.all() == folders
