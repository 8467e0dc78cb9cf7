"""What goes wrong outside the program: the window says so and goes on, over real libraries and real files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.indexing import Desk
from tests.ui.conftest import InlineLanes, Stage
from tests.ui.fakes import FakeDesktop, FakeServices, video
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.libraries import Library, create_library
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.services.playing.open_frames import FrameSource, open_frames
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.main_window import MainWindow
from videobert_desktop.ui.opening import Opening
from videobert_desktop.ui.services import LibraryServices
from videobert_desktop.ui.window_state import WindowState


@dataclass
class RealStage:
    """A window over a real library, whose lanes do their jobs when they are told to."""

    window: MainWindow
    services: LibraryServices
    lanes: InlineLanes = field(default_factory=InlineLanes)

    @property
    def said(self) -> str:
        """What the message bar says."""
        return self.window.message_bar.text

    def work(self) -> None:
        self.lanes.work()

    def search(self, text: str) -> list[str]:
        """The names of the files in which something is found."""
        self.window.header.search_field.search(text)
        self.work()
        return [moment.path.name for moment in self.window.results_panel.moments]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A library beside a folder of clips."""
    (tmp_path / "clips").mkdir()
    return Desk(create_library(tmp_path / "library"), tmp_path / "clips", monkeypatch)


@pytest.fixture
def open_library(qtbot: QtBot) -> Iterator[Callable[[Library], RealStage]]:
    """Opens a window over a library, and looks at it."""
    stages: list[RealStage] = []

    def make(library: Library) -> RealStage:
        settings = Settings(pack="colours", device="cpu", watch_folders=False)
        services, lanes, bugs = LibraryServices(library, settings), InlineLanes(), list[BaseException]()
        window = MainWindow(
            services, lanes.all, FakeDesktop(), bugs.append, Opening(library.root, settings, WindowState())
        )
        qtbot.addWidget(window)
        window.show()
        stages.append(RealStage(window, services, lanes))
        stages[-1].work()
        assert bugs == []
        return stages[-1]

    yield make
    for stage in stages:
        stage.services.close()


@pytest.fixture(params=["full", "not ours"])
def seal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the disk one that is full, or that only seems unwritable: who may do everything is never refused."""
    if request.param == "full":
        full = SimpleNamespace(total=1 << 30, used=1 << 30, free=0)
        return lambda: monkeypatch.setattr(shutil, "disk_usage", lambda path: full)
    return lambda: monkeypatch.setattr(os, "access", lambda path, mode: False)


def test_a_library_that_cannot_be_written_to_is_searched_and_says_what_cannot_be_done(
    desk: Desk, open_library: Callable[[Library], RealStage], seal: Callable[[], None]
) -> None:
    desk.clip("red.mp4", "red")
    desk.clip("blue.mp4", "blue")
    desk.index()
    seal()
    stage = open_library(desk.library)
    assert [item.path.name for item in stage.window.library_pane.videos] == ["blue.mp4", "red.mp4"]
    assert stage.search("red")[0] == "red.mp4"
    assert stage.said == ""
    refused = ("cannot be written to", "is full")
    stage.window.work.history.keep()
    stage.work()
    assert any(words in stage.said for words in refused)
    stage.window.message_bar.dismiss()
    for _ in range(2):
        stage.window.player_pane.left.emit(1, 1.0, [])
        stage.work()
    assert any(words in stage.said for words in refused)
    assert stage.window.message_bar.waiting == 0
    stage.window.message_bar.dismiss()
    stage.window.add([desk.clip("green.mp4", "green")])
    stage.work()
    assert any(words in stage.said for words in refused)
    assert not stage.window.header.indexing_bar.isVisible()
    assert stage.search("blue")[0] == "blue.mp4"


def test_a_drive_that_vanishes_while_it_is_indexed_is_said_and_what_was_indexed_is_found(
    desk: Desk, open_library: Callable[[Library], RealStage]
) -> None:
    red = desk.clip("a red.mp4", "red")
    away = desk.clip("drive/b blue.mp4", "blue").parent
    stage = open_library(desk.library)

    def unplug(progress: Progress) -> None:
        if progress.stage == "indexing" and away.exists():
            shutil.rmtree(away)

    stage.window.work.indexing.progressed.connect(unplug)
    stage.window.add([desk.folder])
    stage.work()
    assert not away.exists()
    assert "b blue.mp4" in stage.said
    assert stage.window.message_bar.urgent
    assert not stage.window.header.indexing_bar.isVisible()
    states = {item.path.name: item.state for item in stage.window.library_pane.videos}
    assert states == {"a red.mp4": VideoState.INDEXED, "b blue.mp4": VideoState.OFFLINE}
    assert stage.search("red") == [red.name]


def test_a_catalogue_that_is_damaged_is_said_to_be_so(desk: Desk, open_library: Callable[[Library], RealStage]) -> None:
    desk.library.catalogue_path.write_bytes(b"nothing of the kind " * 1000)
    stage = open_library(desk.library)
    assert "This file is not a catalogue." in stage.said
    assert stage.window.results_panel.title == "The library cannot be opened"
    assert stage.search("red") == []
    assert stage.window.results_panel.title == "This search could not be made"


def test_a_library_whose_pack_is_missing_is_searched_with_its_own_copy(
    desk: Desk, open_library: Callable[[Library], RealStage], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.clip("red.mp4", "red")
    desk.index()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another home"))
    assert open_library(desk.library).search("red") == ["red.mp4"]


def test_a_library_whose_pack_is_missing_can_be_looked_at_and_says_why_it_cannot_be_searched(
    desk: Desk, open_library: Callable[[Library], RealStage], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.clip("red.mp4", "red")
    desk.index()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another home"))
    shutil.rmtree(desk.library.packs_directory)  # without its own copy too
    stage = open_library(desk.library)
    assert [item.path.name for item in stage.window.library_pane.videos] == ["red.mp4"]
    assert stage.search("red") == []
    assert stage.window.results_panel.title == "This search could not be made"


class RealFiles(FakeServices):
    """A small library whose files are real."""

    def open_frames(self, path: Path) -> FrameSource:
        return open_frames(path)


class TestPlaying:
    @pytest.fixture
    def services(self) -> FakeServices:
        return RealFiles()

    def play(self, stage: Stage, path: Path) -> None:
        stage.window.library_pane.opened.emit(replace(video("a.mp4"), path=path))
        stage.work()

    def test_a_file_that_is_no_video_is_said_where_the_picture_would_be(self, stage: Stage, tmp_path: Path) -> None:
        path = tmp_path / "letter.mp4"
        path.write_text("Dear reader, " * 500, encoding="utf-8")
        self.play(stage, path)
        title, text = stage.window.player_pane.surface.message
        assert title == "This video cannot be shown"
        assert text.endswith("Play it in another program.")
        assert str(path) in stage.said
        assert not stage.window.player_pane.bar.isEnabled()

    def test_a_file_that_is_away_is_said_and_played_when_it_is_back(self, stage: Stage, tmp_path: Path) -> None:
        path = tmp_path / "a.mp4"
        self.play(stage, path)
        assert stage.window.player_pane.surface.message[0] == "This video cannot be shown"
        path.write_text("no video, but there")
        stage.window.message_bar.dismiss()
        self.play(stage, path)
        assert "There is nothing at this path." not in stage.said
