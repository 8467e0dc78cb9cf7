"""Lanes that are always ended, and a guard that no thread or widget outlives its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.qt import nothing_left_behind
from videobert_desktop.jobs.lane import Lane


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: object) -> Iterator[None]:
    with nothing_left_behind():
        yield


@pytest.fixture
def make_lane(qtbot: QtBot) -> Iterator[Callable[..., Lane]]:
    """Makes lanes, and ends them after the test."""
    lanes: list[Lane] = []

    def make(**arguments: object) -> Lane:
        lanes.append(Lane("under test", **arguments))  # type: ignore[arg-type]
        return lanes[-1]

    yield make
    for lane in lanes:
        lane.stop()
    ended = [lane.wait(5) for lane in lanes]
    assert all(ended)


@pytest.fixture
def lane(make_lane: Callable[..., Lane]) -> Lane:
    """A lane that keeps nothing open."""
    return make_lane()
