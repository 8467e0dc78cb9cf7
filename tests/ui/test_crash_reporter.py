"""Bugs are written down and shown, from whichever thread they come."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from videobert_desktop.ui.crash_reporter import CrashReporter


class Log:
    """Keeps what is written, or cannot write."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.full = False

    def write(self, error: BaseException) -> Path:
        if self.full:
            raise OSError(28, "No space left on device")
        self.errors.append(error)
        return Path("/logs/crash.log")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def reporter(qtbot: QtBot, log: Log) -> Iterator[CrashReporter]:
    reporter = CrashReporter(log.write)
    yield reporter
    close(reporter)


def close(reporter: CrashReporter) -> None:
    if reporter.dialog is not None:
        reporter.dialog.done(QDialog.DialogCode.Rejected)


def told(reporter: CrashReporter) -> str:
    assert reporter.dialog is not None
    return reporter.dialog.informativeText()


def test_a_bug_is_written_down_and_the_dialog_names_the_log(reporter: CrashReporter, log: Log) -> None:
    error = ZeroDivisionError("division by zero")
    reporter.report(error)
    assert log.errors == [error]
    assert "ZeroDivisionError: division by zero" in told(reporter)
    assert "/logs/crash.log" in told(reporter)


def test_a_second_bug_is_written_down_without_a_second_dialog(reporter: CrashReporter, log: Log) -> None:
    reporter.report(ValueError("first"))
    dialog = reporter.dialog
    reporter.report(ValueError("second"))
    assert len(log.errors) == 2
    assert reporter.dialog is dialog
    close(reporter)
    assert reporter.dialog is None
    reporter.report(ValueError("third"))
    assert "third" in told(reporter)


def test_a_log_that_cannot_be_written_is_said(reporter: CrashReporter, log: Log) -> None:
    log.full = True
    reporter.report(ValueError("a bug"))
    assert "could not be written down: No space left on device." in told(reporter)


def test_errors_that_nobody_catches_are_taken_only_as_long_as_it_is_installed(
    reporter: CrashReporter, log: Log
) -> None:
    before = sys.excepthook, threading.excepthook
    error = ValueError("nobody catches it")
    with reporter.installed():
        sys.excepthook(ValueError, error, None)
    assert log.errors == [error]
    assert (sys.excepthook, threading.excepthook) == before


def test_a_bug_in_another_thread_is_shown_in_the_windows(qtbot: QtBot, reporter: CrashReporter, log: Log) -> None:
    def fail() -> None:
        raise ValueError("from afar")

    with reporter.installed():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        assert reporter.dialog is None
        qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert "from afar" in told(reporter)
