"""How times, names and counts are written, and how long work will take."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.domain.progress import Progress
from videobert_desktop.ui.jobs.remaining_time import RemainingTime
from videobert_desktop.ui.texts import clock, files, hours, moments, shown, time_left, videos


@pytest.mark.parametrize(
    ("seconds", "whole", "with_tenths"),
    [(0, "0:00", "0:00.0"), (7.46, "0:07", "0:07.5"), (59.96, "1:00", "1:00.0"), (3725, "1:02:05", "1:02:05.0")],
)
def test_a_time_is_minutes_and_seconds_and_hours_where_there_are_any(
    seconds: float, whole: str, with_tenths: str
) -> None:
    assert (clock(seconds), clock(seconds, tenths=True)) == (whole, with_tenths)


@given(st.text())
def test_a_shown_name_is_always_printable(name: str) -> None:
    assert shown(name.replace("\0", "")).isprintable()


def test_a_plain_name_is_shown_as_it_is() -> None:
    assert shown("海边 - ça.mp4") == "海边 - ça.mp4"


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (hours, 42, "42 s"),
        (hours, 720, "12 min"),
        (hours, 5400, "1.5 h"),
        (time_left, 20, "less than a minute left"),
        (time_left, 250, "about 4 min left"),
        (time_left, 3 * 3600, "about 3 h left"),
    ],
)
def test_an_amount_is_no_more_precise_than_it_is_known(write: Callable[[float], str], value: float, text: str) -> None:
    assert write(value) == text


@pytest.mark.parametrize(("write", "noun"), [(videos, "video"), (files, "file"), (moments, "moment")])
def test_a_count_agrees_with_its_noun(write: Callable[[int], str], noun: str) -> None:
    assert [write(count) for count in (0, 1, 2)] == [f"0 {noun}s", f"1 {noun}", f"2 {noun}s"]


class Watch:
    """A clock that the test sets."""

    time = 100.0

    def __call__(self) -> float:
        return self.time


def indexing(done: float, total: float | None = 100.0, stage: str = "indexing") -> Progress:
    return Progress(stage, done, total, "s")


def test_the_time_left_follows_the_rate_so_far() -> None:
    watch = Watch()
    remaining = RemainingTime(watch)
    assert remaining.estimate(indexing(10)) is None
    watch.time += 10
    assert remaining.estimate(indexing(30)) == pytest.approx(35)
    watch.time += 10
    assert remaining.estimate(indexing(110)) == 0


def test_nothing_is_guessed_too_early_or_without_a_total_or_from_another_stage() -> None:
    watch = Watch()
    remaining = RemainingTime(watch)
    remaining.estimate(indexing(0))
    watch.time += 1
    assert remaining.estimate(indexing(50)) is None
    watch.time += 60
    assert remaining.estimate(indexing(50, total=None)) is None
    assert remaining.estimate(indexing(60, stage="scanning")) is None
