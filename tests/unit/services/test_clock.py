"""Waiting ends in time, and at once when somebody asks to stop."""

from __future__ import annotations

import time

import pytest

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.services.clock import Clock


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was slept, in seconds; the clock goes on by just that."""
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    monkeypatch.setattr(Clock, "seconds", lambda clock: sum(naps))
    return naps


def test_it_waits_until_the_second_has_come(slept: list[float]) -> None:
    Clock().wait_until(1.05, CancelToken())
    assert sum(slept) == pytest.approx(1.05)


def test_it_does_not_wait_for_what_is_past(slept: list[float]) -> None:
    Clock().wait_until(0.0, CancelToken())
    assert slept == []


def test_it_stops_soon_after_it_was_asked_to(slept: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = CancelToken()
    monkeypatch.setattr(time, "sleep", lambda nap: (slept.append(nap), cancel.cancel()))
    with pytest.raises(Cancelled):
        Clock().wait_until(60.0, cancel)
    assert sum(slept) <= 0.1


def test_time_goes_on() -> None:
    clock = Clock()
    assert clock.seconds() <= clock.seconds()
    assert abs(clock.now_ns() - time.time_ns()) < 10**10
