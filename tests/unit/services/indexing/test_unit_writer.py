"""How units are kept, by a thread of its own: first the shard, then its row; merged at the end."""

from __future__ import annotations

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.libraries import media_info
from videobert_desktop.catalogue import PackRow, UnitRow
from videobert_desktop.catalogue.features import FeatureStore
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import WINDOWS_PER_UNIT, Span, window_span
from videobert_desktop.services.indexing.unit_writer import EncodedUnit, UnitWriter
from videobert_desktop.services.libraries import Library, create_library

VIDEO, DIM = 1, 4


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = create_library(tmp_path / "library")
    with library.catalogue() as catalogue:
        catalogue.videos.add(media_info(130.0), datetime(2024, 5, 6, tzinfo=UTC))
    return library


@pytest.fixture
def row(library: Library) -> PackRow:
    with library.catalogue() as catalogue:
        return PackRow(catalogue.packs.add("tiny", "r1", DIM), "tiny", "r1", DIM)


def unit(number: int, windows: int = WINDOWS_PER_UNIT, pass_name: Pass = Pass.STANDARD) -> EncodedUnit:
    first = number * WINDOWS_PER_UNIT
    embeddings = np.random.default_rng(number).normal(size=(windows, DIM)).astype(np.float16)
    spans = [window_span(first + window, 130.0) for window in range(windows)]
    return EncodedUnit(number, pass_name, spans, {"embeddings": embeddings, "hubness": np.zeros(windows, np.float32)})


def units(library: Library, row: PackRow) -> list[UnitRow]:
    with library.catalogue() as catalogue:
        return catalogue.units.of_video(VIDEO, row.id)


def names(library: Library) -> list[str]:
    return sorted(path.name for path in library.features_directory.rglob("*") if path.is_file())


