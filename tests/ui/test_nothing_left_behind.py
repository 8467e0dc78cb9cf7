"""The guard around every test of the window sees what a test leaves behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QWidget

from tests.ui.qt import nothing_left_behind


def test_a_widget_that_somebody_holds_is_noticed() -> None:
    kept = []
    with pytest.raises(AssertionError, match="QWidget forgotten"), nothing_left_behind():
        kept.append(QWidget(objectName="forgotten"))


def test_a_widget_that_only_a_circle_holds_is_none() -> None:
    with nothing_left_behind():
        widget = QWidget()
        widget.circle = widget  # type: ignore[attr-defined]
        del widget


def test_a_thread_that_still_runs_is_noticed() -> None:
    thread = QThread(objectName="forgotten")
    with pytest.raises(AssertionError, match="QThread forgotten"), nothing_left_behind():
        thread.start()
    thread.quit()
    assert thread.wait(5000)


def test_a_thread_that_has_ended_is_none() -> None:
    thread = QThread()
    with nothing_left_behind():
        thread.start()
        thread.quit()
        assert thread.wait(5000)
