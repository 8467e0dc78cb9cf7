"""How the progress of a run is counted."""

from __future__ import annotations

import pytest

from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.indexing.index_queue import Step
from videobert_desktop.services.indexing.run_progress import RunProgress

A_FAST, B_FAST, A, B = (Step(video, pass_name) for pass_name in (Pass.FAST, Pass.STANDARD) for video in (1, 2))
WORK = {A_FAST: 100.0, B_FAST: 50.0, A: 100.0, B: 50.0}
DURATIONS = {1: 100.0, 2: 200.0}
"""Of the second video, 150 s were looked at in earlier runs."""


@pytest.fixture
def told() -> list[Progress]:
    return []


@pytest.fixture
def progress(told: list[Progress]) -> RunProgress:
    return RunProgress(told.append, Pass.STANDARD, WORK, DURATIONS)


def test_each_pass_is_a_stage_with_a_total_of_its_own(progress: RunProgress, told: list[Progress]) -> None:
    progress.reached(A_FAST, 30.0, "a.mp4")
    progress.reached(A, 8.0, "a.mp4")
    assert told == [
        Progress("first look", 30.0, 150.0, "s", "a.mp4", video_id=1, part=pytest.approx(0.3)),
        Progress("indexing", 8.0, 150.0, "s", "a.mp4", video_id=1, part=pytest.approx(0.08)),
    ]


def test_a_fast_pass_that_is_all_that_is_wanted_is_called_indexing(told: list[Progress]) -> None:
    RunProgress(told.append, Pass.FAST, {A_FAST: 100.0}, DURATIONS).reached(A_FAST, 30.0, "a.mp4")
    assert told[0].stage == "indexing"


def test_what_is_over_is_behind(progress: RunProgress, told: list[Progress]) -> None:
    progress.reached(A, 60.0, "a.mp4")
    progress.over(A, "a.mp4")
    progress.reached(B, 10.0, "b.mp4")
    progress.over(B, "b.mp4")
    assert [(report.done, report.item) for report in told] == [
        (60.0, "a.mp4"),
        (100.0, "a.mp4"),
        (110.0, "b.mp4"),
        (150.0, "b.mp4"),
    ]


def test_a_step_that_paused_is_taken_up_where_it_was_left(progress: RunProgress, told: list[Progress]) -> None:
    progress.paused(A, 60.0)
    progress.reached(B, 10.0, "b.mp4")
    progress.over(B, "b.mp4")
    progress.reached(A, 5.0, "a.mp4")
    progress.over(A, "a.mp4")
    assert [report.done for report in told] == [70.0, 110.0, 115.0, 150.0]


def test_a_video_that_is_longer_than_it_says_does_not_lead_beyond_the_total(
    progress: RunProgress, told: list[Progress]
) -> None:
    progress.reached(A, 1000.0, "a.mp4")
    progress.paused(A, 1000.0)
    progress.reached(B, 1000.0, "b.mp4")
    assert [report.done for report in told] == [100.0, 150.0]


def parts(told: list[Progress]) -> list[tuple[int | None, float | None]]:
    return [(report.video_id, report.part) for report in told]


def test_each_video_is_told_how_far_it_is_with_what_earlier_runs_have_done(
    progress: RunProgress, told: list[Progress]
) -> None:
    progress.reached(B, 10.0, "b.mp4")
    progress.over(B, "b.mp4")
    progress.reached(A, 25.0, "a.mp4")
    assert parts(told) == [(2, pytest.approx(0.8)), (2, 1.0), (1, pytest.approx(0.25))]


def test_a_video_that_was_left_is_as_far_when_it_is_taken_up_again(progress: RunProgress, told: list[Progress]) -> None:
    progress.paused(A, 60.0)
    progress.reached(A, 10.0, "a.mp4")
    progress.reached(A, 1000.0, "a.mp4")
    assert parts(told) == [(1, pytest.approx(0.7)), (1, 1.0)]


def test_of_a_video_whose_length_is_unknown_nobody_knows_how_far_it_is(told: list[Progress]) -> None:
    progress = RunProgress(told.append, Pass.STANDARD, {A: 0.0}, {1: 0.0})
    progress.reached(A, 10.0, "a.mp4")
    assert parts(told) == [(1, None)]