def test_what_was_handed_over_is_in_the_catalogue_after_waiting(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        writer.write(VIDEO, unit(0))
        writer.wait()
        (kept,) = units(library, row)
        assert (kept.number, kept.pass_name) == (0, Pass.STANDARD)
        arrays = library.features.read_unit(VIDEO, row.key, kept.shard)
        np.testing.assert_array_equal(arrays["embeddings"], unit(0).arrays["embeddings"])


def test_leaving_the_writer_keeps_what_was_handed_over(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        writer.write(VIDEO, unit(0))
        writer.write(VIDEO, unit(1))
    assert [kept.number for kept in units(library, row)] == [0, 1]


def test_an_unfinished_video_is_not_complete(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        writer.write(VIDEO, unit(0))
    with library.catalogue() as catalogue:
        assert VIDEO not in catalogue.units.passes(row.id)


def test_a_finished_video_is_in_one_file_with_its_windows_in_order(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        for part in (unit(0), unit(1), unit(2, windows=7)):
            writer.write(VIDEO, part)
        writer.finish(VIDEO, Pass.STANDARD, 3, None)
    kept = units(library, row)
    (name,) = names(library)
    assert name.startswith("merged.")
    assert {part.shard.file_name for part in kept} == {name}
    arrays = library.features.read_video(VIDEO, row.key, [part.shard for part in kept])
    expected = [unit(0), unit(1), unit(2, windows=7)]
    np.testing.assert_array_equal(
        arrays["embeddings"], np.concatenate([part.arrays["embeddings"] for part in expected])
    )
    with library.catalogue() as catalogue:
        windows = catalogue.windows.of_video(VIDEO, row.id)
        assert [window.span for window in windows] == [span for part in expected for span in part.windows]
        assert windows[-1].span == Span(129.0, 130.0)
        assert VIDEO in catalogue.units.passes(row.id)


def test_a_closer_pass_takes_the_place_of_a_fast_one_unit_by_unit(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        for number in range(2):
            writer.write(VIDEO, unit(number, pass_name=Pass.FAST))
        writer.finish(VIDEO, Pass.FAST, 2, None)
        writer.write(VIDEO, unit(0))
        writer.wait()
        assert [kept.pass_name for kept in units(library, row)] == [Pass.STANDARD, Pass.FAST]
        assert len(names(library)) == 2
        writer.write(VIDEO, unit(1))
        writer.finish(VIDEO, Pass.STANDARD, 2, None)
    assert [kept.pass_name for kept in units(library, row)] == [Pass.STANDARD, Pass.STANDARD]
    assert len(names(library)) == 1
    with library.catalogue() as catalogue:
        assert catalogue.units.passes(row.id) == {VIDEO: Pass.STANDARD}


def test_units_beyond_the_end_that_a_pass_has_found_are_dropped(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        for number in range(3):
            writer.write(VIDEO, unit(number, pass_name=Pass.FAST))
        writer.finish(VIDEO, Pass.FAST, 3, None)
        writer.write(VIDEO, unit(0))
        writer.finish(VIDEO, Pass.STANDARD, 1, "damaged after 60.0 s")
    assert [(kept.number, kept.pass_name) for kept in units(library, row)] == [(0, Pass.STANDARD)]
    assert len(names(library)) == 1


def test_a_video_without_any_unit_can_be_finished(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        writer.finish(VIDEO, Pass.STANDARD, 0, "damaged after 0.0 s")
    with library.catalogue() as catalogue:
        assert VIDEO in catalogue.units.passes(row.id)
        video = catalogue.videos.get(VIDEO)
        assert video is not None
        assert video.damage == "damaged after 0.0 s"


def test_damage_that_is_no_more_is_forgotten(library: Library, row: PackRow) -> None:
    with UnitWriter(library, row) as writer:
        writer.finish(VIDEO, Pass.STANDARD, 0, "damaged after 0.0 s")
        writer.finish(VIDEO, Pass.STANDARD, 0, None)
    with library.catalogue() as catalogue:
        assert [video.damage for video in catalogue.videos.all()] == [None]


def test_encoding_goes_on_while_a_unit_is_written(
    library: Library, row: PackRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = threading.Event()
    write_unit = FeatureStore.write_unit

    def wait_and_write(*arguments: object) -> object:
        assert may_write.wait(10)
        return write_unit(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(FeatureStore, "write_unit", wait_and_write)
    with UnitWriter(library, row) as writer:
        writer.write(VIDEO, unit(0))  # comes back although nothing has been written
        assert units(library, row) == []
        may_write.set()
    assert len(units(library, row)) == 1


class TestFullDisk:
    @pytest.fixture
    def full_disk(self, library: Library, row: PackRow, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", refuse)

    @pytest.mark.usefixtures("full_disk")
    def test_it_is_told_at_the_next_unit_with_the_disks_name(self, library: Library, row: PackRow) -> None:
        with UnitWriter(library, row) as writer:
            writer.write(VIDEO, unit(0))
            with pytest.raises(UserError, match=r"The disk mounted at .* is full"):
                writer.write(VIDEO, unit(1))

    @pytest.mark.usefixtures("full_disk")
    def test_it_is_told_at_the_end_at_the_latest(self, library: Library, row: PackRow) -> None:
        writer = UnitWriter(library, row)
        with pytest.raises(UserError, match="is full"), writer:
            writer.write(VIDEO, unit(0))

    @pytest.mark.usefixtures("full_disk")
    def test_nothing_half_written_is_left(self, library: Library, row: PackRow) -> None:
        with UnitWriter(library, row) as writer:
            writer.write(VIDEO, unit(0))
            with pytest.raises(UserError):
                writer.finish(VIDEO, Pass.STANDARD, 2, None)
        assert names(library) == []
        assert units(library, row) == []
        with library.catalogue() as catalogue:
            assert VIDEO not in catalogue.units.passes(row.id)

    def test_a_merge_that_fails_leaves_the_units_as_they_were(
        self, library: Library, row: PackRow, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
    ) -> None:
        with UnitWriter(library, row) as writer:
            writer.write(VIDEO, unit(0))
            writer.write(VIDEO, unit(1))
            writer.wait()
            request.getfixturevalue("full_disk")
            with pytest.raises(UserError, match="is full"):
                writer.finish(VIDEO, Pass.STANDARD, 2, None)
        shards = [kept.shard for kept in units(library, row)]
        assert names(library) == sorted(shard.file_name for shard in shards)
        arrays = library.features.read_video(VIDEO, row.key, shards)
        assert arrays["embeddings"].shape == (80, DIM)


def test_a_catalogue_that_cannot_be_opened_leaves_no_thread(library: Library, row: PackRow) -> None:
    library.catalogue_path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(UserError):
        UnitWriter(library, row)
