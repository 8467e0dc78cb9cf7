"""How long work will still take: by its latest pace, stage by stage, without its pauses."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.ui.jobs.fakes import at
from videobert_desktop.domain.progress import Progress
from videobert_desktop.ui.jobs.remaining_time import RemainingTime


@dataclass
class Watched:
    """Work whose clock the test turns."""

    seconds: float = 100.0
    remaining: RemainingTime = field(init=False)

    def __post_init__(self) -> None:
        self.remaining = RemainingTime(lambda: self.seconds)

    def after(self, seconds: float, progress: Progress) -> float | None:
        self.seconds += seconds
        return self.remaining.estimate(progress)


@pytest.fixture
def work() -> Watched:
    return Watched()


def test_it_follows_the_pace(work: Watched) -> None:
    assert work.after(0, at(10)) is None
    assert work.after(10, at(30)) == pytest.approx(35)
    assert work.after(10, at(110)) == 0


def test_what_was_long_ago_counts_for_little(work: Watched) -> None:
    work.after(0, at(0, 10_000))
    work.after(60, at(6000, 10_000))  # a hundred a second
    left = None
    for step in range(1, 11):
        left = work.after(60, at(6000 + step, 10_000))  # one a minute
    assert left is not None
    assert left > 3600


def test_a_pause_is_no_time_that_work_takes(work: Watched) -> None:
    work.after(0, at(0))
    assert work.after(10, at(20)) == pytest.approx(40)
    work.remaining.interrupt()
    assert work.after(3600, at(20)) == pytest.approx(40)
    assert work.after(10, at(40)) == pytest.approx(30)


def test_a_stage_that_comes_in_between_is_measured_for_itself(work: Watched) -> None:
    work.after(0, at(0))
    work.after(10, at(20))
    assert work.after(100, at(0, stage="reading features")) is None
    assert work.after(5, at(50, stage="reading features")) == pytest.approx(5)
    assert work.after(100, at(20)) == pytest.approx(40)


def test_work_that_begins_anew_does_not_go_backwards(work: Watched) -> None:
    work.after(0, at(0))
    work.after(10, at(100))
    assert work.after(5, at(0)) == pytest.approx(10)


def test_nothing_is_guessed_too_early_or_without_a_total(work: Watched) -> None:
    work.after(0, at(0))
    assert work.after(1, at(50)) is None
    assert work.after(60, at(50, total=None)) is None
