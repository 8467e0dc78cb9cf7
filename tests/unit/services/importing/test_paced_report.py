"""Progress is told no more than twenty times a second, and the end of it always."""

from __future__ import annotations

from tests.helpers.turned_clock import TurnedClock
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.importing.paced_report import PacedReport


def told(progress: list[Progress], *, seconds_between: float) -> list[float]:
    """How far the reports are that come through."""
    passed: list[Progress] = []
    report = PacedReport(passed.append, TurnedClock(tick=seconds_between))
    for each in progress:
        report(each)
    return [each.done for each in passed]


def counting(count: int, total: int | None = None) -> list[Progress]:
    return [Progress("scanning", number, total, "files") for number in range(count)]


def test_rare_reports_all_come_through() -> None:
    assert told(counting(5), seconds_between=0.06) == [0, 1, 2, 3, 4]


def test_of_many_reports_twenty_a_second_come_through() -> None:
    assert 19 <= len(told(counting(1000), seconds_between=0.001)) <= 21


def test_that_all_is_done_comes_through() -> None:
    assert told(counting(11, total=10), seconds_between=0.001) == [0, 10]
