"""The controls in full screen: gone while nobody touches anything."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from videobert_desktop.ui.player.resting import Resting


@dataclass
class Stage:
    page: QWidget
    picture: QWidget
    controls: QWidget
    resting: Resting


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    page, picture, controls = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(picture, 1)
    layout.addWidget(controls)
    page.resize(300, 200)
    page.show()
    return Stage(page, picture, controls, Resting((controls,), picture, page))


def is_waiting(stage: Stage) -> bool:
    return stage.resting._timer.isActive()


def test_they_are_taken_away_in_full_screen_while_a_video_plays_and_not_otherwise(stage: Stage) -> None:
    assert not is_waiting(stage)
    stage.resting.show_playing(True)
    assert not is_waiting(stage)
    stage.resting.allow(True)
    assert is_waiting(stage)
    stage.resting.show_playing(False)
    assert not is_waiting(stage)


def test_a_movement_brings_them_back(stage: Stage) -> None:
    stage.resting.allow(True)
    stage.resting.show_playing(True)
    stage.resting.rest()
    assert stage.controls.isHidden()
    assert stage.picture.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(stage.picture, QPoint(20, 20))
    QTest.mouseMove(stage.picture, QPoint(25, 25))
    assert stage.controls.isVisible()
    assert stage.picture.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert is_waiting(stage)


@pytest.mark.parametrize("ending", ["pause", "leave"])
def test_a_pause_and_leaving_full_screen_bring_them_back_for_good(stage: Stage, ending: str) -> None:
    stage.resting.allow(True)
    stage.resting.show_playing(True)
    stage.resting.rest()
    if ending == "pause":
        stage.resting.show_playing(False)
    else:
        stage.resting.allow(False)
    assert stage.controls.isVisible()
    assert not is_waiting(stage)


def test_they_stay_while_the_pointer_is_on_them(stage: Stage) -> None:
    stage.resting.allow(True)
    stage.resting.show_playing(True)
    stage.controls.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    stage.resting.rest()
    assert stage.controls.isVisible()
    assert is_waiting(stage)
