"""A lane: order, one ending a job, throttled progress, cancelling and shutting down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from tests.ui.qt import Record
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.job import Job
from videobert_desktop.jobs.lane import PROGRESS_INTERVAL, Lane

PATIENCE = 5.0


def step(done: int, total: int = 100) -> Progress:
    return Progress("counting", done, total, "steps")


def returning(value: object) -> Job:
    def job(cancel: CancelToken, report: Report) -> object:
        return value

    return job


def raising(error: Exception) -> Job:
    def job(cancel: CancelToken, report: Report) -> object:
        raise error

    return job


class Stubborn:
    """A job that works until it is cancelled, or until it is let go."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, cancel: CancelToken, report: Report) -> str:
        self.began.set()
        while not self.let_go.wait(0.001):
            cancel.raise_if_cancelled()
        return "done"


def wait_for_endings(qtbot: QtBot, record: Record, count: int) -> None:
    qtbot.waitUntil(lambda: len(record.endings) >= count, timeout=int(PATIENCE * 1000))


def test_jobs_are_done_in_the_order_of_their_handing_in_and_each_ends_once(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)
    ids = [lane.submit(returning(number)) for number in range(20)]
    wait_for_endings(qtbot, record, 20)
    assert ids == sorted(set(ids))
    assert record.events == [("succeeded", job_id, number) for number, job_id in enumerate(ids)]


def test_a_job_runs_in_the_lanes_thread_and_its_ending_arrives_in_the_receivers(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)
    seen: list[int] = []

    def job(cancel: CancelToken, report: Report) -> None:
        seen.append(threading.get_ident())
        report(step(1))

    lane.submit(job)
    lane.submit(job)
    wait_for_endings(qtbot, record, 2)
    assert record.threads == {QThread.currentThread()}
    assert len(set(seen)) == 1
    assert threading.get_ident() not in seen


@pytest.mark.parametrize("error", [UserError("The disk is full."), ZeroDivisionError("a bug")], ids=["user", "bug"])
def test_an_error_in_a_job_is_handed_on_and_the_lane_goes_on(qtbot: QtBot, lane: Lane, error: Exception) -> None:
    record = Record(lane)
    first, second = lane.submit(raising(error)), lane.submit(returning("fine"))
    wait_for_endings(qtbot, record, 2)
    assert record.events == [("failed", first, error), ("succeeded", second, "fine")]


def test_a_running_job_stops_when_it_is_cancelled(qtbot: QtBot, lane: Lane) -> None:
    record, job = Record(lane), Stubborn()
    job_id = lane.submit(job)
    assert job.began.wait(PATIENCE)
    lane.cancel(job_id)
    wait_for_endings(qtbot, record, 1)
    assert record.events == [("cancelled", job_id, None)]


def test_a_job_that_is_cancelled_before_its_turn_never_begins(qtbot: QtBot, lane: Lane) -> None:
    record, first, second = Record(lane), Stubborn(), Stubborn()
    first_id, second_id = lane.submit(first), lane.submit(second)
    lane.cancel(second_id)
    first.let_go.set()
    wait_for_endings(qtbot, record, 2)
    assert record.events == [("succeeded", first_id, "done"), ("cancelled", second_id, None)]
    assert not second.began.is_set()


def test_cancelling_a_job_that_has_ended_does_nothing(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)
    job_id = lane.submit(returning(1))
    wait_for_endings(qtbot, record, 1)
    lane.cancel(job_id)
    second = lane.submit(returning(2))
    wait_for_endings(qtbot, record, 2)
    assert record.endings == [("succeeded", job_id, 1), ("succeeded", second, 2)]


def test_progress_is_told_at_most_20_times_a_second_and_the_last_one_always(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)

    def job(cancel: CancelToken, report: Report) -> float:
        began = time.monotonic()
        done = 0
        while (elapsed := time.monotonic() - began) < 0.4:
            done += 1
            report(step(done))
            time.sleep(0)
        report(step(-1))
        return elapsed

    lane.submit(job)
    wait_for_endings(qtbot, record, 1)
    seconds = record.endings[0][2]
    assert isinstance(seconds, float)
    # The first comes at once and the last with the ending; between them there is always the interval.
    assert len(record.progress) <= seconds / PROGRESS_INTERVAL + 2
    assert record.progress[-1] == step(-1)
    assert record.events[-1][0] == "succeeded"


