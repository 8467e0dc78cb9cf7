"""The real watcher over a real folder, with its indexing in the lane of the window's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.indexing import Desk
from tests.helpers.media import aged
from tests.ui.jobs.fakes import Heard
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report, ignore_progress
from videobert_desktop.jobs.lane import Lane
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.services.libraries import create_library
from videobert_desktop.services.watching.watch_event import WatchEventKind
from videobert_desktop.services.watching.watch_folders import IndexOptions, watch_folders
from videobert_desktop.ui.jobs.indexing import Indexing
from videobert_desktop.ui.jobs.watching import Watching

if TYPE_CHECKING:
    from videobert_desktop.services.watching.watch_folders import Index, Told

PATIENCE = 20_000


@dataclass
class Services:
    """Indexing and watching of a desk's library."""

    desk: Desk

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        return self.desk.index(*paths, cancel=cancel, report=report)

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        watch_folders(
            self.desk.library,
            IndexOptions(),
            cancel=cancel,
            report=ignore_progress,
            failed=lambda _: None,
            told=told,
            index=index,
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A library that watches a folder with one clip."""
    folder = tmp_path / "clips"
    folder.mkdir()
    desk = Desk(create_library(tmp_path / "library"), folder, monkeypatch)
    with desk.catalogue() as catalogue:
        catalogue.folders.add(folder)
    aged(desk.clip("a.mp4", "red"))
    return desk


@dataclass
class Stage:
    """A window's indexing and watching, and what they tell."""

    indexing: Indexing
    watching: Watching

    def __post_init__(self) -> None:
        self.of_indexing = Heard(self.indexing, "begun", "finished", "failed", "idle")
        self.of_watching = Heard(self.watching, "told", "failed")

    def kinds(self) -> list[WatchEventKind]:
        return [event.kind for event in self.of_watching.events]


@pytest.fixture
def stage(qtbot: QtBot, desk: Desk) -> Iterator[Stage]:
    """Both in lanes of their own; they watch until the test is over."""
    model, watch = Lane("model"), Lane("watch")
    indexing = Indexing(Services(desk), model)
    yield Stage(indexing, Watching(Services(desk), watch, indexing))
    for lane in (model, watch):
        lane.stop()
    ended = [lane.wait(PATIENCE / 1000) for lane in (model, watch)]
    assert ended == [True, True]


def test_what_is_in_a_folder_is_indexed_and_can_be_found(qtbot: QtBot, desk: Desk, stage: Stage) -> None:
    stage.watching.start()
    qtbot.waitUntil(lambda: WatchEventKind.INDEXED in stage.kinds(), timeout=PATIENCE)
    assert stage.of_indexing.names == ["begun", "finished", "idle"]
    assert desk.found("red", limit=1) == ["a.mp4"]


def test_a_folder_in_which_nothing_is_new_is_passed_over_in_silence(qtbot: QtBot, desk: Desk, stage: Stage) -> None:
    desk.index()
    batches = Heard(stage.indexing, "advanced")
    stage.watching.start()
    qtbot.waitUntil(lambda: bool(batches.told), timeout=PATIENCE)
    assert stage.of_indexing.names == []
    assert stage.kinds() == [WatchEventKind.FOLLOWING]


def test_a_library_that_another_program_uses_is_told_once_and_tried_again(
    qtbot: QtBot, desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("videobert_desktop.services.watching.watch_folders.RETRY_SECONDS", 0.01)
    batches = Heard(stage.indexing, "advanced")
    with desk.library.lock("backing it up"):
        stage.watching.start()
        qtbot.waitUntil(lambda: len(batches.told) > 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: WatchEventKind.INDEXED in stage.kinds(), timeout=PATIENCE)
    assert stage.kinds().count(WatchEventKind.WAITING) == 1
    assert "failed" not in stage.of_indexing.names + stage.of_watching.names
