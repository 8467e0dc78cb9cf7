"""Asking very often is granted seldom, but never in vain."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from videobert_desktop.ui.jobs.throttle import Throttle

HOUR = 3_600_000


class Counted:
    """A throttle, and how often it has granted what it was asked for."""

    def __init__(self, milliseconds: int) -> None:
        self.throttle = Throttle(milliseconds)
        self.granted = 0
        self.throttle.granted.connect(self._count)

    def _count(self) -> None:
        self.granted += 1


@pytest.fixture
def counted(qtbot: QtBot) -> Counted:
    """One whose pause does not end by itself within a test."""
    return Counted(HOUR)


def test_the_first_is_granted_at_once_and_those_within_the_pause_wait(counted: Counted) -> None:
    for _ in range(5):
        counted.throttle.ask()
    assert counted.granted == 1


def test_those_who_wait_are_granted_together_when_the_pause_is_over(counted: Counted) -> None:
    for _ in range(5):
        counted.throttle.ask()
    counted.throttle._pause.timeout.emit()
    assert counted.granted == 2
    counted.throttle._pause.timeout.emit()
    assert counted.granted == 2


def test_the_pause_is_over_by_itself(qtbot: QtBot) -> None:
    counted = Counted(1)
    counted.throttle.ask()
    counted.throttle.ask()
    qtbot.waitUntil(lambda: counted.granted == 2)


def test_after_a_pause_in_which_nobody_asked_the_next_is_granted_at_once(qtbot: QtBot) -> None:
    counted = Counted(1)
    counted.throttle.ask()
    qtbot.waitUntil(lambda: not counted.throttle._pause.isActive())
    assert counted.granted == 1
    counted.throttle.ask()
    assert counted.granted == 2


def test_who_insists_does_not_wait_and_speaks_for_all_who_do(counted: Counted) -> None:
    counted.throttle.ask()
    counted.throttle.ask()
    counted.throttle.insist()
    assert counted.granted == 2
    counted.throttle._pause.timeout.emit()
    assert counted.granted == 2
