"""Adding videos in the window: choosing, dropping, progress, pausing, stopping, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import OpenWindow, Stage
from tests.ui.fakes import FakeServices, found, index_report, moment, video
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Progress
from videobert_desktop.services.list_videos import LibraryVideo, VideoState

FOLDER = Path("/films/holidays")
KNOWN = video("known.mp4", video_id=9)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def services() -> FakeServices:
    """A library of one video."""
    return FakeServices(library=[KNOWN])


def click(qtbot: QtBot, button: QToolButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def names(stage: Stage) -> list[str]:
    return [item.path.name for item in stage.window.library_pane.videos]


def test_a_chosen_folder_is_indexed_and_its_videos_appear(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    stage.desktop.folder = FOLDER
    services.to_add = [video("b.mp4", video_id=2), video("a.mp4", duration=3600, video_id=1)]
    services.report = index_report(indexed=2)
    stage.activate(qtbot)
    qtbot.keyClick(stage.window, Qt.Key.Key_O, CTRL)
    assert stage.window.header.indexing_bar.isVisible()
    stage.work()
    assert services.indexed == [FOLDER]
    assert names(stage) == ["a.mp4", "b.mp4", "known.mp4"]
    assert not stage.window.header.indexing_bar.isVisible()
    assert stage.said == "2 videos indexed."


def test_chosen_files_are_indexed(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    stage.desktop.files = [FOLDER / "a.mp4", FOLDER / "b.mp4"]
    stage.activate(qtbot)
    qtbot.keyClick(stage.window, Qt.Key.Key_O, CTRL | SHIFT)
    stage.work()
    assert services.indexed == stage.desktop.files


def test_the_library_has_buttons_that_do_the_same(stage: Stage, services: FakeServices) -> None:
    stage.desktop.folder, stage.desktop.files = FOLDER, [FOLDER / "a.mp4"]
    for action in stage.window.library_pane.bar.add.menu().actions():
        action.trigger()
    stage.work()
    assert services.indexed == [FOLDER, FOLDER / "a.mp4"]


def test_who_thinks_better_of_it_indexes_nothing(stage: Stage) -> None:
    for action in stage.window.library_pane.bar.add.menu().actions():
        action.trigger()
    assert not stage.window.header.indexing_bar.isVisible()


def dropped(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    return data


def drop(stage: Stage, data: QMimeData) -> bool:
    """Drop something onto the window; whether it takes it."""
    where = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(10, 10), *where)
    enter.ignore()
    stage.window.dragEnterEvent(enter)
    if enter.isAccepted():
        stage.window.dropEvent(QDropEvent(QPointF(10, 10), *where))
    return enter.isAccepted()


def test_files_dropped_onto_the_window_are_indexed_and_links_to_the_web_are_not(
    stage: Stage, services: FakeServices
) -> None:
    assert drop(stage, dropped("file:///films/a.mp4", "https://example.org/b.mp4"))
    stage.work()
    assert services.indexed == [Path("/films/a.mp4")]


def test_text_and_links_alone_cannot_be_dropped(stage: Stage) -> None:
    text = QMimeData()
    text.setText("a.mp4")
    assert not drop(stage, text)
    assert not drop(stage, dropped("https://example.org/b.mp4"))


def test_progress_is_shown_and_the_list_follows(stage: Stage, services: FakeServices) -> None:
    seen: list[str] = []

    def on_progress(progress: Progress) -> None:
        seen.append(stage.window.header.indexing_bar.text)

    services.progress = [
        Progress("scanning", 3, None, "files", "a.mp4"),
        Progress("indexing", 31.5, 50.0, "s", "a.mp4", video_id=9, part=0.25),
    ]
    stage.window.work.indexing.progressed.connect(on_progress)
    stage.window.add([FOLDER])
    stage.work()
    assert seen == ["Looking through files · 3", "Indexing a.mp4 · 63 %"]


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
    (job_id,) = stage.window.work.indexing._batches
    stage.lanes.model.progressed.emit(job_id, Progress("indexing", 0.0, 50.0, "s", name))
    stage.lanes.media.run_all()


def test_the_library_is_not_looked_at_for_every_video_that_is_reached(
    stage: Stage, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.window.work.indexing._throttle._pause.setInterval(3_600_000)
    seen = listings(services, monkeypatch)
    services.to_add = [video("a.mp4")]
    stage.window.add([FOLDER])
    for number in range(100):
        reach(stage, f"{number}.mp4")
    assert seen == [(KNOWN,)]
    stage.work()
    assert len(seen) <= 3  # when the batch has ended, and when there is no more
    assert names(stage) == ["a.mp4", "known.mp4"]


def test_a_video_that_is_reached_right_after_another_appears_though_the_batch_goes_on(
    qtbot: QtBot, stage: Stage, services: FakeServices
) -> None:
    stage.window.work.indexing._throttle._pause.setInterval(1)
    stage.window.add([FOLDER])
    reach(stage, "a.mp4")
    services.library = [video("a.mp4"), video("b.mp4", VideoState.WAITING, video_id=2)]
    reach(stage, "b.mp4")

    def all_are_there() -> bool:
        stage.lanes.media.run_all()
        return names(stage) == ["a.mp4", "b.mp4"]

    qtbot.waitUntil(all_are_there)
    assert stage.window.work.indexing.running
    stage.work()


def test_cancel_stops_what_runs_and_what_waits_and_says_what_is_kept(
    qtbot: QtBot, stage: Stage, services: FakeServices
) -> None:
    bar = stage.window.header.indexing_bar
    stage.window.add([FOLDER])
    stage.window.add([FOLDER / "more"])
    click(qtbot, bar.stop_button)
    assert bar.text == "Stopping"
    assert not bar.stop_button.isEnabled()
    stage.work()
    assert services.indexed == []
    assert stage.said.startswith("Indexing was stopped. What is indexed so far can be searched")
    assert not bar.isVisible()
    stage.window.add([FOLDER])
    assert bar.stop_button.isEnabled()


def test_indexing_is_paused_and_goes_on(qtbot: QtBot, stage: Stage, services: FakeServices) -> None:
    bar = stage.window.header.indexing_bar
    stage.window.add([FOLDER])
    click(qtbot, bar.pause_button)
    stage.work()
    assert bar.text == "Paused"
    assert services.indexed == []
    click(qtbot, bar.pause_button)
    stage.work()
    assert services.indexed == [FOLDER]


def test_the_bar_stays_until_everything_that_was_added_is_done(stage: Stage) -> None:
    stage.window.add([FOLDER])
    stage.window.add([FOLDER / "more"])
    stage.lanes.model.run_next()
    assert stage.window.header.indexing_bar.isVisible()
    stage.lanes.model.run_next()
    assert not stage.window.header.indexing_bar.isVisible()


def test_files_that_failed_are_named_with_their_reasons(stage: Stage, services: FakeServices) -> None:
    failures = [Failure(FOLDER / f"{n}.mp4", "The file is empty.", "Copy it again.") for n in range(4)]
    services.report = index_report(indexed=1, unchanged=2, failed=failures)
    stage.window.add([FOLDER])
    stage.work()
    lines = stage.said.splitlines()
    assert lines[0] == "1 video indexed, 2 were in the library already, 4 files could not be indexed, or not wholly."
    assert lines[1:] == [f"{n}.mp4: The file is empty. Copy it again." for n in range(3)] + [
        "… and 1 more; see the list."
    ]
    assert stage.window.message_bar.urgent


def test_a_library_that_somebody_else_indexes_is_said_to_be_in_use(stage: Stage, services: FakeServices) -> None:
    services.error = UserError("The library is in use.", hint="Wait until that is done.")
    stage.window.add([FOLDER])
    stage.lanes.model.run_all()
    assert stage.said == "The library is in use. Wait until that is done."
    assert not stage.window.header.indexing_bar.isVisible()


def test_a_bug_in_indexing_is_reported_and_the_window_goes_on(stage: Stage, services: FakeServices) -> None:
    services.error = error = ZeroDivisionError("a bug")
    stage.window.add([FOLDER])
    stage.work()
    assert stage.bugs.pop() is error
    assert not stage.window.header.indexing_bar.isVisible()
    stage.window.add([FOLDER])
    stage.work()
    assert services.indexed == [FOLDER]


def test_a_library_that_cannot_be_looked_at_is_said_and_can_be_looked_at_again(
    stage: Stage, services: FakeServices
) -> None:
    services.error = UserError("The catalogue is damaged.")
    stage.window.work.listing.refresh()
    stage.work()
    assert stage.said == "The catalogue is damaged."
    services.library = [video("a.mp4")]
    stage.window.work.listing.refresh()
    stage.work()
    assert names(stage) == ["a.mp4"]


def test_searching_goes_on_while_indexing(stage: Stage, services: FakeServices) -> None:
    def answer(query: str) -> SearchResult:
        return found(query, moment(Path("/films/a.mp4")))

    services.answer = answer
    stage.window.add([FOLDER])
    stage.search("dog")
    stage.lanes.query.run_all()
    assert stage.window.results_panel.title == "1 moment for “dog”"
    assert stage.window.header.indexing_bar.isVisible()


def test_what_is_asked_for_is_searched_again_when_indexing_is_done(stage: Stage, services: FakeServices) -> None:
    stage.search("dog")
    stage.work()
    stage.window.add([FOLDER])
    stage.work()
    assert services.queries == ["dog", "dog"]


def test_where_nothing_is_found_yet_it_is_said_that_more_is_to_come(stage: Stage, services: FakeServices) -> None:
    stage.window.add([FOLDER])
    reach(stage, "a.mp4")
    stage.search("dog")
    stage.lanes.query.run_all()
    assert stage.window.results_panel.title == "Nothing found"
    assert "still being indexed" in stage.read(stage.window.results_panel)


def test_files_where_the_last_run_was_cut_off_are_gone_on_with(open_window: OpenWindow, services: FakeServices) -> None:
    services.unindexed = [FOLDER / "a.mp4"]
    stage = open_window()
    stage.work()
    assert services.indexed == services.unindexed
    assert stage.said == ""


def test_what_an_older_revision_of_the_pack_has_made_is_taken_over(
    open_window: OpenWindow, services: FakeServices
) -> None:
    services.outdated = True
    stage = open_window()
    stage.work()
    assert services.calls == [("renew",)]
    assert services.indexed == []
    assert stage.said == ""


def test_where_there_is_nothing_to_take_over_nothing_is_begun(open_window: OpenWindow, services: FakeServices) -> None:
    open_window().work()
    assert services.calls == []


def test_indexing_gives_way_while_a_video_plays(
    stage: Stage, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    gentle: list[bool] = []

    def be_gentle(job_id: int, *, gentle_now: list[bool] = gentle, gentle: bool) -> None:
        gentle_now.append(gentle)

    monkeypatch.setattr(stage.lanes.model, "be_gentle", be_gentle)
    stage.window.add([FOLDER])
    stage.window.library_pane.opened.emit(KNOWN)
    stage.window.player_pane.close_video()
    assert gentle == [False, True, False]
    stage.work()


def test_the_list_is_looked_at_once_more_if_the_library_changed_meanwhile(stage: Stage, services: FakeServices) -> None:
    for _ in range(3):
        stage.window.work.listing.refresh()
    stage.lanes.media.run_next()
    services.library = [video("a.mp4")]
    stage.lanes.media.run_next()
    assert names(stage) == ["a.mp4"]
    with pytest.raises(IndexError):
        stage.lanes.media.run_next()


def test_shutting_down_while_indexing_and_searching_asks_for_nothing_more(stage: Stage) -> None:
    stage.search("dog")
    stage.window.add([FOLDER])
    assert stage.lanes.all.shut_down(0)
    assert stage.services.queries == []


def test_a_window_that_is_shut_down_before_it_has_seen_its_library_asks_for_nothing(
    open_window: OpenWindow, services: FakeServices
) -> None:
    services.unindexed = [FOLDER / "a.mp4"]
    stage = open_window()
    for lane in vars(stage.lanes).values():
        if lane is not stage.lanes.media:
            lane.stop()
    stage.lanes.media.run_all()  # what it was doing when it was asked to stop comes to its end
    assert stage.lanes.all.shut_down(0)
    assert services.indexed == []
    assert stage.bugs == []
