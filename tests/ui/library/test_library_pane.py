"""The library pane as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListView, QMenu, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.library.fakes import FAILED, FILMS, FakeSource, film, films, picture
from videobert_desktop.domain.progress import Progress
from videobert_desktop.jobs.inline import InlineRunner
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import VideoState
from videobert_desktop.services.viewing.suggest_videos import Because, Suggestions
from videobert_desktop.ui.library.arranging import SortBy
from videobert_desktop.ui.library.folder_model import FolderModel
from videobert_desktop.ui.library.library_pane import LibraryPane

Paint = Callable[[], None]

AWAY = LibraryFolder(Path("/media/usb/Archive"), False, 7)
HERE = LibraryFolder(FILMS, True, 3)


def shown(pane: LibraryPane) -> list[int | None]:
    return [video.id for video in pane.grid.cards.videos]


def button(widget: QWidget, text: str) -> QAbstractButton:
    return next(item for item in widget.findChildren(QPushButton) if item.text() == text)


def action(menu: QMenu, text: str) -> QAction:
    return next(item for item in menu.actions() if item.text() == text)


class TestVideos:
    def test_all_videos_are_shown_by_name(self, pane: LibraryPane) -> None:
        pane.show_videos([film(3, "clip 10.mp4"), film(1, "clip 2.mp4"), FAILED])
        assert shown(pane) == [None, 1, 3]
        assert pane.top.amount == "3 videos · 2 min"

    def test_a_video_is_found_by_its_id(self, pane: LibraryPane) -> None:
        pane.show_videos([*films(2), FAILED])
        assert pane.video(2) == film(2)
        assert pane.video(9) is None
        assert list(pane.videos) == [*films(2), FAILED]
        assert isinstance(pane.view, QListView)

    def test_an_empty_library_says_what_to_do(self, pane: LibraryPane, qtbot: QtBot) -> None:
        pane.show_videos([])
        add_folder, add_files = button(pane.top, "Add folder…"), button(pane.top, "Add files…")
        assert add_folder.isVisible()
        with qtbot.waitSignal(pane.folder_asked):
            add_folder.click()
        with qtbot.waitSignal(pane.files_asked):
            add_files.click()
        pane.show_videos(films(1))
        assert not add_folder.isVisible()
        assert pane.top.amount == "1 video · 1 min"

    def test_nothing_is_said_before_the_library_is_known(self, pane: LibraryPane) -> None:
        assert not button(pane.top, "Add folder…").isVisible()

    def test_pictures_are_looked_for_again_when_a_video_was_indexed(
        self, pane: LibraryPane, paint: Paint, source: FakeSource, tmp_path: Path
    ) -> None:
        pane.show_videos([film(9, state=VideoState.WAITING)])
        paint()
        source.thumbnails[9] = picture(tmp_path / "new.png")
        pane.show_videos([film(9)])
        paint()
        assert source.asked == [9, 9]

    def test_pictures_are_looked_for_while_a_video_is_being_indexed(
        self, pane: LibraryPane, paint: Paint, source: FakeSource
    ) -> None:
        pane.show_videos([film(9, state=VideoState.WAITING), film(1)])
        for part in (0.101, 0.102, 0.2):
            paint()
            for number in (9, 1):
                pane.show_progress(Progress("indexing", 0, None, "s", video_id=number, part=part))
        paint()
        assert source.asked.count(9) > 1
        assert source.asked.count(1) == 1

    def test_progress_without_a_video_shows_none(self, pane: LibraryPane) -> None:
        pane.show_videos(films(1))
        pane.show_progress(Progress("indexing", 0, None, "s", video_id=1))
        pane.show_progress(Progress("looking for videos", 0, None, "files"))
        pane.show_progress(None)
        assert pane.grid.cards._indexing is None


class TestFilterAndOrder:
    @pytest.fixture(autouse=True)
    def _some(self, pane: LibraryPane, paint: Paint) -> None:
        names = {1: "Dog on the beach.mp4", 2: "Beach.mp4", 3: "Cat.mp4"}
        pane.show_videos([film(number, name, duration=10.0 * number) for number, name in names.items()])
        paint()

    def test_typing_filters(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClicks(pane.bar.field, "beach d")
        assert shown(pane) == [1]
        assert pane.top.amount == "1 of 3 videos · 10 s"

    def test_escape_shows_all_again(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClicks(pane.bar.field, "cat")
        qtbot.keyClick(pane.bar.field, Qt.Key.Key_Escape)
        assert len(shown(pane)) == 3

    @pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
    def test_the_keyboard_goes_from_the_filter_to_the_videos(
        self, pane: LibraryPane, qtbot: QtBot, key: Qt.Key
    ) -> None:
        qtbot.keyClick(pane.bar.field, key)
        assert pane.focusWidget() is pane.grid
        assert pane.grid.currentIndex().row() == 0

    def test_where_nothing_matches_there_is_a_way_back(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClicks(pane.bar.field, "giraffe")
        clear = button(pane.top, "Clear the filter")
        assert clear.isVisible()
        assert pane.top.amount == ""
        clear.click()
        assert len(shown(pane)) == 3
        assert not clear.isVisible()

    def test_a_filter_stays_when_the_library_changes(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClicks(pane.bar.field, "beach")
        pane.show_videos([*pane.videos, film(4, "Another beach.mp4"), film(5, "Bird.mp4")])
        assert shown(pane) == [4, 2, 1]

    def test_the_longest_come_first_at_first_and_last_when_asked_for(self, pane: LibraryPane) -> None:
        action(pane.bar.sort.menu(), "Length").trigger()
        assert shown(pane) == [3, 2, 1]
        action(pane.bar.sort.menu(), "Ascending").trigger()
        assert shown(pane) == [1, 2, 3]

    def test_the_menu_says_what_the_order_is(self, pane: LibraryPane) -> None:
        menu = pane.bar.sort.menu()
        checked = [item.text() for item in menu.actions() if item.isChecked()]
        assert checked == ["Name", "Ascending"]
        pane.bar.show_order(SortBy.ADDED, descending=True)
        assert [item.text() for item in menu.actions() if item.isChecked()] == ["When it was added", "Descending"]


class TestFolders:
    @pytest.fixture(autouse=True)
    def _some(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_folders([AWAY, HERE])
        pane.show_videos([*films(2), replace(film(3), path=AWAY.path / "old.mp4", state=VideoState.OFFLINE)])
        paint()

    def choose(self, pane: LibraryPane, row: int) -> None:
        pane.top.folders.setCurrentIndex(pane.top.folders.model().index(row, 0))

    def texts(self, pane: LibraryPane) -> list[str]:
        model = pane.top.folders.model()
        return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]

    def test_each_folder_has_its_count(self, pane: LibraryPane) -> None:
        assert self.texts(pane) == ["All videos, 3 videos", "Archive, 7 videos, offline", "films, 3 videos"]

    def test_choosing_a_folder_shows_its_videos_only(self, pane: LibraryPane) -> None:
        self.choose(pane, 1)
        assert shown(pane) == [3]
        self.choose(pane, 0)
        assert shown(pane) == [1, 2, 3]

    def test_the_chosen_folder_stays_chosen_when_folders_come(self, pane: LibraryPane) -> None:
        self.choose(pane, 1)
        pane.show_folders([LibraryFolder(Path("/a"), True, 0), AWAY, HERE])
        assert shown(pane) == [3]
        assert pane.top.folders.currentIndex().row() == 2

    def test_when_the_chosen_folder_goes_all_videos_are_shown(self, pane: LibraryPane) -> None:
        self.choose(pane, 1)
        pane.show_folders([HERE])
        assert shown(pane) == [1, 2, 3]
        assert pane.top.folders.chosen is None

    def test_a_folder_can_be_watched_no_longer(self, pane: LibraryPane, qtbot: QtBot) -> None:
        with qtbot.waitSignal(pane.folder_removed) as removed:
            action(pane.top.folders.menu(AWAY.path), "Stop watching").trigger()
        assert removed.args == [AWAY.path]

    def test_a_library_without_folders_shows_no_list_of_them(self, pane: LibraryPane) -> None:
        pane.show_folders([])
        assert not pane.top.folders.isVisible()

    def test_the_list_is_as_high_as_its_rows(self, pane: LibraryPane, paint: Paint) -> None:
        last = pane.top.folders.visualRect(pane.top.folders.model().index(2, 0))
        assert pane.top.folders.viewport().rect().contains(last)

    def test_folders_can_be_folded_away(self, pane: LibraryPane) -> None:
        pane.top._folders.title.click()
        assert not pane.top.folders.isVisible()
        pane.top._folders.title.click()
        assert pane.top.folders.isVisible()

    def test_a_folder_that_is_empty_has_a_way_back(self, pane: LibraryPane) -> None:
        pane.show_folders([AWAY, HERE, LibraryFolder(Path("/empty"), True, 0)])
        self.choose(pane, 3)
        button(pane.top, "Clear the filter").click()
        assert len(shown(pane)) == 3

    def test_the_list_of_folders_stays_where_it_is_when_one_is_chosen(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_videos(films(60))
        paint()
        pane.grid.verticalScrollBar().setValue(30)
        self.choose(pane, 2)
        paint()
        assert pane.top.y() == -30

    def test_letters_are_left_to_the_window(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClick(pane.top.folders, Qt.Key.Key_F)
        assert pane.top.folders.currentIndex().row() == 0
        qtbot.keyClick(pane.top.folders, Qt.Key.Key_Down)
        assert pane.top.folders.currentIndex().row() == 1

    def test_folders_of_one_name_are_told_apart(self, pane: LibraryPane) -> None:
        pane.show_folders([LibraryFolder(Path("/a/trip"), True, 1), LibraryFolder(Path("/b/trip"), True, 1)])
        assert self.texts(pane)[1:] == ["/a/trip, 1 video", "/b/trip, 1 video"]

    def test_the_model_keeps_qts_rules(self, qtmodeltester: ModelTester) -> None:
        model = FolderModel()
        qtmodeltester.check(model, force_py=True)
        for folders in ([], [AWAY, HERE], [replace(AWAY, there=True), HERE], [HERE]):
            model.show(folders, 3)
            assert model.rowCount() == 1 + len(folders)
        qtmodeltester.check(model, force_py=True)


class TestSuggestions:
    @pytest.fixture(autouse=True)
    def _some(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_videos(films(8))
        pane.show_suggestions(Suggestions((2, 99), (3, 4), (Because(5, (6, 7)), Because(98, (1,)))))
        paint()

    def titles(self, pane: LibraryPane) -> list[str]:
        return [strip.title.text() for strip in pane.top.strips if strip.isVisible()]

    def test_what_there_is_to_watch_next_is_shown(self, pane: LibraryPane) -> None:
        assert self.titles(pane) == ["Continue", "Not seen yet", "Because you watched clip 5"]

    def test_videos_that_are_gone_are_left_out(self, pane: LibraryPane) -> None:
        assert list(pane.top.strips[0].view.cards.videos) == [film(2)]

    def test_without_suggestions_there_are_no_strips(self, pane: LibraryPane) -> None:
        pane.show_suggestions(Suggestions())
        assert self.titles(pane) == []

    def test_whoever_filters_is_not_offered_anything_else(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClicks(pane.bar.field, "c")
        assert self.titles(pane) == []
        qtbot.keyClick(pane.bar.field, Qt.Key.Key_Escape)
        assert len(self.titles(pane)) == 3

    def test_a_strip_can_be_folded_away_and_stays_so(self, pane: LibraryPane) -> None:
        pane.top.strips[0].title.click()
        pane.show_suggestions(Suggestions((1, 2)))
        assert pane.top.strips[0].isVisible()
        assert not pane.top.strips[0].view.isVisible()

    def test_enter_in_a_strip_opens_a_video(self, pane: LibraryPane, qtbot: QtBot) -> None:
        view = pane.top.strips[1].view
        view.setCurrentIndex(view.cards.index(1))
        with qtbot.waitSignal(pane.opened) as opened:
            qtbot.keyClick(view, Qt.Key.Key_Return)
        assert opened.args == [film(4)]

    def test_buttons_move_a_strip_by_what_is_in_view(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_suggestions(Suggestions(tuple(range(1, 9))))
        paint()
        strip = pane.top.strips[0]
        assert not strip._back.isEnabled()
        strip._on.click()
        assert strip.view.horizontalScrollBar().value() > 0
        assert strip._back.isEnabled()
        strip._back.click()
        assert strip.view.horizontalScrollBar().value() == 0

    def test_how_far_indexing_is_is_shown_in_strips_too(self, pane: LibraryPane) -> None:
        pane.show_progress(Progress("indexing", 0, None, "s", video_id=2, part=0.5))
        assert pane.top.strips[0].view.cards._indexing == (2, 0.5)


class TestMenu:
    WAITING = film(2, state=VideoState.WAITING)

    @pytest.mark.parametrize(
        ("text", "signal", "told"),
        [
            ("Play", "opened", film(1)),
            ("Show in file manager", "show_in_folder_asked", [film(1), WAITING]),
            ("Index first", "index_first_asked", [WAITING]),
            ("Index again", "again_asked", [film(1), WAITING]),
            ("Forget", "forget_asked", [film(1), WAITING]),
        ],
    )
    def test_what_is_chosen_is_told(
        self, pane: LibraryPane, qtbot: QtBot, text: str, signal: str, told: object
    ) -> None:
        menu = pane.menu([film(1), self.WAITING])
        with qtbot.waitSignal(getattr(pane, signal)) as asked:
            action(menu, text).trigger()
        assert asked.args == [told]

    def test_only_what_waits_can_be_first(self, pane: LibraryPane) -> None:
        assert not action(pane.menu([film(1), FAILED]), "Index first").isEnabled()
        assert action(pane.menu([self.WAITING]), "Index first").isEnabled()

    def test_what_failed_is_tried_again(self, pane: LibraryPane) -> None:
        assert action(pane.menu([FAILED]), "Try again").isEnabled()

    def test_what_is_not_there_cannot_be_indexed_again(self, pane: LibraryPane) -> None:
        assert not action(pane.menu([film(1, state=VideoState.OFFLINE)]), "Index again").isEnabled()

    def test_it_is_for_what_is_selected(self, pane: LibraryPane, paint: Paint, qtbot: QtBot) -> None:
        pane.show_videos(films(3))
        paint()
        pane.grid.selectAll()
        with qtbot.waitSignal(pane.grid.menu_asked) as asked:
            pane.grid.customContextMenuRequested.emit(QPoint(5, 5))
        assert asked.args is not None
        assert asked.args[0] == films(3)
        menu = pane.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert menu is not None
        menu.close()


class TestLibraries:
    NAMES = (("Family & friends", Path("/a")), ("Work", Path("/b")))

    def test_the_name_of_the_library_is_shown(self, pane: LibraryPane) -> None:
        pane.show_libraries(self.NAMES, Path("/b"))
        assert pane.bar.libraries.name == "Work"
        assert pane.bar.libraries.accessibleName() == "Library Work"

    def test_another_library_can_be_chosen(self, pane: LibraryPane, qtbot: QtBot) -> None:
        pane.show_libraries(self.NAMES, Path("/b"))
        with qtbot.waitSignal(pane.library_chosen) as chosen:
            action(pane.bar.libraries.menu(), "Family && friends").trigger()
        assert chosen.args == [Path("/a")]

    def test_choosing_the_one_that_is_shown_changes_nothing(self, pane: LibraryPane, qtbot: QtBot) -> None:
        pane.show_libraries(self.NAMES, Path("/b"))
        with qtbot.assertNotEmitted(pane.library_chosen):
            action(pane.bar.libraries.menu(), "Work").trigger()

    def test_a_new_library_can_be_asked_for(self, pane: LibraryPane, qtbot: QtBot) -> None:
        pane.show_libraries(self.NAMES, Path("/b"))
        with qtbot.waitSignal(pane.new_library_asked):
            action(pane.bar.libraries.menu(), "New library…").trigger()

    @pytest.mark.parametrize(("text", "signal"), [("Add folder…", "folder_asked"), ("Add files…", "files_asked")])
    def test_videos_can_be_added(self, pane: LibraryPane, qtbot: QtBot, text: str, signal: str) -> None:
        with qtbot.waitSignal(getattr(pane, signal)):
            action(pane.bar.add.menu(), text).trigger()


def test_every_control_has_a_name_for_those_who_cannot_see_it(pane: LibraryPane, lane: InlineRunner) -> None:
    pane.show_folders([HERE])
    pane.show_videos(films(3))
    pane.show_suggestions(Suggestions((1,), (2,), (Because(1, (3,)),)))
    kinds = (QAbstractButton, QLineEdit, QListView)
    controls = [item for kind in kinds for item in pane.findChildren(kind) if item.isVisible()]
    ours = [item for item in controls if not isinstance(item.parent(), QLineEdit)]  # its buttons are Qt's
    unnamed = [item for item in ours if not (item.accessibleName() or getattr(item, "text", str)())]
    assert controls
    assert unnamed == []


def test_a_pane_with_ten_thousand_videos_is_shown_and_searched(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos(films(10_000))
    paint()
    pane.bar.field.setText("clip 9999")
    assert shown(pane) == [9999]
    pane.bar.field.clear()
    paint()
    bar = pane.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert pane.grid.viewport().rect().intersects(pane.grid.visualRect(pane.grid.cards.index(9_999)))


def test_the_tab_key_goes_from_top_to_bottom(pane: LibraryPane, paint: Paint, qtbot: QtBot) -> None:
    pane.show_folders([HERE])
    pane.show_videos(films(3))
    pane.show_suggestions(Suggestions((1,)))
    paint()
    pane.activateWindow()
    pane.bar.libraries.setFocus()
    visited = [pane.focusWidget()]
    for _ in range(8):
        qtbot.keyClick(visited[-1], Qt.Key.Key_Tab)
        visited.append(pane.focusWidget())
    strip = pane.top.strips[0]
    above = [pane.bar.libraries, pane.bar.add, pane.bar.field, pane.bar.sort]
    assert visited == [*above, pane.top._folders.title, pane.top.folders, strip.title, strip.view, pane.grid]
