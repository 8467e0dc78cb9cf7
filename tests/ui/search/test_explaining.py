"""Asking in the background why a moment was found."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.ui.search.fakes import moment
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.domain.timing import Span
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.ui.search.explaining import Explaining


@dataclass
class Explainer:
    """Explains by repeating the words."""

    error: Exception | None = None
    asked: list[tuple[str, Moment]] = field(default_factory=list)

    def explain(self, text: str, found: Moment) -> MatchExplanation:
        if self.error is not None:
            raise self.error
        self.asked.append((text, found))
        return MatchExplanation((text,), (Span(0.0, 1.5),), [[1.0]], [[[[1 / 9] * 3] * 3]])


@dataclass
class Desk:
    """Asks, and what it was told."""

    explaining: Explaining
    services: Explainer
    lane: InlineRunner
    words: list[str] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)


@pytest.fixture
def desk(qapp: object) -> Desk:
    services, lane = Explainer(), InlineRunner()
    desk = Desk(Explaining(services, lane), services, lane)
    desk.explaining.explained.connect(lambda explanation: desk.words.extend(explanation.words))
    desk.explaining.failed.connect(desk.failed.append)
    return desk


def test_what_is_found_out_is_told(desk: Desk) -> None:
    desk.explaining.ask("a dog", moment(3))
    assert desk.explaining.running
    desk.lane.run_all()
    assert not desk.explaining.running
    assert desk.services.asked == [("a dog", moment(3))]
    assert desk.words == ["a dog"]


def test_the_latest_question_wins(desk: Desk) -> None:
    desk.explaining.ask("old", moment(1))
    desk.explaining.ask("new", moment(2))
    desk.lane.run_all()
    assert desk.words == ["new"]
    assert len(desk.services.asked) == 1


def test_what_is_forgotten_is_not_told(desk: Desk) -> None:
    desk.explaining.ask("a dog", moment())
    desk.explaining.forget()
    desk.lane.run_all()
    assert desk.words == desk.failed == []


def test_an_error_is_told_unless_it_is_stale(desk: Desk) -> None:
    desk.services.error = error = UserError("The features are damaged.")
    desk.explaining.ask("a dog", moment())
    desk.lane.run_all()
    desk.explaining.ask("a dog", moment())
    desk.explaining.forget()
    desk.lane.run_all()
    assert desk.failed == [error]


def test_nothing_is_asked_at_the_end(desk: Desk) -> None:
    desk.lane.stop()
    desk.explaining.ask("a dog", moment())
    desk.lane.run_all()
    assert desk.words == desk.failed == []
