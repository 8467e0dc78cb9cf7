"""Asking for the curve of the match strip."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.player.fakes import FakeServices
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.query import Query
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.ui.player.curves import Curves

DOG, CAT = Query("a dog"), Query("a cat")


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


def test_the_curve_of_a_video_is_found(services: FakeServices, qtbot: QtBot) -> None:
    lane = InlineRunner()
    curves = Curves(services, lane)
    found: list[MatchCurve] = []
    curves.found.connect(found.append)
    curves.ask(7, DOG)
    lane.run_all()
    assert services.asked == [(7, DOG)]
    assert len(found) == 1


def test_the_latest_question_wins(services: FakeServices, qtbot: QtBot) -> None:
    lane = InlineRunner()
    curves = Curves(services, lane)
    found: list[MatchCurve] = []
    curves.found.connect(found.append)
    curves.ask(7, DOG)
    curves.ask(8, CAT)
    lane.run_all()
    assert services.asked == [(8, CAT)]
    assert len(found) == 1


def test_what_is_no_longer_wanted_does_not_come(services: FakeServices, qtbot: QtBot) -> None:
    lane = InlineRunner()
    curves = Curves(services, lane)
    curves.ask(7, DOG)
    with qtbot.assertNotEmitted(curves.found):
        curves.forget()
        lane.run_all()


def test_an_error_is_told_and_one_of_before_is_not(services: FakeServices, qtbot: QtBot) -> None:
    lane = InlineRunner()
    curves = Curves(services, lane)
    services.error = OSError("gone")
    told: list[Exception] = []
    curves.failed.connect(told.append)
    curves.ask(7, DOG)
    lane.run_all()
    assert told == [services.error]
    curves.ask(7, DOG)
    curves.forget()
    lane.run_all()
    assert len(told) == 1


def test_after_the_end_nothing_is_asked(services: FakeServices, qtbot: QtBot) -> None:
    lane = InlineRunner()
    curves = Curves(services, lane)
    lane.stop()
    curves.ask(7, DOG)
    lane.run_all()
    assert services.asked == []


def test_many_questions_at_once_bring_one_answer(services: FakeServices, qtbot: QtBot) -> None:
    lane = Lane("curves")
    curves = Curves(services, lane)
    found: list[MatchCurve] = []
    curves.found.connect(found.append)
    try:
        for number in range(200):
            curves.ask(number, DOG)
        qtbot.waitUntil(lambda: found != [])
    finally:
        lane.stop()
        assert lane.wait(10)
    assert len(found) == 1
    assert services.asked[-1] == (199, DOG)
