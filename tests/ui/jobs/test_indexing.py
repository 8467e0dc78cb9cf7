"""Indexing in its lane: batches, pausing, giving way, and what is told of whom."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.ui.jobs.fakes import FakeIndexer, Heard, at, report, scanning
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, Failure, UserError
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.ui.jobs.indexing import Indexing

FOLDER, OTHER = Path("/films/holidays"), Path("/films/other")
BROKEN = Failure(FOLDER / "broken.mp4", "It is no video.")
NOTHING_TO_SAY = ["advanced"]
"""What is told of a quiet batch that comes to nothing: the library is looked at, nobody hears of it."""


class Work:
    """Indexing in a lane that works when it is told to, and all that it tells."""

    def __init__(self) -> None:
        self.indexer = FakeIndexer()
        self.lane = InlineRunner()
        self.indexing = Indexing(self.indexer, self.lane)
        names = ("begun", "progressed", "advanced", "finished", "failed", "stopped", "paused_changed", "held", "idle")
        self.heard = Heard(self.indexing, *names)

    def tokens(self) -> list[CancelToken]:
        """Those of the jobs that wait."""
        return [task.cancel for task in self.lane._waiting]

    def told(self, *names: str) -> list[tuple[str, object]]:
        return [(name, value) for name, value in self.heard.told if name in names]


@pytest.fixture
def work(qapp: object) -> Work:
    return Work()


def quiet(work: Work, *paths: Path) -> Future[IndexReport]:
    promise: Future[IndexReport] = Future()
    work.indexing.add(paths, quiet=True, promise=promise)
    return promise


class TestBatches:
    def test_they_are_done_one_after_the_other_and_all_is_told(self, work: Work) -> None:
        work.indexer.progress = [scanning(3), at(50.0)]
        work.indexing.add([FOLDER])
        work.indexing.add([OTHER])
        assert work.indexing.running
        work.lane.run_all()
        assert not work.indexing.running
        assert work.indexer.asked == [(FOLDER,), (OTHER,)]
        names = [name for name in work.heard.names if name != "advanced"]
        assert names == ["begun", *["progressed", "progressed", "finished"] * 2, "idle"]

    def test_an_error_ends_its_batch_and_the_next_one_goes_on(self, work: Work) -> None:
        error = UserError("The library is in use.")
        work.indexer.fail(error)
        work.indexing.add([FOLDER])
        work.indexing.add([OTHER])
        work.lane.run_all()
        assert work.told("failed", "finished") == [("failed", error), ("finished", work.indexer.report)]

    def test_stopping_ends_what_runs_and_what_waits(self, work: Work) -> None:
        work.indexing.add([FOLDER])
        work.indexing.add([OTHER])
        work.indexing.cancel()
        work.lane.run_all()
        assert work.indexer.asked == []
        assert work.heard.names.count("stopped") == 2
        assert work.heard.names[-1] == "idle"

    def test_what_another_job_of_the_lane_tells_is_none_of_its_business(self, work: Work) -> None:
        work.lane.submit(lambda cancel, report: report(at(1.0)))
        work.lane.run_all()
        assert work.heard.told == []


class TestPausing:
    def test_all_batches_wait_those_that_come_later_too(self, work: Work) -> None:
        work.indexing.add([FOLDER])
        work.indexing.pause()
        work.indexing.add([OTHER])
        work.lane.run_all()
        assert work.indexing.paused
        assert work.indexer.asked == []
        assert all(token.paused for token in work.tokens())
        work.indexing.resume()
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,), (OTHER,)]
        assert work.told("paused_changed") == [("paused_changed", True), ("paused_changed", False)]

    def test_it_can_be_stopped_meanwhile_and_nothing_is_paused_after_that(self, work: Work) -> None:
        work.indexing.add([FOLDER])
        work.indexing.pause()
        work.indexing.cancel()
        work.lane.run_all()
        assert not work.indexing.paused
        assert work.heard.names[-3:] == ["advanced", "paused_changed", "idle"]
        work.indexing.add([FOLDER])
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,)]

    def test_where_there_is_no_work_there_is_nothing_to_pause(self, work: Work) -> None:
        work.indexing.pause()
        work.indexing.resume()
        assert not work.indexing.paused
        assert work.heard.told == []

    def test_to_pause_twice_is_told_once(self, work: Work) -> None:
        work.indexing.add([FOLDER])
        work.indexing.pause()
        work.indexing.pause()
        assert work.told("paused_changed") == [("paused_changed", True)]
        work.indexing.cancel()
        work.lane.run_all()


class TestHolding:
    def test_it_lets_go_of_the_library_and_goes_on_with_the_same_later(self, work: Work) -> None:
        work.indexing.add([FOLDER])
        work.indexing.hold()
        assert work.told("held") == []
        work.lane.run_all()
        assert work.indexer.asked == []
        assert work.heard.names == ["begun", "held"]
        assert work.indexing.running
        work.indexing.go_on()
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,)]
        assert [name for name in work.heard.names if name != "advanced"] == ["begun", "held", "finished", "idle"]

    def test_without_work_it_holds_at_once_and_what_is_added_waits(self, work: Work) -> None:
        work.indexing.hold()
        assert work.told("held") == [("held", None)]
        promise = quiet(work, FOLDER)
        work.lane.run_all()
        assert not promise.done()
        work.indexing.go_on()
        work.lane.run_all()
        assert promise.result() is work.indexer.report

    def test_who_asks_while_it_holds_is_told_at_once(self, work: Work) -> None:
        work.indexing.hold()
        work.indexing.hold()
        assert len(work.told("held")) == 2

    def test_what_is_stopped_while_it_holds_does_not_go_on(self, work: Work) -> None:
        promise = quiet(work, FOLDER)
        work.indexing.hold()
        work.lane.run_all()
        work.indexing.cancel()
        work.indexing.go_on()
        work.lane.run_all()
        assert work.indexer.asked == []
        assert isinstance(promise.exception(), Cancelled)
        assert not work.indexing.running
        assert work.heard.names.count("stopped") == 1

    def test_what_is_stopped_before_it_has_let_go_does_not_go_on(self, work: Work) -> None:
        work.indexing.add([FOLDER])
        work.indexing.hold()
        work.indexing.cancel()
        work.lane.run_all()
        assert work.heard.names[-1] == "held"
        work.indexing.go_on()
        work.lane.run_all()
        assert work.indexer.asked == []
        assert work.heard.names.count("stopped") == 1
        assert not work.indexing.running

    def test_what_a_person_has_stopped_meanwhile_is_not_taken_up_by_a_quiet_batch(self, work: Work) -> None:
        work.indexing.hold()
        work.indexing.add([FOLDER])
        work.indexing.cancel()
        work.indexing.go_on()
        assert isinstance(quiet(work, FOLDER).exception(0), Cancelled)

    def test_what_was_taken_out_meanwhile_is_left_out(self, work: Work) -> None:
        work.indexing.add([FOLDER, OTHER])
        promise = quiet(work, OTHER)
        work.indexing.hold()
        work.lane.run_all()
        work.indexing.leave_out([OTHER])
        assert isinstance(promise.exception(0), Cancelled)
        work.indexing.go_on()
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,)]
        work.indexing.add([OTHER])
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,), (OTHER,)]

    def test_a_renewal_is_about_no_file_and_goes_on_whatever_was_taken_out(self, work: Work) -> None:
        work.indexing.renew()
        work.indexing.hold()
        work.lane.run_all()
        work.indexing.leave_out([FOLDER])
        work.indexing.go_on()
        work.lane.run_all()
        assert work.indexer.asked == [()]

    def test_one_that_is_asked_for_while_it_holds_waits(self, work: Work) -> None:
        work.indexing.hold()
        work.indexing.renew()
        work.lane.run_all()
        assert work.indexer.asked == []
        work.indexing.go_on()
        work.lane.run_all()
        assert work.indexer.asked == [()]


def test_it_gives_way_with_all_batches_as_long_as_it_is_told_to(work: Work) -> None:
    work.indexing.add([FOLDER])
    work.indexing.give_way(True)
    work.indexing.add([OTHER])
    assert [token._gentle for token in work.tokens()] == [True, True]
    work.indexing.give_way(False)
    assert [token._gentle for token in work.tokens()] == [False, False]


class TestQuietBatches:
    def test_one_that_finds_nothing_new_is_not_worth_a_word(self, work: Work) -> None:
        work.indexer.progress = [scanning(3)]
        work.indexer.report = report(unchanged=57, failed=[BROKEN], failed_before=[BROKEN])
        promise = quiet(work, FOLDER)
        work.lane.run_all()
        assert promise.result(0) is work.indexer.report
        assert work.heard.names == NOTHING_TO_SAY

    def test_it_is_work_as_soon_as_it_has_got_to_a_video(self, work: Work) -> None:
        work.indexer.progress = [scanning(3), at(50.0)]
        work.indexer.report = report(indexed=1, unchanged=57, failed=[BROKEN], failed_before=[BROKEN])
        quiet(work, FOLDER)
        assert work.heard.names == []
        work.lane.run_all()
        assert [name for name in work.heard.names if name != "advanced"] == ["begun", "progressed", "finished", "idle"]
        assert work.told("finished") == [("finished", report(indexed=1, failed_before=[BROKEN]))]

    def test_one_that_is_done_before_anybody_hears_how_far_it_is_was_work_too(self, work: Work) -> None:
        work.indexer.report = report(indexed=1)
        quiet(work, FOLDER)
        work.lane.run_all()
        assert [name for name in work.heard.names if name != "advanced"] == ["begun", "finished", "idle"]

    def test_a_new_failure_is_worth_a_word(self, work: Work) -> None:
        old = Failure(FOLDER / "old.mp4", "It is no video.")
        work.indexer.report = report(failed=[old, BROKEN], failed_before=[old])
        quiet(work, FOLDER)
        work.lane.run_all()
        assert work.told("finished") == [("finished", report(failed=[BROKEN], failed_before=[old]))]

    def test_its_error_goes_to_whom_it_was_promised_to_and_to_nobody_else(self, work: Work) -> None:
        error = UserError("The library is in use.")
        work.indexer.fail(error)
        promise = quiet(work, FOLDER)
        work.lane.run_all()
        assert promise.exception(0) is error
        assert work.heard.names == NOTHING_TO_SAY

    def test_without_a_promise_the_error_is_told(self, work: Work) -> None:
        error = UserError("The library is in use.")
        work.indexer.fail(error)
        work.indexing.add([FOLDER], quiet=True)
        work.lane.run_all()
        assert work.told("failed") == [("failed", error)]

    def test_it_is_stopped_with_the_others(self, work: Work) -> None:
        work.indexing.add([OTHER])
        promise = quiet(work, FOLDER)
        work.indexing.cancel()
        work.lane.run_all()
        assert isinstance(promise.exception(0), Cancelled)

    def test_the_progress_of_one_is_shown_while_a_person_waits_for_another(self, work: Work) -> None:
        work.indexer.progress = [scanning(3)]
        quiet(work, FOLDER)
        work.indexing.add([OTHER])
        work.lane.run_next()
        assert work.heard.names[:2] == ["begun", "progressed"]
        work.lane.run_all()
        assert work.heard.names.count("idle") == 1


class TestWhatAPersonHasStopped:
    def stop(self, work: Work, *paths: Path) -> None:
        work.indexing.add(paths)
        work.indexing.cancel()
        work.lane.run_all()

    def test_it_is_not_taken_up_by_a_quiet_batch_that_comes_after_it(self, work: Work) -> None:
        self.stop(work, FOLDER)
        promise = quiet(work, FOLDER)
        assert isinstance(promise.exception(0), Cancelled)
        assert not work.indexing.running

    def test_the_rest_of_such_a_batch_is(self, work: Work) -> None:
        self.stop(work, FOLDER)
        promise = quiet(work, FOLDER, OTHER)
        work.lane.run_all()
        assert work.indexer.asked == [(OTHER,)]
        assert promise.result(0) is work.indexer.report

    def test_only_once_for_who_comes_again_has_seen_something_new(self, work: Work) -> None:
        self.stop(work, FOLDER)
        quiet(work, FOLDER)
        quiet(work, FOLDER)
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,)]

    def test_a_person_may_think_better_of_it(self, work: Work) -> None:
        self.stop(work, FOLDER)
        work.indexing.add([FOLDER])
        quiet(work, FOLDER)
        work.lane.run_all()
        assert work.indexer.asked == [(FOLDER,), (FOLDER,)]
