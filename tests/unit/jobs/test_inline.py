"""The stand-in for a lane tells the same things in the same order."""

from __future__ import annotations

import pytest

from tests.ui.qt import Record
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.inline import InlineRunner

FIRST, SECOND = (Progress("counting", done, 2, "steps") for done in (1, 2))


@pytest.fixture
def runner() -> InlineRunner:
    return InlineRunner()


def counting(cancel: CancelToken, report: Report) -> str:
    report(FIRST)
    report(SECOND)
    return "counted"


def failing(cancel: CancelToken, report: Report) -> None:
    raise ValueError("a bug")


def test_a_job_begins_only_when_it_is_told_to(runner: InlineRunner) -> None:
    record = Record(runner)
    job_id = runner.submit(counting)
    assert record.events == []
    runner.run_all()
    expected = [("progressed", job_id, FIRST), ("progressed", job_id, SECOND), ("succeeded", job_id, "counted")]
    assert record.events == expected


def test_an_error_and_a_cancelled_job_are_told_as_such(runner: InlineRunner) -> None:
    record = Record(runner)
    failed, cancelled = runner.submit(failing), runner.submit(counting)
    runner.cancel(cancelled)
    runner.run_all()
    assert [(name, job_id) for name, job_id, _ in record.events] == [("failed", failed), ("cancelled", cancelled)]


def test_a_job_that_must_not_be_lost_is_done_though_the_runner_was_stopped(runner: InlineRunner) -> None:
    record = Record(runner)
    runner.submit(counting)
    lasting = runner.submit(counting, lasting=True)
    runner.stop()
    runner.run_all()
    assert ("succeeded", lasting, "counted") in record.events
    assert [name for name, _, _ in record.endings] == ["cancelled", "succeeded"]


def test_stopping_cancels_what_waits(runner: InlineRunner) -> None:
    record = Record(runner)
    job_id = runner.submit(counting)
    runner.stop()
    assert runner.wait(0)
    assert record.events == [("cancelled", job_id, None)]
    with pytest.raises(RuntimeError):
        runner.submit(counting)


def test_a_paused_job_keeps_its_place_and_those_behind_it_wait(runner: InlineRunner) -> None:
    record = Record(runner)
    first, paused, last = (runner.submit(counting) for _ in range(3))
    runner.pause(paused)
    runner.run_all()
    assert [job_id for _, job_id, _ in record.endings] == [first]
    with pytest.raises(RuntimeError, match="paused"):
        runner.run_next()
    runner.resume(paused)
    runner.run_all()
    assert [job_id for _, job_id, _ in record.endings] == [first, paused, last]


def test_stopping_ends_a_paused_job(runner: InlineRunner) -> None:
    record = Record(runner)
    job_id = runner.submit(counting)
    runner.pause(job_id)
    runner.stop()
    assert runner.wait(0)
    assert record.events == [("cancelled", job_id, None)]


def test_a_job_that_has_ended_can_be_told_anything(runner: InlineRunner) -> None:
    record = Record(runner)
    job_id = runner.submit(counting)
    runner.run_all()
    runner.pause(job_id)
    runner.resume(job_id)
    runner.be_gentle(job_id, gentle=True)
    runner.cancel(job_id)
    assert [(name, number) for name, number, _ in record.endings] == [("succeeded", job_id)]
