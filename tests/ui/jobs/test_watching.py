"""Watching in its lane: what is new goes to the one indexing there is, and comes back to the watcher."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from tests.ui.jobs.fakes import FakeIndexer, FakeWatcher, Heard, Visit, Visitor, at, report
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.watching.watch_event import WatchEvent, WatchEventKind
from videobert_desktop.ui.jobs.indexing import Indexing
from videobert_desktop.ui.jobs.watching import Watching

PATIENCE = 10.0
NEW = Path("/films/new.mp4")
AWAY = WatchEvent(WatchEventKind.AWAY, "/films is not there.", Path("/films"))
IN_USE = WatchEvent(WatchEventKind.WAITING, "The library is in use.")


def until_cancelled(visitor: Visitor) -> None:
    while True:
        visitor.cancel.raise_if_cancelled()
        threading.Event().wait(0.001)


class Stage:
    """Watching in a real lane; what it wants indexed waits for the test in a lane of its own."""

    def __init__(self, visit: Visit, watch: Lane, model: Runner) -> None:
        self.indexer = FakeIndexer()
        self.model = model
        self.watch = watch
        self.indexing = Indexing(self.indexer, model)
        self.watching = Watching(FakeWatcher(visit), watch, self.indexing)
        self.heard = Heard(self.watching, "told", "failed")
        self.of_indexing = Heard(self.indexing, "begun", "finished", "failed", "idle")

    def run_model(self) -> None:
        assert isinstance(self.model, InlineRunner)
        self.model.run_all()


Open = Callable[[Visit], Stage]


@pytest.fixture
def open_stage(qtbot: QtBot) -> Iterator[Open]:
    """Opens stages whose lanes end after the test."""
    lanes: list[Lane] = []

    def make(visit: Visit) -> Stage:
        lanes.append(Lane("watch"))
        return Stage(visit, lanes[-1], InlineRunner())

    yield make
    for lane in lanes:
        lane.stop()
    ended = [lane.wait(PATIENCE) for lane in lanes]
    assert all(ended)


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=int(PATIENCE * 1000))


class Asking:
    """A visit that has a new file indexed, and then does nothing until it is cancelled.

    Attributes:
        came_to: What came of it.
    """

    def __init__(self) -> None:
        self.came_to: object = None

    def __call__(self, visitor: Visitor) -> None:
        try:
            self.came_to = visitor.index(NEW)
        except (Cancelled, UserError, ZeroDivisionError) as error:
            self.came_to = error
        until_cancelled(visitor)


class TestIndexingWhatIsNew:
    def test_it_is_done_by_the_indexing_and_the_report_comes_back(self, qtbot: QtBot, open_stage: Open) -> None:
        asking = Asking()
        stage = open_stage(asking)
        stage.indexer.report = report(indexed=1)
        stage.indexer.progress = [at(50.0)]
        stage.watching.start()
        wait_for(qtbot, lambda: stage.indexing.running)
        assert asking.came_to is None
        stage.run_model()
        wait_for(qtbot, lambda: asking.came_to is not None)
        assert asking.came_to is stage.indexer.report
        assert stage.indexer.asked == [(NEW,)]
        assert stage.of_indexing.names == ["begun", "finished", "idle"]

    def test_where_there_is_nothing_new_nobody_hears_of_it(self, qtbot: QtBot, open_stage: Open) -> None:
        asking = Asking()
        stage = open_stage(asking)
        stage.indexer.report = report(unchanged=1)
        stage.watching.start()
        wait_for(qtbot, lambda: stage.indexing.running)
        stage.run_model()
        wait_for(qtbot, lambda: asking.came_to is not None)
        assert stage.of_indexing.names == []

    @pytest.mark.parametrize("error", [UserError("The disk is full."), ZeroDivisionError("a bug")], ids=["user", "bug"])
    def test_an_error_comes_back_to_the_watcher_alone(self, qtbot: QtBot, open_stage: Open, error: Exception) -> None:
        asking = Asking()
        stage = open_stage(asking)
        stage.indexer.fail(error)
        stage.watching.start()
        wait_for(qtbot, lambda: stage.indexing.running)
        stage.run_model()
        wait_for(qtbot, lambda: asking.came_to is not None)
        assert asking.came_to is error
        assert stage.of_indexing.names == []

    def test_who_stops_the_indexing_does_not_stop_the_watching(self, qtbot: QtBot, open_stage: Open) -> None:
        asking = Asking()
        stage = open_stage(asking)
        stage.watching.start()
        wait_for(qtbot, lambda: stage.indexing.running)
        stage.indexing.cancel()
        stage.run_model()
        wait_for(qtbot, lambda: isinstance(asking.came_to, Cancelled))
        assert stage.watching.running

    def test_a_watcher_that_waits_for_it_ends_when_it_is_stopped(self, qtbot: QtBot, open_stage: Open) -> None:
        asking = Asking()
        stage = open_stage(asking)
        stage.watching.start()
        wait_for(qtbot, lambda: stage.indexing.running)
        stage.watching.stop()
        assert not stage.watching.running
        wait_for(qtbot, lambda: isinstance(asking.came_to, Cancelled))
        stage.run_model()
        assert stage.indexer.asked == [(NEW,)]  # what was begun is brought to its end

    def test_what_a_watcher_wanted_that_has_ended_is_not_begun(self, qtbot: QtBot, open_stage: Open) -> None:
        asking = Asking()
        stage = open_stage(asking)
        stage.watching.start()
        stage.watch.stop()
        assert stage.watch.wait(PATIENCE)  # the window's thread has heard of nothing so far
        qtbot.wait(1)
        assert not stage.indexing.running


class TestBeginningAndEnding:
    def test_it_goes_on_until_it_is_stopped_and_may_begin_again(self, qtbot: QtBot, open_stage: Open) -> None:
        began: list[int] = []

        def visit(visitor: Visitor) -> None:
            began.append(len(began))
            until_cancelled(visitor)

        stage = open_stage(visit)
        stage.watching.start()
        stage.watching.start()
        wait_for(qtbot, lambda: len(began) == 1)
        stage.watching.stop()
        stage.watching.stop()
        stage.watching.start()
        wait_for(qtbot, lambda: len(began) == 2)
        assert stage.watching.running
        assert stage.heard.told == []

    @pytest.mark.parametrize("error", [UserError("There is no pack."), ZeroDivisionError("a bug")], ids=["user", "bug"])
    def test_a_watcher_that_breaks_off_is_told_and_may_begin_again(
        self, qtbot: QtBot, open_stage: Open, error: Exception
    ) -> None:
        def visit(_: Visitor) -> None:
            raise error

        stage = open_stage(visit)
        for count in (1, 2):
            stage.watching.start()
            wait_for(qtbot, lambda count=count: len(stage.heard.told) == count)
            assert not stage.watching.running
        assert stage.heard.told == [("failed", error)] * 2

    def test_one_that_ends_by_itself_is_over(self, qtbot: QtBot, open_stage: Open) -> None:
        stage = open_stage(lambda visitor: None)
        stage.watching.start()
        wait_for(qtbot, lambda: not stage.watching.running)

    def test_the_lane_may_be_stopped_at_any_time(self, qtbot: QtBot, open_stage: Open) -> None:
        stage = open_stage(until_cancelled)
        stage.watching.start()
        stage.watch.stop()
        assert stage.watch.wait(PATIENCE)
        assert not stage.watching.running


class TestEvents:
    def test_they_are_told_in_the_windows_thread(self, qtbot: QtBot, open_stage: Open) -> None:
        def visit(visitor: Visitor) -> None:
            visitor.told(AWAY)
            visitor.told(IN_USE)
            until_cancelled(visitor)

        stage = open_stage(visit)
        stage.watching.start()
        wait_for(qtbot, lambda: len(stage.heard.told) == 2)
        assert stage.heard.events == [AWAY, IN_USE]
        assert stage.heard.threads == {QThread.currentThread()}

    def test_that_there_is_no_folder_yet_is_nothing_to_tell(self, qtbot: QtBot, open_stage: Open) -> None:
        def visit(visitor: Visitor) -> None:
            visitor.told(WatchEvent(WatchEventKind.NO_FOLDER, "There is no folder to watch yet."))
            visitor.told(AWAY)
            until_cancelled(visitor)

        stage = open_stage(visit)
        stage.watching.start()
        wait_for(qtbot, lambda: bool(stage.heard.told))
        assert stage.heard.events == [AWAY]

    def test_that_the_librarys_own_indexing_uses_it_is_nothing_to_tell(self, qtbot: QtBot, open_stage: Open) -> None:
        def visit(visitor: Visitor) -> None:
            visitor.told(IN_USE)
            visitor.told(AWAY)
            until_cancelled(visitor)

        stage = open_stage(visit)
        stage.indexing.add([NEW])
        stage.watching.start()
        wait_for(qtbot, lambda: bool(stage.heard.told))
        assert stage.heard.events == [AWAY]
        stage.run_model()

    def test_a_watcher_that_was_stopped_has_nothing_more_to_tell(self, qtbot: QtBot, open_stage: Open) -> None:
        ended = threading.Event()

        def visit(visitor: Visitor) -> None:
            try:
                until_cancelled(visitor)
            finally:
                visitor.told(AWAY)
                ended.set()

        stage = open_stage(visit)
        stage.watching.start()
        wait_for(qtbot, lambda: stage.watching.running)
        qtbot.wait(1)
        stage.watching.stop()
        stage.watch.stop()
        assert stage.watch.wait(PATIENCE)
        qtbot.wait(1)
        assert stage.heard.told == []


@pytest.mark.parametrize("fails", [True, False], ids=["failed", "stopped"])
def test_they_are_let_go_of_without_being_collected(qtbot: QtBot, open_stage: Open, fails: bool) -> None:
    asking = Asking()
    stage = open_stage(asking)
    stage.watching.start()
    wait_for(qtbot, lambda: stage.indexing.running)
    if fails:
        stage.indexer.fail(UserError("The disk is full."))
    else:
        stage.indexing.cancel()
    stage.run_model()
    wait_for(qtbot, lambda: asking.came_to is not None)
    stage.watch.stop()
    assert stage.watch.wait(PATIENCE)
    asking.came_to = None
    gc.disable()
    try:
        kept = [weakref.ref(stage.indexing), weakref.ref(stage.watching)]
        del stage.watching, stage.indexing
        assert [reference() for reference in kept] == [None, None]
    finally:
        gc.enable()


def test_both_in_lanes_of_their_own_stopped_at_any_moment_leave_nobody_waiting(qtbot: QtBot) -> None:
    def visit(visitor: Visitor) -> None:
        while True:
            visitor.index(NEW)

    for round_trip in range(10):
        watch, model = Lane("watch"), Lane("model")
        stage = Stage(visit, watch, model)
        stage.indexer.report = report(indexed=1)
        stage.watching.start()
        wait_for(qtbot, lambda stage=stage, least=round_trip: len(stage.indexer.asked) >= least)
        if round_trip % 2:
            stage.indexing.pause()
        for lane in (model, watch):
            lane.stop()
        assert [lane.wait(PATIENCE) for lane in (model, watch)] == [True, True]
        qtbot.wait(1)
        assert not stage.watching.running
        assert not stage.indexing.running
