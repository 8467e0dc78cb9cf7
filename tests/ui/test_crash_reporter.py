"""Bugs are written down and shown, from whichever thread they come."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from videobert_desktop.ui import crash_reporter as module
from videobert_desktop.ui import theme
from videobert_desktop.ui.crash_reporter import CrashReporter


class Log:
    """Keeps what is written, or cannot write."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self.shown: list[Path] = []
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
    reporter = CrashReporter(log.write, show_directory=log.shown.append)
    yield reporter
    close(reporter)


def close(reporter: CrashReporter) -> None:
    if reporter.dialog is not None:
        reporter.dialog.done(QDialog.DialogCode.Rejected)


def told(reporter: CrashReporter) -> str:
    assert reporter.dialog is not None
    return reporter.dialog.text


def test_a_bug_is_written_down_and_the_dialog_names_the_log(reporter: CrashReporter, log: Log) -> None:
    error = ZeroDivisionError("division by zero")
    reporter.report(error)
    assert log.errors == [error]
    assert "ZeroDivisionError: division by zero" in told(reporter)
    assert "/logs/crash.log" in told(reporter)


def test_further_bugs_are_written_down_and_counted_without_a_second_dialog(reporter: CrashReporter, log: Log) -> None:
    reporter.report(ValueError("first"))
    dialog = reporter.dialog
    reporter.report(ValueError("second"))
    assert "one more fault" in told(reporter)
    reporter.report(ValueError("third"))
    assert "2 more faults" in told(reporter)
    assert len(log.errors) == 3
    assert reporter.dialog is dialog
    close(reporter)
    assert reporter.dialog is None
    reporter.report(ValueError("fourth"))
    assert "fourth" in told(reporter)


def test_a_bug_that_comes_again_is_written_down_once_and_names_the_same_log(reporter: CrashReporter, log: Log) -> None:
    error = ValueError("again")
    reporter.report(error)
    close(reporter)
    reporter.report(error)
    assert len(log.errors) == 1
    assert "/logs/crash.log" in told(reporter)


def test_bugs_without_end_do_not_fill_the_disk(reporter: CrashReporter, log: Log) -> None:
    for number in range(200):
        reporter.report(ValueError(str(number)))
    assert len(log.errors) == 50


def test_the_details_are_there_when_they_are_asked_for(reporter: CrashReporter) -> None:
    try:
        raise LookupError("nothing there")  # noqa: TRY301 - it needs a traceback
    except LookupError as error:
        reporter.report(error)
    assert reporter.dialog is not None
    assert reporter.dialog.details.isHidden()
    reporter.dialog.toggle.click()
    assert reporter.dialog.details.isVisible()
    assert "test_crash_reporter.py" in reporter.dialog.details.toPlainText()
    reporter.dialog.toggle.click()
    assert reporter.dialog.details.isHidden()


def test_all_of_it_can_be_copied(reporter: CrashReporter) -> None:
    reporter.report(ValueError("a bug"))
    assert reporter.dialog is not None
    reporter.dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert told(reporter) in copied
    assert reporter.dialog.details.toPlainText() in copied


def test_the_folder_of_the_log_can_be_opened_if_there_is_a_log(reporter: CrashReporter, log: Log) -> None:
    reporter.report(ValueError("a bug"))
    assert reporter.dialog is not None
    reporter.dialog.open_folder.click()
    assert log.shown == [Path("/logs")]
    close(reporter)
    log.full = True
    reporter.report(ValueError("another"))
    assert reporter.dialog is not None
    assert reporter.dialog.open_folder.isHidden()


def test_one_may_go_on(reporter: CrashReporter) -> None:
    reporter.report(ValueError("a bug"))
    assert reporter.dialog is not None
    assert reporter.dialog.go_on.isDefault()
    reporter.dialog.go_on.click()
    assert reporter.dialog is None


def test_a_long_message_does_not_fill_the_screen(reporter: CrashReporter) -> None:
    reporter.report(ValueError("/x" * 50_000))
    assert reporter.dialog is not None
    assert reporter.dialog.width() < 800
    assert reporter.dialog.height() < 500


def test_a_bug_of_the_dialog_itself_does_not_open_dialogs_without_end(
    qtbot: QtBot, reporter: CrashReporter, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("the dialog is wrong")

    monkeypatch.setattr(module, "CrashDialog", fail)
    with reporter.installed():
        reporter.report(ValueError("a bug"))
    assert [str(error) for error in log.errors] == ["a bug", "the dialog is wrong"]
    assert reporter.dialog is None


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


def test_its_sign_follows_the_light_and_the_dark(qapp: QApplication, reporter: CrashReporter) -> None:
    theme.apply(qapp, dark=False)
    reporter.report(ValueError("a bug"))
    assert reporter.dialog is not None
    light = reporter.dialog._sign.pixmap().toImage()
    theme.apply(qapp, dark=True)
    assert reporter.dialog._sign.pixmap().toImage() != light
