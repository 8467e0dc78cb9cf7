"""Remembering where videos were left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.player.fakes import FakeServices
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.player.remembering import Remembering

FULL = UserError("The disk is full.")


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def lane(qapp: object) -> InlineRunner:
    return InlineRunner()


def test_viewings_are_noted_in_their_order(services: FakeServices, lane: InlineRunner, qtbot: QtBot) -> None:
    remembering = Remembering(services, lane)
    remembering.note(7, 12.0, [Span(2.0, 12.0)])
    remembering.note(8, 3.0, [])
    with qtbot.waitSignals([remembering.noted, remembering.noted]):
        lane.run_all()
    assert services.noted == [(7, 12.0, (Span(2.0, 12.0),)), (8, 3.0, ())]


def test_nothing_is_noted_where_it_is_switched_off(services: FakeServices, lane: InlineRunner) -> None:
    remembering = Remembering(services, lane)
    remembering.switch(on=False)
    remembering.note(7, 12.0, [])
    lane.run_all()
    assert services.noted == []


def test_a_failure_is_told_once_until_it_works_again(services: FakeServices, lane: InlineRunner) -> None:
    remembering = Remembering(services, lane)
    told: list[Exception] = []
    remembering.failed.connect(told.append)
    services.error = FULL
    for _ in range(3):
        remembering.note(7, 12.0, [])
        lane.run_all()
    assert told == [FULL]
    services.error = None
    remembering.note(7, 13.0, [])
    lane.run_all()
    services.error = FULL
    remembering.note(7, 14.0, [])
    lane.run_all()
    assert told == [FULL, FULL]


def test_jobs_of_others_in_the_same_lane_are_left_alone(
    services: FakeServices, lane: InlineRunner, qtbot: QtBot
) -> None:
    remembering = Remembering(services, lane)
    with qtbot.assertNotEmitted(remembering.noted):
        lane.submit(lambda cancel, report: None)
        lane.run_all()


def test_what_was_noted_before_the_window_closed_is_not_lost(services: FakeServices, lane: InlineRunner) -> None:
    remembering = Remembering(services, lane)
    remembering.note(7, 12.0, [])
    lane.stop()
    remembering.note(7, 13.0, [])
    lane.run_all()
    assert services.noted == [(7, 12.0, ())]


def test_what_was_watched_of_the_video_asked_for_last_is_recalled(services: FakeServices, lane: InlineRunner) -> None:
    services.viewings = {number: Viewing(number, 1.0, (Span(0.0, 1.0),), datetime.now(UTC)) for number in (7, 8)}
    remembering = Remembering(services, lane)
    recalled: list[Viewing] = []
    remembering.recalled.connect(recalled.append)
    for video_id in (7, 8, 9, 8):
        remembering.recall(video_id)
    lane.run_all()
    remembering.recall(9)
    lane.run_all()
    assert recalled == [services.viewings[8]]


def test_nothing_is_recalled_where_it_is_switched_off(services: FakeServices, lane: InlineRunner) -> None:
    remembering = Remembering(services, lane)
    remembering.switch(on=False)
    remembering.recall(7)
    lane.run_all()
    assert services.recalled == []
