"""Circles of references are collected in the window's thread, and in no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.ui.collecting import Collecting


class Circle:
    """Holds itself, and notes in which thread it is deleted."""

    def __init__(self, deleted_in: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: deleted_in.append(threading.get_ident()))


def make_circles(deleted_in: list[int], cancel: CancelToken, report: Report) -> None:
    for _ in range(5000):
        Circle(deleted_in)


@pytest.fixture
def collecting(qapp: object) -> Iterator[Collecting]:
    collecting = Collecting()
    with collecting.installed():
        yield collecting
    gc.disable()  # as it was before, under the guard around every test of the window


def test_a_lane_that_makes_much_to_collect_collects_nothing(collecting: Collecting) -> None:
    deleted_in: list[int] = []
    lane = Lane("lane")
    lane.submit(partial(make_circles, deleted_in), lasting=True)
    lane.stop()
    assert lane.wait(10)
    assert deleted_in == []
    collecting.collect()
    assert set(deleted_in) == {threading.get_ident()}


def test_where_there_is_little_to_collect_nothing_is_done(collecting: Collecting) -> None:
    gc.collect()
    deleted_in: list[int] = []
    Circle(deleted_in)
    collecting.collect()
    assert deleted_in == []


def test_now_and_then_everything_is_collected(collecting: Collecting) -> None:
    deleted_in: list[int] = []
    Circle(deleted_in)
    for _ in range(600):
        collecting.collect()
    assert len(deleted_in) == 1


def test_python_collects_by_itself_again_in_the_end(qapp: object) -> None:
    gc.enable()
    with Collecting().installed():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
