"""Which searches are remembered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.search.fakes import FakeSearches
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.query import Example, Query
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.search.history import History


class Desk:
    """A history, and what it told."""

    def __init__(self) -> None:
        self.services, self.lane = FakeSearches(), InlineRunner()
        self.history = History(self.services, self.lane)
        self.changes: list[Sequence[str]] = []
        self.failures: list[Exception] = []
        self.history.changed.connect(self.changes.append)
        self.history.failed.connect(self.failures.append)

    def play(self, query: Query) -> None:
        """Ask for something, and play a moment of it."""
        self.history.consider(query)
        self.history.keep()
        self.lane.run_all()

    def stand(self) -> None:
        """Let two seconds go by."""
        self.history._standing.setInterval(0)
        self.history._standing.start()


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk()


def test_a_search_is_remembered_when_a_moment_is_played(desk: Desk) -> None:
    desk.play(Query("a dog", not_text=("cat", "red car")))
    assert desk.changes == [('a dog -cat -"red car"',)]


def test_it_is_remembered_once(desk: Desk) -> None:
    desk.play(Query("a dog"))
    desk.play(Query("a dog"))
    desk.play(Query("a cat"))
    assert desk.services.history == ["a cat", "a dog"]


def test_a_search_that_stands_for_a_while_is_remembered(qtbot: QtBot, desk: Desk) -> None:
    desk.history.consider(Query("a dog"))
    assert desk.history._standing.interval() == 2000
    desk.stand()
    qtbot.waitUntil(lambda: not desk.history._standing.isActive(), timeout=10_000)
    desk.lane.run_all()
    assert desk.services.history == ["a dog"]


def test_what_is_passed_over_while_typing_is_not(desk: Desk) -> None:
    for text in ("a", "a d", "a do", "a dog"):
        desk.history.consider(Query(text))
    desk.history.keep()
    desk.lane.run_all()
    assert desk.services.history == ["a dog"]


def test_nothing_is_remembered_of_what_has_no_words(desk: Desk) -> None:
    for query in (Query(like=Example(1, 2.0)), None):
        desk.history.consider(query)
        assert not desk.history._standing.isActive()
        desk.history.keep()
    desk.lane.run_all()
    assert desk.changes == []


def test_another_filter_does_not_begin_the_wait_anew(desk: Desk) -> None:
    desk.history.consider(Query("a dog"))
    desk.history._standing.stop()
    desk.history.consider(Query("a dog", min_confidence=0.5))
    assert not desk.history._standing.isActive()


def test_the_history_can_be_looked_at_and_forgotten(desk: Desk) -> None:
    desk.services.history += ["b", "a"]
    desk.history.refresh()
    desk.lane.run_all()
    desk.history.forget()
    desk.lane.run_all()
    assert desk.changes == [("b", "a"), ()]


def test_what_was_forgotten_can_be_remembered_again(desk: Desk) -> None:
    desk.play(Query("a dog"))
    desk.history.forget()
    desk.play(Query("a dog"))
    assert desk.services.history == ["a dog"]


def test_that_nothing_can_be_remembered_is_told_once(desk: Desk) -> None:
    desk.services.error = error = UserError("The library cannot be written to.")
    for text in ("a", "b", "c"):
        desk.play(Query(text))
    assert desk.failures == [error]
    desk.history.forget()
    desk.lane.run_all()
    assert desk.failures == [error, error]


def test_a_bug_is_told_every_time(desk: Desk) -> None:
    desk.services.error = ZeroDivisionError()
    for text in ("a", "b"):
        desk.play(Query(text))
    assert len(desk.failures) == 2


def test_after_the_end_nothing_is_remembered(desk: Desk) -> None:
    desk.lane.stop()
    desk.play(Query("a dog"))
    desk.history.refresh()
    assert desk.changes == desk.failures == []
