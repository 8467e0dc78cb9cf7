"""A playback of real files with a lane of its own, for the tests that play."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from tests.ui.player.viewer import Files, Viewer
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.ui.player.playback import Playback


@pytest.fixture
def lane() -> Iterator[Lane]:
    """A lane that is ended after the test."""
    lane = Lane("frames")
    yield lane
    lane.stop()
    assert lane.wait(20)


@pytest.fixture
def playback(qtbot: QtBot, lane: Lane) -> Iterator[Playback]:
    """A playback that is closed after the test; it is as patient as a busy computer needs."""
    playback = Playback(Files(), lane, patience=20.0)
    yield playback
    playback.close()
    playback.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def viewer(qtbot: QtBot, playback: Playback) -> Viewer:
    """Somebody who watches it."""
    return Viewer(qtbot, playback)
