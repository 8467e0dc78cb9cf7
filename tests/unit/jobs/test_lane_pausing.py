"""A lane whose jobs are paused, made gentle, cancelled and stopped: each ends once, and nothing stays behind."""

from __future__ import annotations

import random
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.qt import Record
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.lane import Lane

PATIENCE = 10.0
EMITS = 300


class Steps:
    """A job of as many steps as it is let take.

    Attributes:
        taken: How many it has taken.
    """

    def __init__(self, most: float = float("inf")) -> None:
        self.taken = 0
        self._most = most

    def __call__(self, cancel: CancelToken, report: Report) -> str:
        while self.taken < self._most:
            cancel.raise_if_cancelled()
            self.taken += 1
            report(Progress("walking", self.taken, None, "steps"))
            threading.Event().wait(0.0005)
        return "arrived"


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=int(PATIENCE * 1000))


def pause(qtbot: QtBot, lane: Lane, job_id: int, job: Steps) -> int:
    """Pause a job that runs; returns how many steps it has taken when it stands still."""
    lane.pause(job_id)
    seen: list[int] = []

    def stands_still() -> bool:
        seen.append(job.taken)
        return len(seen) > 10 and len(set(seen[-10:])) == 1

    wait_for(qtbot, stands_still)
    return job.taken


def test_a_paused_job_stands_still_and_goes_on_when_it_is_resumed(qtbot: QtBot, lane: Lane) -> None:
    record, job = Record(lane), Steps()
    job_id = lane.submit(job)
    wait_for(qtbot, lambda: job.taken > 3)
    taken = pause(qtbot, lane, job_id, job)
    assert record.endings == []
    lane.resume(job_id)
    wait_for(qtbot, lambda: job.taken > taken + 3)
    lane.cancel(job_id)
    wait_for(qtbot, lambda: bool(record.endings))
    assert record.endings == [("cancelled", job_id, None)]


def test_a_paused_job_ends_when_it_is_cancelled_and_the_next_one_begins(qtbot: QtBot, lane: Lane) -> None:
    record, job = Record(lane), Steps()
    first, second = lane.submit(job), lane.submit(Steps(1))
    wait_for(qtbot, lambda: job.taken > 0)
    pause(qtbot, lane, first, job)
    lane.cancel(first)
    wait_for(qtbot, lambda: len(record.endings) == 2)
    assert record.endings == [("cancelled", first, None), ("succeeded", second, "arrived")]


def test_a_job_that_is_paused_before_its_turn_does_not_begin(qtbot: QtBot, lane: Lane) -> None:
    record, first, second = Record(lane), Steps(1), Steps(1)
    ids = [lane.submit(first), lane.submit(second)]
    lane.pause(ids[1])
    wait_for(qtbot, lambda: len(record.endings) == 1)
    assert second.taken == 0
    lane.resume(ids[1])
    wait_for(qtbot, lambda: len(record.endings) == 2)
    assert record.endings == [("succeeded", job_id, "arrived") for job_id in ids]


def test_a_lane_with_a_paused_job_ends_at_once(qtbot: QtBot, lane: Lane) -> None:
    record, job = Record(lane), Steps()
    ids = [lane.submit(job), lane.submit(Steps())]
    wait_for(qtbot, lambda: job.taken > 0)
    for job_id in ids:
        lane.pause(job_id)
    lane.stop()
    assert lane.wait(PATIENCE)
    assert record.endings == [("cancelled", job_id, None) for job_id in ids]


def test_a_gentle_job_arrives_as_well(qtbot: QtBot, lane: Lane) -> None:
    record = Record(lane)
    job_id = lane.submit(Steps(20))
    lane.be_gentle(job_id, gentle=True)
    wait_for(qtbot, lambda: bool(record.endings))
    assert record.endings == [("succeeded", job_id, "arrived")]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_to_jobs_each_of_them_ends_exactly_once(
    qtbot: QtBot, make_lane: Callable[..., Lane], seed: int
) -> None:
    chance, lane = random.Random(seed), make_lane()
    record = Record(lane)
    ids: list[int] = []
    for _ in range(200):
        ids.append(lane.submit(Steps(chance.randrange(4))))
        for act in (lane.pause, lane.resume, lane.resume, lane.cancel):
            if chance.random() < 0.3:
                act(chance.choice(ids))
        lane.be_gentle(chance.choice(ids), gentle=chance.random() < 0.2)
        if chance.random() < 0.1:
            qtbot.wait(1)  # let some of them get on
    for job_id in ids[:150]:
        lane.resume(job_id)
    lane.stop()
    assert lane.wait(PATIENCE)
    assert Counter(job_id for _, job_id, _ in record.endings) == Counter(ids)
    assert [job_id for _, job_id, _ in record.events] == sorted(job_id for _, job_id, _ in record.events)
    last = {job_id: name for name, job_id, _ in record.events}
    assert "progressed" not in last.values()


def test_jobs_and_results_are_let_go_of(qtbot: QtBot, lane: Lane) -> None:
    class Result:
        """Something to be let go of."""

    kept: list[weakref.ref[object]] = []

    def job(cancel: CancelToken, report: Report) -> Result:
        result = Result()
        kept.extend((weakref.ref(result), weakref.ref(cancel)))
        return result

    ids = [lane.submit(job) for _ in range(10)]
    for job_id in ids:
        lane.pause(job_id)
        lane.resume(job_id)
    wait_for(qtbot, lambda: len(kept) == 20 and all(reference() is None for reference in kept))


def test_telling_something_often_costs_no_reference(qtbot: QtBot, lane: Lane) -> None:
    heard: list[object] = []
    lane.progressed.connect(lambda *told: heard.append(len(told)))
    progress = Progress("counting", 1, None, "steps")
    singletons = (True, None, False)
    before = [sys.getrefcount(one) for one in singletons]
    for _ in range(EMITS):
        lane.progressed.emit(1, progress)
        lane.succeeded.emit(1, True)
        lane.succeeded.emit(1, None)
        lane.cancelled.emit(1)
    after = [sys.getrefcount(one) for one in singletons]
    assert len(heard) == EMITS
    assert [abs(b - a) < EMITS // 2 for a, b in zip(before, after, strict=True)] == [True] * 3
