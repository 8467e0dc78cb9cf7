"""Searching in the background."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.search.fakes import FakeSearches, found, moment
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.query import Query
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.ui.search.searching import LIMIT, Searching


class Told:
    """What a `Searching` has told, in order."""

    def __init__(self, searching: Searching) -> None:
        self.found: list[str] = []
        self.improved: list[str] = []
        self.failed: list[Exception] = []
        searching.found.connect(lambda result: self.found.append(result.query))
        searching.improved.connect(lambda result: self.improved.append(result.query))
        searching.failed.connect(self.failed.append)


@pytest.fixture
def services() -> FakeSearches:
    return FakeSearches()


@pytest.fixture
def lane(qapp: object) -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def searching(services: FakeSearches, lane: InlineRunner) -> Searching:
    return Searching(services, lane)


@pytest.fixture
def told(searching: Searching) -> Told:
    return Told(searching)


def test_what_is_found_is_told(searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches) -> None:
    searching.search(Query("dog", limit=3))
    assert searching.running
    lane.run_all()
    assert not searching.running
    assert told.found == ["dog"]
    assert services.queries == [Query("dog", limit=LIMIT)]


def test_a_search_that_waits_gives_way_to_a_newer_one(
    searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
) -> None:
    searching.search(Query("old"))
    searching.search(Query("new"))
    lane.run_all()
    assert told.found == ["new"]
    assert [query.text for query in services.queries] == ["new"]


def test_a_search_that_runs_gives_way_to_a_newer_one(
    searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
) -> None:
    def slow_answer(query: Query) -> SearchResult:
        if query.text == "old":
            searching.search(Query("new"))  # typed while the lane is searching
        return found(moment(), query=str(query))

    services.answer = slow_answer
    searching.search(Query("old"))
    lane.run_all()
    assert told.found == ["new"]


def test_what_is_forgotten_is_not_told(searching: Searching, told: Told, lane: InlineRunner) -> None:
    searching.search(Query("dog"))
    searching.forget()
    lane.run_all()
    searching.again()
    lane.run_all()
    assert told.found == told.improved == []


def test_an_error_is_told_unless_it_is_stale(
    searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
) -> None:
    services.error = error = UserError("The catalogue is damaged.")
    searching.search(Query("dog"))
    lane.run_all()
    assert told.failed == [error]
    assert not searching.running
    searching.search(Query("dog"))
    searching.forget()
    lane.run_all()
    assert told.failed == [error]


def test_looking_again_tells_of_the_same_query_apart(searching: Searching, told: Told, lane: InlineRunner) -> None:
    searching.search(Query("dog"))
    lane.run_all()
    searching.again()
    assert not searching.running
    lane.run_all()
    assert (told.found, told.improved) == (["dog"], ["dog"])


def test_looking_again_while_a_search_runs_follows_it_once(
    searching: Searching, told: Told, lane: InlineRunner
) -> None:
    searching.search(Query("dog"))
    for _ in range(3):
        searching.again()
    lane.run_all()
    assert (told.found, told.improved) == (["dog"], ["dog"])


def test_a_new_search_takes_the_place_of_looking_again(searching: Searching, told: Told, lane: InlineRunner) -> None:
    searching.search(Query("dog"))
    lane.run_all()
    searching.again()
    searching.search(Query("cat"))
    lane.run_all()
    assert (told.found, told.improved) == (["dog", "cat"], [])


def test_that_looking_again_cannot_be_done_is_not_told_but_a_bug_is(
    searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
) -> None:
    searching.search(Query("dog"))
    lane.run_all()
    services.error = UserError("The catalogue is damaged.")
    searching.again()
    lane.run_all()
    assert told.failed == []
    services.error = bug = ZeroDivisionError()
    searching.again()
    lane.run_all()
    assert told.failed == [bug]


def test_there_is_nothing_to_look_for_again_before_the_first_search_or_after_the_end(
    searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
) -> None:
    searching.again()
    lane.run_all()
    assert services.queries == []
    searching.search(Query("dog"))
    lane.run_all()
    lane.stop()
    assert not searching.possible
    searching.again()
    searching.search(Query("cat"))
    assert not searching.running
    assert told.improved == []


class TestRankingAgain:
    """What was found is told at once, and ranked again in a job of its own."""

    @pytest.fixture(autouse=True)
    def two_moments(self, services: FakeSearches) -> None:
        services.answer = lambda query: found(moment(1), moment(2), query=str(query))

    def test_a_better_order_is_told_after_what_was_found(
        self, searching: Searching, lane: InlineRunner, services: FakeSearches
    ) -> None:
        services.better = lambda result: replace(result, moments=result.moments[::-1])
        told: list[tuple[str, list[int]]] = []
        for signal, name in ((searching.found, "found"), (searching.improved, "improved")):
            signal.connect(lambda result, name=name: told.append((name, [item.video_id for item in result.moments])))
        searching.search(Query("dog"))
        lane.run_next()
        assert told == [("found", [1, 2])]
        assert not searching.running
        lane.run_all()
        assert told == [("found", [1, 2]), ("improved", [2, 1])]

    def test_the_same_order_is_not_told_again(self, searching: Searching, told: Told, lane: InlineRunner) -> None:
        searching.search(Query("dog"))
        lane.run_all()
        assert (told.found, told.improved) == (["dog"], [])

    def test_it_stops_as_soon_as_something_else_is_searched_for(
        self, searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
    ) -> None:
        def slow(result: SearchResult) -> SearchResult:
            if result.query == "old":
                searching.search(Query("new"))  # typed while the lane ranks again
            return replace(result, moments=result.moments[::-1])

        services.better = slow
        searching.search(Query("old"))
        lane.run_all()
        assert (told.found, told.improved) == (["old", "new"], ["new"])

    def test_one_that_waits_is_not_begun(
        self, searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
    ) -> None:
        ranked: list[str] = []
        services.better = lambda result: (ranked.append(result.query), result)[1]
        searching.search(Query("old"))
        lane.run_next()
        searching.search(Query("new"))
        lane.run_all()
        assert ranked == ["new"]

    def test_a_single_moment_has_no_order(
        self, searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
    ) -> None:
        services.answer = lambda query: found(moment(1), query=str(query))
        services.better = lambda result: replace(result, seconds=9.0)
        searching.search(Query("dog"))
        lane.run_all()
        assert told.improved == []

    def test_looking_again_tells_once_of_the_final_order(
        self, searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
    ) -> None:
        searching.search(Query("dog"))
        lane.run_all()
        services.better = lambda result: replace(result, moments=result.moments[::-1])
        searching.again()
        lane.run_all()
        assert told.improved == ["dog"]

    def test_looking_again_takes_its_place(
        self, searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
    ) -> None:
        services.better = lambda result: replace(result, moments=result.moments[::-1])
        searching.search(Query("dog"))
        searching.again()
        lane.run_all()
        assert (told.found, told.improved) == (["dog"], ["dog"])
        assert len(services.queries) == 2

    def test_that_it_cannot_be_done_is_not_told_but_a_bug_is(
        self, searching: Searching, told: Told, lane: InlineRunner, services: FakeSearches
    ) -> None:
        errors: list[Exception] = [UserError("The pack is gone."), bug := ZeroDivisionError()]

        def broken(_: SearchResult) -> SearchResult:
            raise errors.pop(0)

        services.better = broken
        for expected in ([], [bug]):
            searching.search(Query("dog"))
            lane.run_all()
            assert told.failed == expected


@pytest.fixture
def real_lane(qapp: object) -> Iterator[Lane]:
    lane = Lane("searching")
    yield lane
    lane.stop()
    assert lane.wait(10)


def test_of_many_searches_in_a_thread_the_last_one_is_told_last(qtbot: QtBot, real_lane: Lane) -> None:
    searching = Searching(FakeSearches(), real_lane)
    told = Told(searching)
    for number in range(300):
        searching.search(Query(f"query {number}"))
    qtbot.waitUntil(lambda: "query 299" in told.found, timeout=10_000)
    assert told.found[-1] == "query 299"
    assert not searching.running
