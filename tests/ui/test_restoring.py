"""Making pictures again that are missing."""

from __future__ import annotations

import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.pictures.restoring import Restoring


class FakeRestorer:
    """Writes down what it restores; what is `broken` it cannot."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.broken: dict[int, Exception] = {}

    def restore_pictures(self, video_id: int, cancel: CancelToken) -> None:
        self.asked.append(video_id)
        if video_id in self.broken:
            raise self.broken[video_id]


@pytest.fixture
def services() -> FakeRestorer:
    return FakeRestorer()


@pytest.fixture
def lane(qapp: object) -> InlineRunner:
    return InlineRunner()


@pytest.fixture
def restoring(services: FakeRestorer, lane: InlineRunner) -> Restoring:
    return Restoring(services, lane)


def test_of_those_that_wait_the_last_one_is_next_and_each_is_told(
    restoring: Restoring, services: FakeRestorer, lane: InlineRunner
) -> None:
    told: list[int] = []
    restoring.restored.connect(told.append)
    for video_id in (1, 2, 3):
        restoring.restore(video_id)
    lane.run_all()
    assert services.asked == told == [1, 3, 2]


def test_a_video_is_tried_once_until_pictures_were_removed(
    restoring: Restoring, services: FakeRestorer, lane: InlineRunner
) -> None:
    for _ in range(2):
        restoring.restore(1)
        lane.run_all()
    assert services.asked == [1]
    restoring.begin_anew()
    restoring.restore(1)
    lane.run_all()
    assert services.asked == [1, 1]


def test_what_cannot_be_restored_is_passed_over_and_a_fault_of_the_program_is_told(
    restoring: Restoring, services: FakeRestorer, lane: InlineRunner
) -> None:
    bug = ZeroDivisionError()
    services.broken = {1: UserError("The video is not there now."), 2: bug}
    told: list[object] = []
    restoring.failed.connect(told.append)
    for video_id in (1, 2, 3):
        restoring.restore(video_id)
    lane.run_all()
    assert services.asked == [1, 3, 2]
    assert told == [bug]


def test_only_so_many_wait_and_those_asked_for_first_give_way(
    restoring: Restoring, services: FakeRestorer, lane: InlineRunner
) -> None:
    for video_id in range(202):
        restoring.restore(video_id)
    lane.run_all()
    assert services.asked == [0, *range(201, 101, -1)]


def test_nothing_is_begun_once_the_lane_is_stopped(
    restoring: Restoring, services: FakeRestorer, lane: InlineRunner
) -> None:
    lane.stop()
    restoring.restore(1)
    lane.run_all()
    assert services.asked == []
