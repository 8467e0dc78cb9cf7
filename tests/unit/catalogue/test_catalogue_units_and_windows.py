from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videobert_desktop.catalogue import Catalogue, PackRow, ShardRef
from videobert_desktop.domain.timing import WINDOWS_PER_UNIT, Span, window_span
from videobert_desktop.domain.video import FileFingerprint, Video

Commit = Callable[..., list[int]]


@pytest.fixture
def commit(catalogue: Catalogue, video: Video, pack: PackRow) -> Commit:
    """Commit a unit of two windows; its shard is named after the pass."""

    def commit(
        number: int, pass_name: str = "standard", *, video_id: int = video.id, pack_id: int = pack.id
    ) -> list[int]:
        first = number * WINDOWS_PER_UNIT
        spans = [window_span(first + i, 1e6) for i in range(2)]
        shard = ShardRef(f"{number:05d}.{pass_name}", "sum", number)
        return catalogue.units.commit(video_id, pack_id, number, pass_name, shard, spans, first)

    return commit


def test_a_unit_comes_back_as_it_was_committed(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    commit(3)
    (unit,) = catalogue.units.of_video(video.id, pack.id)
    assert (unit.video_id, unit.pack_id, unit.number, unit.pass_name) == (video.id, pack.id, 3, "standard")
    assert unit.shard == ShardRef("00003.standard", "sum", 3)


def test_windows_carry_their_numbers_and_spans(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    ids = commit(1)
    windows = catalogue.windows.of_video(video.id, pack.id)
    assert [window.id for window in windows] == ids
    assert [window.number for window in windows] == [WINDOWS_PER_UNIT, WINDOWS_PER_UNIT + 1]
    assert [window.span for window in windows] == [Span(60.0, 61.5), Span(61.5, 63.0)]
    assert {window.video_id for window in windows} == {video.id}
    assert {window.unit_id for window in windows} == {catalogue.units.of_video(video.id, pack.id)[0].id}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)))
def test_units_and_windows_are_in_time_order_whatever_order_they_were_committed_in(
    catalogue: Catalogue, video: Video, commit: Commit, order: list[int], noon: datetime
) -> None:
    pack_id = catalogue.packs.add("ordered", "1", dim=4)
    ids = {number: commit(number, pack_id=pack_id) for number in order}
    assert [unit.number for unit in catalogue.units.of_video(video.id, pack_id)] == list(range(5))
    windows = catalogue.windows.of_video(video.id, pack_id)
    assert [window.id for window in windows] == [i for number in range(5) for i in ids[number]]
    assert catalogue.windows.ids(pack_id).tolist() == sorted(window.id for window in windows)


