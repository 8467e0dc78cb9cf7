"""Dates and examples as they are written on the command line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import click
import pytest

from videobert_desktop.cli import parameters
from videobert_desktop.cli.parameters import example, moment_in_time
from videobert_desktop.domain.query import Example


@pytest.fixture(autouse=True)
def in_delhi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The local timezone is five and a half hours ahead of UTC."""
    monkeypatch.setenv("TZ", "IST-5:30")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


DELHI = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=DELHI)),
        ("2024-05", datetime(2024, 5, 1, tzinfo=DELHI)),
        ("2024-05-06", datetime(2024, 5, 6, tzinfo=DELHI)),
        ("2024-05-06T07:08", datetime(2024, 5, 6, 7, 8, tzinfo=DELHI)),
        ("2024-05-06 07:08:09", datetime(2024, 5, 6, 7, 8, 9, tzinfo=DELHI)),
        ("2024-05-06T07:08Z", datetime(2024, 5, 6, 12, 38, tzinfo=DELHI)),
        ("2024-05-06T07:08+02:00", datetime(2024, 5, 6, 10, 38, tzinfo=DELHI)),
    ],
)
def test_a_date_is_its_beginning_in_the_local_timezone_unless_it_names_one(written: str, meant: datetime) -> None:
    assert moment_in_time(written) == meant
    assert moment_in_time(written).utcoffset() is not None


@pytest.mark.parametrize(
    "written", ["", "yesterday", "20", "202", "2024-13", "2024-02-30", "0000", "5.6.2024", "2024-1", "9999999", "²⁰²⁴"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(click.BadParameter, match="YYYY"):
        moment_in_time(written)


def test_a_date_whose_timezone_the_system_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class BeforeTime(datetime):
        def astimezone(self, tz: object = None) -> datetime:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr(parameters, "datetime", BeforeTime)
    with pytest.raises(click.BadParameter, match="YYYY"):
        moment_in_time("1960")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a.mp4@12.5", Example("a.mp4", 12.5)),
        ("me@home.mp4@0", Example("me@home.mp4", 0.0)),
        ("/v/a b.mp4@1e1", Example("/v/a b.mp4", 10.0)),
        ("7@3", Example("7", 3.0)),
    ],
)
def test_the_last_at_sign_separates_the_video_from_the_second(written: str, meant: Example) -> None:
    assert example(written) == meant


@pytest.mark.parametrize("written", ["", "@", "a.mp4", "a.mp4@", "@3", "a.mp4@soon", "a.mp4@-1", "a.mp4@nan", "a@inf"])
def test_what_is_no_instant_of_a_video_is_refused(written: str) -> None:
    with pytest.raises(click.BadParameter, match="VIDEO@SECONDS"):
        example(written)
