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
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import WINDOWS_PER_UNIT, Span, window_span
from videobert_desktop.domain.video import Video

Commit = Callable[..., list[int]]


@pytest.fixture
def commit(catalogue: Catalogue, video: Video, pack: PackRow) -> Commit:
    """Commit a unit of two windows; its shard is named after the pass."""

    def commit(
        number: int, pass_name: Pass = Pass.STANDARD, *, video_id: int = video.id, pack_id: int = pack.id
    ) -> list[int]:
        first = number * WINDOWS_PER_UNIT
        spans = [window_span(first + i, 1e6) for i in range(2)]
        shard = ShardRef(f"{number:05d}.{pass_name}", "sum", number)
        return catalogue.units.commit(video_id, pack_id, number, pass_name, shard, spans)

    return commit


def test_a_unit_comes_back_as_it_was_committed(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    commit(3)
    (unit,) = catalogue.units.of_video(video.id, pack.id)
    assert (unit.video_id, unit.pack_id, unit.number, unit.pass_name) == (video.id, pack.id, 3, Pass.STANDARD)
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
    old, beside = commit(0, Pass.FAST), commit(1, Pass.FAST)
    new = commit(0, Pass.STANDARD)
    assert not set(new) & {*old, *beside}
    assert [unit.pass_name for unit in catalogue.units.of_video(video.id, pack.id)] == [Pass.STANDARD, Pass.FAST]
    assert catalogue.windows.ids(pack.id).tolist() == sorted([*beside, *new])
    assert not set(old) & set(catalogue.windows.ids(pack.id).tolist())


def test_the_id_of_a_replaced_window_is_never_used_again(commit: Commit) -> None:
    assert min(commit(0)) < max(commit(0)) < min(commit(0))


def test_a_unit_whose_windows_cannot_be_entered_is_not_entered_either(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    old = commit(0)
    with pytest.raises(sqlite3.IntegrityError):  # two windows cannot begin at one place
        catalogue.units.commit(video.id, pack.id, 0, Pass.STANDARD, ShardRef("a", "b", 0), [Span(0, 1), Span(0, 2)])
    assert [window.id for window in catalogue.windows.of_video(video.id, pack.id)] == old


def test_the_shard_of_another_unit_is_refused(catalogue: Catalogue, video: Video, pack: PackRow) -> None:
    with pytest.raises(ValueError, match="shard of unit 2 given for unit 1"):
        catalogue.units.commit(video.id, pack.id, 1, Pass.STANDARD, ShardRef("a", "b", 2), [])
    assert catalogue.units.all(pack.id) == []


def test_two_packs_are_never_mixed(catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit) -> None:
    newer = catalogue.packs.add("tiny", "2", dim=4)
    old_ids, new_ids = commit(0), commit(0, pack_id=newer)
    catalogue.units.mark_complete(video.id, pack.id, Pass.STANDARD)
    assert catalogue.windows.ids(pack.id).tolist() == old_ids
    assert catalogue.windows.ids(newer).tolist() == new_ids
    assert [unit.pack_id for unit in catalogue.units.of_video(video.id, newer)] == [newer]
    assert video.id not in catalogue.units.passes(newer)


def test_every_file_that_a_unit_points_at_is_listed(
    catalogue: Catalogue, video: Video, commit: Commit, noon: datetime
) -> None:
    other = catalogue.videos.add(video.info, noon)
    commit(0)
    commit(1)
    commit(0, Pass.FAST, video_id=other.id, pack_id=catalogue.packs.add("tiny", "2", dim=4))
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


def test_a_pass_has_been_through_a_video_once_it_is_said_to_have(
    catalogue: Catalogue, video: Video, pack: PackRow
) -> None:
    assert video.id not in catalogue.units.passes(pack.id)
    for pass_name in Pass:
        catalogue.units.mark_complete(video.id, pack.id, pass_name)
        assert catalogue.units.passes(pack.id) == {video.id: pass_name}


def test_the_completed_videos_of_a_pack_are_those_that_are_complete(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other, begun = (catalogue.videos.add(video.info, noon) for _ in range(2))
    newer = catalogue.packs.add("tiny", "2", dim=4)
    commit(0, video_id=begun.id)
    for video_id, pack_id in ((video.id, pack.id), (other.id, pack.id), (other.id, newer)):
        catalogue.units.mark_complete(video_id, pack_id, Pass.STANDARD)
    assert catalogue.units.passes(pack.id) == dict.fromkeys((video.id, other.id), Pass.STANDARD)
    assert catalogue.units.passes(newer) == {other.id: Pass.STANDARD}
    assert catalogue.units.passes(newer + 1) == {}


def test_units_are_counted_by_video_and_pass(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other = catalogue.videos.add(video.info, noon)
    for number in range(3):
        commit(number, Pass.FAST)
    commit(0, Pass.STANDARD)
    commit(0, Pass.THOROUGH, video_id=other.id)
    commit(1, pack_id=catalogue.packs.add("tiny", "2", dim=4))
    assert catalogue.units.counts(pack.id) == {
        video.id: {Pass.STANDARD: 1, Pass.FAST: 2},
        other.id: {Pass.THOROUGH: 1},
    }
    assert catalogue.units.counts(pack.id + 2) == {}


def test_units_beyond_the_end_of_a_video_are_cut_off_with_their_windows(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other = catalogue.videos.add(video.info, noon)
    kept = [commit(0), commit(1)]
    commit(2), commit(3)
    beside = [commit(3, video_id=other.id), commit(3, pack_id=catalogue.packs.add("tiny", "2", dim=4))]
    catalogue.units.cut(video.id, pack.id, 2)
    assert [unit.number for unit in catalogue.units.of_video(video.id, pack.id)] == [0, 1]
    assert catalogue.windows.ids(pack.id).tolist() == [*kept[0], *kept[1], *beside[0]]
    assert catalogue.windows.count(pack.id + 1) == len(beside[1])
    catalogue.units.cut(video.id, pack.id, 2)
    assert len(catalogue.units.of_video(video.id, pack.id)) == 2


def test_windows_of_different_passes_stay_in_the_order_of_time(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    commit(1, Pass.STANDARD)
    spans = [Span(0.0, 7.2), Span(7.2, 11.0), Span(11.0, 60.0)]
    catalogue.units.commit(video.id, pack.id, 0, Pass.FAST, ShardRef("a", "b", 0), spans)
    windows = catalogue.windows.of_video(video.id, pack.id)
    assert [window.span for window in windows] == [*spans, Span(60.0, 61.5), Span(61.5, 63.0)]
    assert [window.number for window in windows] == [0, 4, 7, 40, 41]


def test_a_forgotten_video_has_no_units_and_no_windows_and_is_not_complete(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit
) -> None:
    ids = [*commit(0), *commit(1)]
    catalogue.units.mark_complete(video.id, pack.id, Pass.STANDARD)
    catalogue.units.forget(video.id, pack.id)
    assert catalogue.units.of_video(video.id, pack.id) == []
    assert not set(ids) & set(catalogue.windows.ids(pack.id).tolist())
    assert video.id not in catalogue.units.passes(pack.id)
    assert catalogue.videos.get(video.id) == video


def test_forgetting_leaves_other_videos_and_other_packs_alone(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, noon: datetime
) -> None:
    other, newer = catalogue.videos.add(video.info, noon), catalogue.packs.add("tiny", "2", dim=4)
    keys = ((video.id, pack.id), (other.id, pack.id), (video.id, newer))
    ids = {key: commit(0, video_id=key[0], pack_id=key[1]) for key in keys}
    for video_id, pack_id in keys:
        catalogue.units.mark_complete(video_id, pack_id, Pass.STANDARD)
    catalogue.units.forget(video.id, pack.id)
    for video_id, pack_id in keys[1:]:
        windows = catalogue.windows.of_video(video_id, pack_id)
        assert [window.id for window in windows] == ids[video_id, pack_id]
        assert video_id in catalogue.units.passes(pack_id)


def test_a_video_is_forgotten_whole_or_not_at_all(
    catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit, catalogue_path: Path
) -> None:
    ids = commit(0)
    catalogue.units.mark_complete(video.id, pack.id, Pass.STANDARD)
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
    catalogue.units.commit(video.id, pack.id, 0, Pass.STANDARD, ShardRef("a", "b", 0), spans)
    assert [window.span for window in catalogue.windows.of_video(video.id, pack.id)] == spans


def test_the_ids_of_a_pack_are_an_array_even_when_there_are_none(catalogue: Catalogue, pack: PackRow) -> None:
    ids = catalogue.windows.ids(pack.id)
    assert (ids.dtype, ids.shape) == (np.dtype(np.int64), (0,))
    assert catalogue.windows.count(pack.id) == 0


def test_windows_are_counted_unit_by_unit(catalogue: Catalogue, video: Video, pack: PackRow, commit: Commit) -> None:
    newer = catalogue.packs.add("tiny", "2", dim=4)
    commit(0)
    catalogue.units.commit(video.id, pack.id, 1, Pass.STANDARD, ShardRef("a", "b", 1), [Span(60, 61.5)])
    catalogue.units.commit(video.id, pack.id, 2, Pass.STANDARD, ShardRef("a", "c", 2), [])
    commit(0, pack_id=newer)
    first, second, _ = (unit.id for unit in catalogue.units.of_video(video.id, pack.id))
    assert catalogue.windows.counts_by_unit(pack.id) == {first: 2, second: 1}
    assert catalogue.windows.counts_by_unit(newer + 1) == {}


@pytest.mark.parametrize("rows_at_once", [1, 4, 100])
def test_the_timeline_has_every_window_of_a_pack_by_video_and_time(
    catalogue: Catalogue,
    video: Video,
    pack: PackRow,
    commit: Commit,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    rows_at_once: int,
) -> None:
    monkeypatch.setattr("videobert_desktop.catalogue.windows._ROWS_AT_ONCE", rows_at_once)
    other = catalogue.videos.add(video.info, noon)
    later, others, earlier = commit(1), commit(0, video_id=other.id), commit(0)
    commit(0, pack_id=catalogue.packs.add("tiny", "2", dim=4))
    windows, videos, starts, ends = catalogue.windows.timeline(pack.id)
    assert windows.tolist() == [*earlier, *later, *others]
    assert videos.tolist() == [video.id] * 4 + [other.id] * 2
    rows = [*catalogue.windows.of_video(video.id, pack.id), *catalogue.windows.of_video(other.id, pack.id)]
    assert [(row.span.start, row.span.end) for row in rows] == list(zip(starts.tolist(), ends.tolist(), strict=True))


def test_the_timeline_of_a_pack_without_windows_is_empty_arrays(catalogue: Catalogue, pack: PackRow) -> None:
    timeline = catalogue.windows.timeline(pack.id)
    assert [(column.dtype, column.shape) for column in timeline] == [(np.dtype(kind), (0,)) for kind in "qqdd"]