def test_a_progress_is_told_soon_though_no_other_follows(qtbot: QtBot, lane: Lane) -> None:
    record, let_go = Record(lane), threading.Event()

    def job(cancel: CancelToken, report: Report) -> None:
        for done in range(10):
            report(step(done))
        let_go.wait(PATIENCE)

    lane.submit(job)
    qtbot.waitUntil(lambda: step(9) in record.progress, timeout=int(PATIENCE * 1000))
    assert not record.endings
    let_go.set()
    wait_for_endings(qtbot, record, 1)


def test_the_progress_of_one_job_is_never_told_after_its_ending(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)

    def job(cancel: CancelToken, report: Report) -> None:
        for done in range(50):
            report(step(done))

    ids = [lane.submit(job) for _ in range(10)]
    wait_for_endings(qtbot, record, 10)
    assert [job_id for _, job_id, _ in record.events] == sorted(job_id for _, job_id, _ in record.events)
    for job_id in ids:
        events = [(name, value) for name, number, value in record.events if number == job_id]
        assert events[-2:] == [("progressed", step(49)), ("succeeded", None)]


def test_stopping_cancels_the_running_job_and_all_that_wait_and_tells_every_ending(qtbot: QtBot, lane: Lane) -> None:
    record, job = Record(lane), Stubborn()
    ids = [lane.submit(job), lane.submit(Stubborn()), lane.submit(Stubborn())]
    assert job.began.wait(PATIENCE)
    lane.stop()
    assert lane.wait(PATIENCE)
    assert record.events == [("cancelled", job_id, None) for job_id in ids]


def test_a_job_that_must_not_be_lost_is_done_though_the_lane_is_stopped(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)
    done: list[str] = []
    lane.submit(lambda cancel, report: done.append("cancelled"))
    lane.submit(lambda cancel, report: done.append("kept"), lasting=True)
    lane.stop()
    assert lane.wait(5)
    assert done[-1] == "kept"
    assert record.endings[-1][0] == "succeeded"


def test_a_stopped_lane_accepts_no_job_and_may_be_stopped_again(lane: Lane) -> None:
    lane.stop()
    lane.stop()
    assert not lane.accepting
    with pytest.raises(RuntimeError, match="no more jobs"):
        lane.submit(returning(1))


def test_waiting_for_a_job_that_does_not_look_at_its_token_gives_up_in_time(lane: Lane) -> None:
    record, began, let_go = Record(lane), threading.Event(), threading.Event()

    def deaf(cancel: CancelToken, report: Report) -> str:
        began.set()
        let_go.wait(PATIENCE)
        return "done all the same"

    job_id = lane.submit(deaf)
    assert began.wait(PATIENCE)
    lane.stop()
    assert not lane.wait(0.01)
    assert record.events == []
    let_go.set()
    assert lane.wait(PATIENCE)
    assert record.events == [("succeeded", job_id, "done all the same")]


def test_what_jobs_keep_open_is_closed_in_the_lanes_thread_after_the_last_job(
    make_lane: Callable[..., Lane],
) -> None:
    kept: list[tuple[str, int]] = []

    def close() -> None:
        kept.append(("closed", threading.get_ident()))

    def job(cancel: CancelToken, report: Report) -> None:
        kept.append(("opened", threading.get_ident()))
        raise Cancelled

    lane = make_lane(at_end=close)
    began = Stubborn()
    began.let_go.set()
    lane.submit(job)
    lane.submit(began)
    assert began.began.wait(PATIENCE)
    lane.stop()
    assert lane.wait(PATIENCE)
    assert [event for event, _ in kept] == ["opened", "closed"]
    assert kept[0][1] == kept[1][1] != threading.get_ident()