def test_a_unit_takes_the_place_of_an_older_one_of_its_number(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    old, beside = commit(0, "fast"), commit(1, "fast")
    new = commit(0, "standard")
    assert not set(new) & {*old, *beside}
    assert [unit.pass_name for unit in catalogue.units.of_video(video.id, pack.id)] == ["standard", "fast"]
    assert catalogue.windows.ids(pack.id).tolist() == sorted([*beside, *new])
    assert not set(old) & set(catalogue.windows.ids(pack.id).tolist())


def test_the_id_of_a_replaced_window_is_never_used_again(commit: Commit) -> None:
    assert min(commit(0)) < max(commit(0)) < min(commit(0))


def test_a_unit_whose_windows_cannot_be_entered_is_not_entered_either(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    old = commit(0)
    with pytest.raises(TypeError):
        catalogue.units.commit(video.id, pack.id, 0, "standard", ShardRef("a", "b", 0), [Span(0, 1)], None)  # type: ignore[arg-type]
    assert [window.id for window in catalogue.windows.of_video(video.id, pack.id)] == old


def test_the_shard_of_another_unit_is_refused(catalogue: Catalogue, video: Video, pack: PackRow) -> None:
    with pytest.raises(ValueError, match="shard of unit 2 given for unit 1"):
        catalogue.units.commit(video.id, pack.id, 1, "standard", ShardRef("a", "b", 2), [], 0)
    assert catalogue.units.all(pack.id) == []


def test_two_packs_are_never_mixed(catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit) -> None:
    newer = catalogue.packs.add("tiny", "2", dim=4)
    old_ids, new_ids = commit(0), commit(0, pack_id=newer)
    catalogue.units.mark_complete(video.id, pack.id, "standard")
    assert catalogue.windows.ids(pack.id).tolist() == old_ids
    assert catalogue.windows.ids(newer).tolist() == new_ids
    assert [unit.pack_id for unit in catalogue.units.of_video(video.id, newer)] == [newer]
    assert video.id not in catalogue.units.completed(newer)


def test_every_file_that_a_unit_points_at_is_listed(
    catalogue: Catalogue, video: Video, commit: Commit, noon: datetime
) -> None:
    other = catalogue.videos.add(video.info, noon)
    commit(0)
    commit(1)
    commit(0, "fast", video_id=other.id, pack_id=catalogue.packs.add("tiny", "2", dim=4))
    assert catalogue.units.shards() == {
        (video.id, "tiny@1", "00000.standard"),
        (video.id, "tiny@1", "00001.standard"),
        (other.id, "tiny@2", "00000.fast"),
    }


def test_units_can_point_at_the_merged_file(catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit) -> None:
    ids = [*commit(0), *commit(1)]
    merged = [ShardRef("merged", "new", number) for number in range(2)]
    catalogue.units.repoint(video.id, pack.id, merged)
    assert [unit.shard for unit in catalogue.units.of_video(video.id, pack.id)] == merged
    assert catalogue.units.shards() == {(video.id, "tiny@1", "merged")}
    assert catalogue.windows.ids(pack.id).tolist() == ids


def test_a_video_is_complete_once_it_is_said_to_be(catalogue: Catalogue, video: Video, pack: PackRow) -> None:
    assert video.id not in catalogue.units.completed(pack.id)
    for pass_name in ("fast", "standard"):
        catalogue.units.mark_complete(video.id, pack.id, pass_name)
        assert video.id in catalogue.units.completed(pack.id)


def test_the_completed_videos_of_a_pack_are_those_that_are_complete(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other, begun = (catalogue.videos.add(video.info, noon) for _ in range(2))
    newer = catalogue.packs.add("tiny", "2", dim=4)
    commit(0, video_id=begun.id)
    for video_id, pack_id in ((video.id, pack.id), (other.id, pack.id), (other.id, newer)):
        catalogue.units.mark_complete(video_id, pack_id, "standard")
    assert catalogue.units.completed(pack.id) == {video.id, other.id}
    assert catalogue.units.completed(newer) == {other.id}
    assert catalogue.units.completed(newer + 1) == set()


def test_a_forgotten_video_has_no_units_and_no_windows_and_is_not_complete(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    ids = [*commit(0), *commit(1)]
    catalogue.units.mark_complete(video.id, pack.id, "standard")
    catalogue.units.forget(video.id, pack.id)
    assert catalogue.units.of_video(video.id, pack.id) == []
    assert not set(ids) & set(catalogue.windows.ids(pack.id).tolist())
    assert video.id not in catalogue.units.completed(pack.id)
    assert catalogue.videos.get(video.id) == video


def test_forgetting_leaves_other_videos_and_other_packs_alone(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other, newer = catalogue.videos.add(video.info, noon), catalogue.packs.add("tiny", "2", dim=4)
    keys = ((video.id, pack.id), (other.id, pack.id), (video.id, newer))
    ids = {key: commit(0, video_id=key[0], pack_id=key[1]) for key in keys}
    for video_id, pack_id in keys:
        catalogue.units.mark_complete(video_id, pack_id, "standard")
    catalogue.units.forget(video.id, pack.id)
    for video_id, pack_id in keys[1:]:
        windows = catalogue.windows.of_video(video_id, pack_id)
        assert [window.id for window in windows] == ids[video_id, pack_id]
        assert video_id in catalogue.units.completed(pack_id)


def test_a_video_is_forgotten_whole_or_not_at_all(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, catalogue_path: Path
) -> None:
    ids = commit(0)
    catalogue.units.mark_complete(video.id, pack.id, "standard")
    with closing(sqlite3.connect(catalogue_path)) as database:
        database.execute(
            "CREATE TRIGGER refuse BEFORE DELETE ON completions BEGIN SELECT RAISE(ABORT, 'not this one'); END"
        )
    with pytest.raises(sqlite3.IntegrityError, match="not this one"):
        catalogue.units.forget(video.id, pack.id)
    assert [window.id for window in catalogue.windows.of_video(video.id, pack.id)] == ids


def test_forgetting_a_video_that_is_not_known_changes_nothing(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    ids = commit(0)
    catalogue.units.forget(video.id + 1, pack.id)
    assert catalogue.windows.ids(pack.id).tolist() == ids


def test_a_unit_may_have_more_windows_than_a_statement_takes_values(
    catalogue: Catalogue, video: Video, pack: PackRow
) -> None:
    spans = [window_span(number, 1e6) for number in range(40_000)]
    catalogue.units.commit(video.id, pack.id, 0, "standard", ShardRef("a", "b", 0), spans, 0)
    assert [window.span for window in catalogue.windows.of_video(video.id, pack.id)] == spans


def test_the_ids_of_a_pack_are_an_array_even_when_there_are_none(catalogue: Catalogue, pack: PackRow) -> None:
    ids = catalogue.windows.ids(pack.id)
    assert (ids.dtype, ids.shape) == (np.dtype(np.int64), (0,))
    assert catalogue.windows.count(pack.id) == 0


def test_windows_are_counted_unit_by_unit(catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit) -> None:
    newer = catalogue.packs.add("tiny", "2", dim=4)
    commit(0)
    catalogue.units.commit(video.id, pack.id, 1, "standard", ShardRef("a", "b", 1), [Span(60, 61.5)], WINDOWS_PER_UNIT)
    catalogue.units.commit(video.id, pack.id, 2, "standard", ShardRef("a", "c", 2), [], 2 * WINDOWS_PER_UNIT)
    commit(0, pack_id=newer)
    first, second, _ = (unit.id for unit in catalogue.units.of_video(video.id, pack.id))
    assert catalogue.windows.counts_by_unit(pack.id) == {first: 2, second: 1}
    assert catalogue.windows.counts_by_unit(newer + 1) == {}


def test_every_window_of_a_pack_is_listed_with_its_video(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other = catalogue.videos.add(video.info, noon)
    ids = [*commit(0), *commit(0, video_id=other.id), *commit(1)]
    commit(0, pack_id=catalogue.packs.add("tiny", "2", dim=4))
    windows, videos = catalogue.windows.video_of_windows(pack.id)
    assert windows.tolist() == ids == sorted(ids)
    assert videos.tolist() == [video.id, video.id, other.id, other.id, video.id, video.id]
    assert (windows.dtype, videos.dtype) == (np.dtype(np.int64), np.dtype(np.int64))


def test_the_windows_and_videos_of_a_pack_are_arrays_even_when_there_are_none(
    catalogue: Catalogue, pack: PackRow
) -> None:
    for ids in catalogue.windows.video_of_windows(pack.id):
        assert (ids.dtype, ids.shape) == (np.dtype(np.int64), (0,))


def test_videos_are_found_by_pack_and_folder(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    elsewhere, unindexed = (catalogue.videos.add(video.info, noon) for _ in range(2))
    for each, folder in ((video, "cats"), (elsewhere, "dogs"), (unindexed, "cats")):
        catalogue.files.add(each.id, FileFingerprint(Path(f"/v/{folder}/{each.id}.mp4"), 1, 1, "aa"))
    commit(0)
    commit(0, video_id=elsewhere.id)
    assert catalogue.windows.videos_in(pack.id) == {video.id, elsewhere.id}
    assert catalogue.windows.videos_in(pack.id, Path("/v/cats")) == {video.id}
    assert catalogue.windows.videos_in(pack.id, Path("/v/birds")) == set()
