"""What a run has to do, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.libraries import media_info
from videobert_desktop.catalogue import Catalogue, PackRow, ShardRef
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.video import Video
from videobert_desktop.services.indexing.index_queue import Step
from videobert_desktop.services.indexing.plan_run import first_missing_unit, plan_run, seconds_of_work

FAST, STANDARD, THOROUGH = Pass


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "catalogue.sqlite3") as catalogue:
        yield catalogue


@pytest.fixture
def pack(catalogue: Catalogue) -> PackRow:
    return PackRow(catalogue.packs.add("tiny", "r1", 4), "tiny", "r1", 4)


def video(catalogue: Catalogue, seconds: float) -> Video:
    return catalogue.videos.add(media_info(seconds), datetime(2024, 5, 6, tzinfo=UTC))


def steps(catalogue: Catalogue, pack: PackRow, videos: list[Video], mode: Pass) -> list[Step]:
    return list(plan_run(catalogue, pack, videos, mode))


def units(catalogue: Catalogue, pack: PackRow, video: Video, *passes: Pass) -> None:
    for number, pass_name in enumerate(passes):
        catalogue.units.commit(video.id, pack.id, number, pass_name, ShardRef("a", "b", number), [])


@pytest.mark.parametrize("mode", [STANDARD, THOROUGH])
def test_much_new_video_gets_a_first_look_before_anything_is_looked_at_closely(
    catalogue: Catalogue, pack: PackRow, mode: Pass
) -> None:
    videos = [video(catalogue, 200.0), video(catalogue, 150.0)]
    assert steps(catalogue, pack, videos, mode) == [(1, FAST), (2, FAST), (1, mode), (2, mode)]


def test_five_minutes_of_new_video_are_indexed_at_once(catalogue: Catalogue, pack: PackRow) -> None:
    videos = [video(catalogue, 150.0), video(catalogue, 150.0)]
    assert steps(catalogue, pack, videos, STANDARD) == [(1, STANDARD), (2, STANDARD)]


def test_in_fast_mode_there_is_one_pass(catalogue: Catalogue, pack: PackRow) -> None:
    assert steps(catalogue, pack, [video(catalogue, 7200.0)], FAST) == [(1, FAST)]


def test_a_video_that_had_its_first_look_is_not_new(catalogue: Catalogue, pack: PackRow) -> None:
    videos = [video(catalogue, 7200.0), video(catalogue, 10.0)]
    catalogue.units.mark_complete(1, pack.id, FAST)
    assert steps(catalogue, pack, videos, STANDARD) == [(1, STANDARD), (2, STANDARD)]


@pytest.mark.parametrize("mode", Pass)
@pytest.mark.parametrize("done", Pass)
def test_a_video_is_left_alone_by_passes_that_are_no_closer_than_those_before(
    catalogue: Catalogue, pack: PackRow, mode: Pass, done: Pass
) -> None:
    videos = [video(catalogue, 7200.0)]
    catalogue.units.mark_complete(1, pack.id, done)
    closer = list(Pass).index(mode) > list(Pass).index(done)
    assert steps(catalogue, pack, videos, mode) == ([(1, mode)] if closer else [])


def test_another_pack_begins_anew(catalogue: Catalogue, pack: PackRow) -> None:
    videos = [video(catalogue, 7200.0)]
    catalogue.units.mark_complete(1, catalogue.packs.add("tiny", "r2", 4), THOROUGH)
    assert steps(catalogue, pack, videos, STANDARD) == [(1, FAST), (1, STANDARD)]


def test_videos_are_taken_in_the_order_in_which_they_were_found(catalogue: Catalogue, pack: PackRow) -> None:
    videos = [video(catalogue, 10.0) for _ in range(3)][::-1]
    assert [step.video_id for step in steps(catalogue, pack, videos, STANDARD)] == [3, 2, 1]


def test_a_pass_goes_on_at_the_first_unit_that_was_not_looked_at_so_closely(
    catalogue: Catalogue, pack: PackRow
) -> None:
    units(catalogue, pack, video(catalogue, 300.0), THOROUGH, STANDARD, STANDARD, FAST)
    places = {mode: first_missing_unit(catalogue, pack, Step(1, mode)) for mode in Pass}
    assert places == {THOROUGH: 1, STANDARD: 3, FAST: 4}


def test_the_work_is_what_no_earlier_run_has_done(catalogue: Catalogue, pack: PackRow) -> None:
    videos = [video(catalogue, 250.0), video(catalogue, 70.0), video(catalogue, 30.0)]
    units(catalogue, pack, videos[0], STANDARD, FAST)
    units(catalogue, pack, videos[2], FAST)
    queue = plan_run(catalogue, pack, videos, STANDARD)
    by_id = {video.id: video for video in videos}
    assert seconds_of_work(catalogue, pack, queue, by_id) == {
        Step(1, FAST): 130.0,
        Step(2, FAST): 70.0,
        Step(3, FAST): 0.0,
        Step(1, STANDARD): 190.0,
        Step(2, STANDARD): 70.0,
        Step(3, STANDARD): 30.0,
    }
