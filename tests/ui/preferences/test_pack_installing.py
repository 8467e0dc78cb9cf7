"""Installing speech packs from the preferences."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.helpers.speech_packs import install_speech_pack_of, whisper_folder
from tests.ui.conftest import Stage
from tests.ui.fakes import FakeServices, video
from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.indexing_page import IndexingPage

FILMS = Path("/films")


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(library=[video("a.mp4")], watched=[FILMS])


def offered(page: IndexingPage) -> list[str]:
    return [action.data() for action in page.install_menu.actions()]


def choices(page: IndexingPage) -> list[str]:
    return [page.speech.itemData(row) for row in range(page.speech.count())]


def page_of(stage: Stage) -> IndexingPage:
    stage.window.preferring.open()
    assert stage.window.preferring.dialog is not None
    return stage.window.preferring.dialog.indexing


def ask_for(page: IndexingPage, name: str) -> None:
    action: QAction = next(action for action in page.install_menu.actions() if action.data() == name)
    action.trigger()


def test_those_that_are_installed_can_be_chosen_and_the_others_installed(qtbot: QtBot, tmp_path: Path) -> None:
    page = IndexingPage(Settings())
    qtbot.addWidget(page)
    assert choices(page) == ["auto", "off"]
    assert page.speech.currentText() == "No speech pack installed"
    assert offered(page) == ["tiny.en", "base", "small", "large-v3-turbo"]
    install_speech_pack_of(whisper_folder(tmp_path / "whisper"), "base")
    page.show_installed()
    assert choices(page) == ["auto", "off", "base"]
    assert offered(page) == ["tiny.en", "small", "large-v3-turbo"]


def test_a_pack_is_installed_and_the_folders_are_looked_at_again(stage: Stage) -> None:
    page = page_of(stage)
    told: list[str] = []
    stage.window.preferring.informed.connect(told.append)
    ask_for(page, "base")
    assert page.install.text() == "Stop (0 %)"
    stage.work()
    assert ("install", "base") in stage.services.calls
    assert page.install.text() == "Install…"
    assert told == ["The speech pack base is installed."]
    assert stage.services.indexed == [FILMS]


def test_what_goes_wrong_is_told_and_can_be_tried_again(stage: Stage) -> None:
    stage.services.error = UserError("No route to host.")
    page = page_of(stage)
    ask_for(page, "base")
    stage.work()
    assert "No route to host" in stage.said
    assert page.install.text() == "Install…"
    ask_for(page, "base")
    stage.work()
    assert stage.services.calls.count(("install", "base")) == 2


def test_it_can_be_stopped(stage: Stage) -> None:
    page = page_of(stage)
    ask_for(page, "base")
    page.install.click()
    stage.work()
    assert ("install", "base") not in stage.services.calls
    assert page.install.text() == "Install…"
    assert not stage.window.work.installing.running
