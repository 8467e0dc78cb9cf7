"""The card above the timeline."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.player.fakes import FakePictures, curve, picture
from videobert_desktop.ui.player.timeline import Timeline
from videobert_desktop.ui.player.timeline_preview import TimelinePreview


@dataclass
class Stage:
    page: QWidget
    timeline: Timeline
    pictures: FakePictures
    preview: TimelinePreview


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 400)
    timeline, pictures = Timeline(), FakePictures()
    layout = QVBoxLayout(page)
    layout.addStretch()
    layout.addWidget(timeline)
    preview = TimelinePreview(timeline, pictures, page)
    timeline.show_duration(60.0)
    preview.set_video(7)
    page.show()
    return Stage(page, timeline, pictures, preview)


def test_it_follows_the_pointer_and_goes_with_it(stage: Stage) -> None:
    assert stage.preview.isHidden()
    stage.timeline.hovered.emit(12.345)
    assert stage.preview.isVisible()
    assert stage.preview.text == "0:12.34"
    stage.timeline.hovered.emit(None)
    assert stage.preview.isHidden()


def test_it_tells_how_well_the_video_matches_there(stage: Stage) -> None:
    stage.timeline.show_curve(curve([0.1] * 10 + [0.724] * 30))
    stage.timeline.hovered.emit(30.0)
    assert stage.preview.text == "0:30.00  ·  match 72 %"


def test_it_shows_the_picture_as_soon_as_there_is_one(stage: Stage) -> None:
    stage.timeline.hovered.emit(12.0)
    without = stage.preview.height()
    stage.pictures.tiles[7, 12] = picture(QColor("teal"))
    stage.pictures.arrived.emit(8)
    assert stage.preview.height() == without
    stage.pictures.arrived.emit(7)
    assert stage.preview.height() > without + 80
    assert stage.preview.grab().toImage().pixelColor(stage.preview.width() // 2, 40) == QColor("teal")


def test_the_picture_stays_while_the_next_one_is_fetched_but_not_for_another_video(stage: Stage) -> None:
    stage.pictures.tiles[7, 12] = picture(QColor("teal"))
    stage.timeline.hovered.emit(12.0)
    high = stage.preview.height()
    stage.timeline.hovered.emit(13.0)
    assert stage.preview.height() == high
    stage.preview.set_video(8)
    assert stage.preview.isHidden()
    stage.timeline.hovered.emit(13.0)
    assert stage.preview.height() < high


@pytest.mark.parametrize("second", [0.0, 30.0, 60.0])
def test_it_stays_within_the_page_and_above_the_timeline(stage: Stage, second: float) -> None:
    stage.pictures.tiles[7, int(second)] = picture(QColor("teal"), 320, 180)
    stage.timeline.hovered.emit(second)
    card = stage.preview.geometry()
    assert stage.page.rect().contains(card)
    assert card.bottom() < stage.timeline.geometry().top()


def test_without_a_video_there_is_no_card(stage: Stage) -> None:
    stage.preview.set_video(None)
    stage.timeline.hovered.emit(12.0)
    assert stage.preview.isHidden()
