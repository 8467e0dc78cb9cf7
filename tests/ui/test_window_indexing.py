"""Adding videos in the window: choosing, dropping, progress, stopping, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Stage
from tests.ui.fakes import FakeServices, found, index_report, moment, video
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.main_window import STOPPED

FOLDER = Path("/films/holidays")


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def cancel_button(stage: Stage) -> QPushButton:
    button = stage.window.header.indexing_bar.findChild(QPushButton)
    assert button is not None
    return button


def test_a_chosen_folder_is_indexed_and_its_videos_appear(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    stage.desktop.folder = FOLDER
    services.to_add = [video("b.mp4"), video("a.mp4", duration=3600)]
    services.report = index_report(indexed=2)
    click(qtbot, stage.window.header.add_folder)
    assert stage.window.header.indexing_bar.isVisible()
    assert stage.window.results_panel.title == "Indexing"
    stage.work()
    assert services.indexed == [FOLDER]
    assert [item.path.name for item in stage.window.library_panel.videos] == ["a.mp4", "b.mp4"]
    assert stage.window.library_panel.amount == "2 videos · 1.0 h"
    assert not stage.window.header.indexing_bar.isVisible()
    assert stage.window.message_bar.text == "2 videos indexed."
    assert stage.window.results_panel.title == "Describe a moment"


def test_chosen_files_are_indexed(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    stage.desktop.files = [FOLDER / "a.mp4", FOLDER / "b.mp4"]
    click(qtbot, stage.window.header.add_files)
    stage.work()
    assert services.indexed == stage.desktop.files


def test_the_welcome_has_buttons_that_do_the_same(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    stage.desktop.folder = FOLDER
    button = stage.window.results_panel.findChild(QPushButton, "primary")
    assert button is not None
    click(qtbot, button)
    stage.work()
    assert services.indexed == [FOLDER]


def test_who_thinks_better_of_it_indexes_nothing(qtbot: QtBot, stage: Stage) -> None:
    click(qtbot, stage.window.header.add_folder)
    click(qtbot, stage.window.header.add_files)
    assert not stage.window.header.indexing_bar.isVisible()


def test_files_dropped_onto_the_window_are_indexed_and_links_to_the_web_are_not(
    stage: Stage, services: FakeServices
) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/films/a.mp4"), QUrl("https://example.org/b.mp4")])
    where = (Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(10, 10), *where)
    stage.window.dragEnterEvent(enter)
    assert enter.isAccepted()
    stage.window.dropEvent(QDropEvent(QPointF(10, 10), *where))
    stage.work()
    assert services.indexed == [Path("/films/a.mp4")]


def test_text_cannot_be_dropped(stage: Stage) -> None:
    text = QMimeData()
    text.setText("a.mp4")
    where = (Qt.DropAction.CopyAction, text, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(10, 10), *where)
    enter.ignore()
    stage.window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_progress_is_shown_and_the_list_follows(stage: Stage, services: FakeServices) -> None:
    seen: list[str] = []

    def on_progress(progress: Progress) -> None:
        seen.append(stage.window.header.indexing_bar.text)

    services.progress = [
        Progress("scanning", 3, None, "files", "a.mp4"),
        Progress("indexing", 31.5, 50.0, "s", "a.mp4"),
    ]
    stage.window._indexing.progressed.connect(on_progress)
    stage.window.add([FOLDER])
    stage.work()
    assert seen == ["Looking through files · a.mp4 3 files", "Indexing a.mp4 63 %"]


def listings(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[LibraryVideo]]:
    """What the window sees each time it looks at the library from now on."""
    seen: list[Sequence[LibraryVideo]] = []
    look = services.videos

    def videos() -> Sequence[LibraryVideo]:
        seen.append(look())
        return seen[-1]

    monkeypatch.setattr(services, "videos", videos)
    return seen


def reach(stage: Stage, name: str) -> None:
    """The batch in hand gets to another video; the list has all the time that it needs."""
    (job_id,) = stage.window._indexing._jobs
    stage.model.progressed.emit(job_id, Progress("indexing", 0.0, 50.0, "s", name))
    stage.media.run_all()


def test_the_library_is_not_looked_at_for_every_video_that_is_reached(
    stage: Stage, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.window._indexing._throttle._pause.setInterval(3_600_000)
    seen = listings(services, monkeypatch)
    services.to_add = [video("a.mp4")]
    stage.window.add([FOLDER])
    for number in range(100):
        reach(stage, f"{number}.mp4")
    assert seen == [()]
    stage.work()
    assert seen == [(), (video("a.mp4"),)]
    assert [item.path.name for item in stage.window.library_panel.videos] == ["a.mp4"]


def test_a_video_that_is_reached_right_after_another_appears_though_the_batch_goes_on(
    qtbot: QtBot, stage: Stage, services: FakeServices
) -> None:
    stage.window._indexing._throttle._pause.setInterval(1)
    stage.window.add([FOLDER])
    reach(stage, "a.mp4")
    services.library = [video("a.mp4"), video("b.mp4", VideoState.WAITING)]
    reach(stage, "b.mp4")

    def all_are_there() -> bool:
        stage.media.run_all()
        return len(stage.window.library_panel.videos) == 2

    qtbot.waitUntil(all_are_there)
    assert stage.window._indexing.running
    stage.work()


def test_cancel_stops_what_runs_and_what_waits_and_says_what_is_kept(
    qtbot: QtBot, stage: Stage, services: FakeServices
) -> None:
    stage.window.add([FOLDER])
    stage.window.add([FOLDER / "more"])
    click(qtbot, cancel_button(stage))
    assert stage.window.header.indexing_bar.text == "Indexing stopping"
    assert not cancel_button(stage).isEnabled()
    stage.work()
    assert services.indexed == []
    assert stage.window.message_bar.text == STOPPED
    assert not stage.window.header.indexing_bar.isVisible()
    stage.window.add([FOLDER])
    assert cancel_button(stage).isEnabled()


def test_the_bar_stays_until_everything_that_was_added_is_done(stage: Stage) -> None:
    stage.window.add([FOLDER])
    stage.window.add([FOLDER / "more"])
    stage.model.run_next()
    assert stage.window.header.indexing_bar.isVisible()
    stage.model.run_next()
    assert not stage.window.header.indexing_bar.isVisible()


def test_files_that_failed_are_named_with_their_reasons(stage: Stage, services: FakeServices) -> None:
    failures = [Failure(FOLDER / f"{n}.mp4", "The file is empty.", "Copy it again.") for n in range(4)]
    services.report = index_report(indexed=1, unchanged=2, failed=failures)
    stage.window.add([FOLDER])
    stage.work()
    lines = stage.window.message_bar.text.splitlines()
    assert lines[0] == "1 video indexed, 2 were in the library already, 4 files could not be indexed, or not wholly."
    assert lines[1:] == [f"{n}.mp4: The file is empty. Copy it again." for n in range(3)] + [
        "… and 1 more; see the list."
    ]
    assert stage.window.message_bar.urgent


def test_a_library_that_somebody_else_indexes_is_said_to_be_in_use(stage: Stage, services: FakeServices) -> None:
    services.error = UserError("The library is in use.", hint="Wait until that is done.")
    stage.window.add([FOLDER])
    stage.model.run_all()
    assert stage.window.message_bar.text == "The library is in use. Wait until that is done."
    assert not stage.window.header.indexing_bar.isVisible()


def test_a_bug_in_indexing_is_reported_and_the_window_goes_on(stage: Stage, services: FakeServices) -> None:
    services.error = error = ZeroDivisionError("a bug")
    stage.window.add([FOLDER])
    stage.work()
    assert stage.bugs == [error]
    assert not stage.window.header.indexing_bar.isVisible()
    stage.window.add([FOLDER])
    stage.work()
    assert services.indexed == [FOLDER]


def test_a_library_that_cannot_be_looked_at_is_said_and_can_be_looked_at_again(
    stage: Stage, services: FakeServices
) -> None:
    services.error = UserError("The catalogue is damaged.")
    stage.window._listing.refresh()
    stage.work()
    assert stage.window.message_bar.text == "The catalogue is damaged."
    services.library = [video("a.mp4")]
    stage.window._listing.refresh()
    stage.work()
    assert len(stage.window.library_panel.videos) == 1


def test_progress_that_comes_after_cancelling_does_not_hide_that_it_stops(qtbot: QtBot, stage: Stage) -> None:
    bar = stage.window.header.indexing_bar
    stage.window.add([FOLDER])
    click(qtbot, cancel_button(stage))
    bar.show_progress(Progress("indexing", 1.0, 2.0, "s", "a.mp4"))
    assert bar.text == "Indexing stopping"


def test_searching_goes_on_while_indexing(stage: Stage, services: FakeServices) -> None:
    def answer(query: str) -> SearchResult:
        return found(query, moment(Path("/films/a.mp4")))

    services.answer = answer
    stage.window.add([FOLDER])
    stage.search("dog")
    stage.query.run_all()
    assert stage.window.results_panel.title == "1 moment for “dog”"
    assert stage.window.header.indexing_bar.isVisible()


def test_what_is_asked_for_is_searched_again_when_indexing_is_done(stage: Stage, services: FakeServices) -> None:
    stage.search("dog")
    stage.work()
    stage.window.add([FOLDER])
    stage.work()
    assert services.queries == ["dog", "dog"]


def test_videos_that_wait_can_be_indexed_with_one_click(
    qtbot: QtBot, open_window: Callable[[], Stage], services: FakeServices
) -> None:
    services.library = [video("a.mp4"), video("b.mp4", VideoState.WAITING), video("c.mp4", VideoState.WAITING)]
    stage = open_window()
    stage.work()
    button = stage.window.library_panel.findChild(QPushButton)
    assert button is not None
    assert (button.isVisible(), button.text()) == (True, "Index 2 waiting videos")
    click(qtbot, button)
    assert not button.isVisible()
    stage.work()
    assert services.indexed == [Path("/films/b.mp4"), Path("/films/c.mp4")]


def test_the_list_is_looked_at_once_more_if_the_library_changed_meanwhile(stage: Stage, services: FakeServices) -> None:
    stage.window._listing.refresh()
    stage.window._listing.refresh()
    stage.window._listing.refresh()
    stage.media.run_next()
    services.library = [video("a.mp4")]
    stage.media.run_next()
    assert len(stage.window.library_panel.videos) == 1
    with pytest.raises(IndexError):
        stage.media.run_next()


def test_shutting_down_while_indexing_and_searching_asks_for_nothing_more(stage: Stage) -> None:
    stage.search("dog")
    stage.window.add([FOLDER])
    assert stage.lanes.shut_down(0)
    assert stage.bugs == []
    assert stage.services.queries == []
