"""Ctrl-C, once and twice."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from videobert_desktop.cli.interruption import Interrupted, interruptible


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_the_first_cancels_and_says_how_to_stop_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        with interruptible("All is kept.") as cancel:
            cancel.raise_if_cancelled()
            press_ctrl_c()
            cancel.raise_if_cancelled()

    with pytest.raises(Interrupted) as caught:
        work()
    assert caught.value.kept == "All is kept."
    assert "again to stop at once" in capfd.readouterr().err


def test_the_second_stops_work_that_does_not_look_at_the_token() -> None:
    def work() -> None:
        with interruptible("All is kept."):
            press_ctrl_c()
            press_ctrl_c()
            pytest.fail("the work went on")

    with pytest.raises(Interrupted):
        work()


def test_work_that_is_done_before_it_looks_is_done() -> None:
    with interruptible("All is kept.") as cancel:
        press_ctrl_c()
    assert cancel.cancelled


def test_it_is_no_matter_that_nobody_reads_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        monkeypatch.setattr(sys, "__stderr__", stream)
        with interruptible("All is kept.") as cancel:
            press_ctrl_c()
    assert cancel.cancelled


def test_the_usual_handler_is_back_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible("All is kept."):
        assert signal.getsignal(signal.SIGINT) is not before
    with pytest.raises(ZeroDivisionError), interruptible("All is kept."):
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is before
