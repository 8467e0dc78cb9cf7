"""The desktop as it is: what is played, and what is chosen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from videobert_desktop.ui.desktop import SystemDesktop


class Player(QObject):
    """Takes every file that the desktop is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    player = Player()
    QDesktopServices.setUrlHandler("file", player, "open")
    yield player
    QDesktopServices.unsetUrlHandler("file")


@pytest.mark.parametrize("name", ["a dog.mp4", "100% #1?.mp4", "海边的狗.mp4"])
def test_a_file_is_played_by_its_name(player: Player, tmp_path: Path, name: str) -> None:
    assert SystemDesktop().play(tmp_path / name)
    assert [Path(url.toLocalFile()) for url in player.urls] == [tmp_path / name]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_name_that_is_no_text_reaches_the_player_byte_for_byte(player: Player) -> None:
    SystemDesktop().play(Path(os.fsdecode(b"/films/\xff.mp4")))
    assert player.urls[0].toEncoded().data() == b"file:///films/%FF.mp4"


@pytest.mark.parametrize(("answer", "folder"), [("/films", Path("/films")), ("", None)])
def test_a_folder_is_chosen_or_none(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: str, folder: Path | None
) -> None:
    def choose(*arguments: Any) -> str:
        return answer

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert SystemDesktop().choose_folder(parent) == folder


@pytest.mark.parametrize("answer", [["/films/a.mp4", "/films/b.mp4"], []])
def test_files_are_chosen_or_none(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: list[str]) -> None:
    def choose(*arguments: Any) -> tuple[list[str], str]:
        return answer, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert SystemDesktop().choose_files(parent) == [Path(name) for name in answer]
