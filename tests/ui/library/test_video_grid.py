"""The grid: how it lies, what it keeps when the library changes, and the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.library.fakes import FILMS, film, films
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.viewing.suggest_videos import Suggestions
from videobert_desktop.ui.library.card_shape import CardShape
from videobert_desktop.ui.library.library_pane import LibraryPane

Paint = Callable[[], None]

FOLDERS = [LibraryFolder(FILMS, True, 3)]
Flag = QItemSelectionModel.SelectionFlag


def top_of(pane: LibraryPane, video_id: int) -> int:
    row = pane.grid.cards.row_of(video_id)
    assert row is not None
    return pane.grid.visualRect(pane.grid.cards.index(row)).top()


def scroll(pane: LibraryPane, value: int) -> None:
    pane.grid.verticalScrollBar().setValue(value)
    assert pane.grid.verticalScrollBar().value() == value


def select(pane: LibraryPane, *rows: int) -> None:
    for row in rows:
        pane.grid.selectionModel().select(pane.grid.cards.index(row), Flag.Select)


def ids(videos: list[LibraryVideo]) -> list[int | None]:
    return [video.id for video in videos]


@pytest.mark.parametrize(("width", "columns"), [(240, 1), (320, 2), (480, 3), (900, 6)])
def test_there_are_as_many_columns_as_there_is_room_for(
    pane: LibraryPane, paint: Paint, width: int, columns: int
) -> None:
    pane.resize(width, 700)
    pane.show_videos(films(40))
    paint()
    tops = [top_of(pane, number) for number in range(1, 13)]
    assert tops.count(tops[0]) == columns
    last = pane.grid.visualRect(pane.grid.cards.index(columns - 1))
    assert pane.grid.viewport().width() - 30 <= last.right() <= pane.grid.viewport().width()


def test_a_pane_that_is_made_wider_and_narrower_is_laid_out_anew(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos(films(40))
    for width, columns in ((900, 6), (320, 2)):
        pane.resize(width, 700)
        paint()
        tops = [top_of(pane, number) for number in range(1, 13)]
        assert tops.count(tops[0]) == columns


def test_the_cards_begin_below_what_stands_above_them(pane: LibraryPane, paint: Paint) -> None:
    pane.show_videos(films(3))
    pane.show_folders([])
    paint()
    before = top_of(pane, 1)
    assert before == pane.top.height()
    pane.show_folders(FOLDERS)
    paint()
    assert top_of(pane, 1) == pane.top.height() > before
    place = pane.grid.visualRect(pane.grid.cards.index(2)).center()
    assert pane.grid.indexAt(place).row() == 2


def test_what_stands_above_the_cards_scrolls_away_with_them(pane: LibraryPane, paint: Paint) -> None:
    pane.show_folders(FOLDERS)
    pane.show_videos(films(40))
    paint()
    scroll(pane, 100)
    assert pane.top.y() == -100
    assert top_of(pane, 1) == pane.top.height() - 100


def test_the_last_card_can_be_scrolled_to_and_no_further(pane: LibraryPane, paint: Paint) -> None:
    pane.show_folders(FOLDERS)
    pane.show_videos(films(41))
    paint()
    bar = pane.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = pane.grid.visualRect(pane.grid.cards.index(40))
    assert 0 <= pane.grid.viewport().height() - 1 - last.bottom() <= 8


def test_the_keyboard_brings_a_card_into_view(pane: LibraryPane, paint: Paint) -> None:
    pane.show_folders(FOLDERS)
    pane.show_videos(films(41))
    paint()
    pane.grid.setCurrentIndex(pane.grid.cards.index(40))
    assert pane.grid.viewport().rect().contains(pane.grid.visualRect(pane.grid.cards.index(40)))
    pane.grid.setCurrentIndex(pane.grid.cards.index(0))
    assert pane.grid.viewport().rect().contains(pane.grid.visualRect(pane.grid.cards.index(0)))


class TestWhenTheLibraryChanges:
    @pytest.fixture(autouse=True)
    def _many(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_folders(FOLDERS)
        pane.show_videos(films(60))
        paint()

    def test_what_is_selected_stays_selected(self, pane: LibraryPane) -> None:
        select(pane, 3, 7, 8)
        kept = ids(pane.grid.chosen)
        pane.show_videos([film(99, "A new one.mp4"), *films(60)])
        assert ids(pane.grid.chosen) == kept
        pane.show_videos([replace(video, note="x") for video in pane.videos])
        assert ids(pane.grid.chosen) == kept

    def test_what_is_gone_is_not_selected_any_more(self, pane: LibraryPane) -> None:
        select(pane, 3, 7)
        pane.show_videos([video for video in films(60) if video.id != 4])
        assert ids(pane.grid.chosen) == [8]

    def test_the_keyboard_stays_where_it_is(self, pane: LibraryPane) -> None:
        pane.grid.setCurrentIndex(pane.grid.cards.index(5))
        pane.show_videos([film(99, "A new one.mp4"), *films(60)])
        assert pane.grid.currentIndex().row() == 6

    def test_what_is_in_view_stays_where_it_is(self, pane: LibraryPane, paint: Paint) -> None:
        scroll(pane, 900)
        before = top_of(pane, 20)
        pane.show_videos([*(film(100 + number, f"a {number}.mp4") for number in range(20)), *films(60)])
        paint()
        assert top_of(pane, 20) == before

    def test_the_place_is_kept_even_where_the_first_card_in_view_is_gone(self, pane: LibraryPane, paint: Paint) -> None:
        scroll(pane, 900)
        place = QPoint(pane.grid.gridSize().width() // 2, 5)
        row = pane.grid.indexAt(place).row()
        gone, stays = pane.grid.cards.videos[row].id, pane.grid.cards.videos[row + 2].id
        assert stays is not None
        before = top_of(pane, stays)
        pane.show_videos([video for video in films(60) if video.id not in (gone, 1)])
        paint()
        assert top_of(pane, stays) == before

    def test_at_the_very_top_new_videos_come_into_view(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_videos([film(99, "A new one.mp4"), *films(60)])
        paint()
        assert pane.grid.verticalScrollBar().value() == 0

    def test_what_is_in_view_stays_there_when_the_top_grows(self, pane: LibraryPane, paint: Paint) -> None:
        scroll(pane, 900)
        before = top_of(pane, 20)
        pane.show_suggestions(Suggestions((1, 2, 3)))
        paint()
        assert top_of(pane, 20) == before
        scroll(pane, 10)
        pane.show_suggestions(Suggestions())
        paint()
        assert pane.grid.verticalScrollBar().value() == 10

    def test_the_pointer_stays_on_its_video(self, pane: LibraryPane, paint: Paint) -> None:
        pane.grid._hover_over(pane.grid.visualRect(pane.grid.cards.index(0)).center())
        pane.show_videos([film(99, "A new one.mp4"), *films(60)])
        paint()
        assert pane.grid.delegate.hover is not None
        assert pane.grid.delegate.hover.key == 1

    def test_thousands_that_are_selected_stay_selected(self, pane: LibraryPane) -> None:
        pane.show_videos(films(3000))
        pane.grid.selectAll()
        pane.show_videos(films(3001))
        assert len(pane.grid.chosen) == 3000


class TestTheKeyboard:
    @pytest.fixture(autouse=True)
    def _three(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_videos(films(3))
        paint()
        pane.grid.setCurrentIndex(pane.grid.cards.index(1))

    def test_enter_opens_a_video(self, pane: LibraryPane, qtbot: QtBot) -> None:
        with qtbot.waitSignal(pane.opened) as opened:
            qtbot.keyClick(pane.grid, Qt.Key.Key_Return)
        assert opened.args == [film(2)]

    def test_delete_asks_to_forget_what_is_selected(self, pane: LibraryPane, qtbot: QtBot) -> None:
        with qtbot.waitSignal(pane.forget_asked) as asked:
            qtbot.keyClick(pane.grid, Qt.Key.Key_Delete)
        assert asked.args == [[film(2)]]

    def test_space_and_letters_are_left_to_the_window(self, pane: LibraryPane, qtbot: QtBot) -> None:
        heard = []
        pane.keyPressEvent = lambda event: heard.append(event.text())  # type: ignore[method-assign]
        for key in (Qt.Key.Key_Space, Qt.Key.Key_J, Qt.Key.Key_Comma):
            qtbot.keyClick(pane.grid, key)
        assert heard == [" ", "j", ","]
        assert pane.grid.currentIndex().row() == 1

    def test_arrows_move_from_card_to_card(self, pane: LibraryPane, qtbot: QtBot) -> None:
        qtbot.keyClick(pane.grid, Qt.Key.Key_Left)
        assert pane.grid.currentIndex().row() == 0

    def test_what_gets_the_focus_above_the_cards_comes_into_view(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_folders(FOLDERS)
        pane.show_videos(films(60))
        paint()
        scroll(pane, 600)
        pane.top.folders.setFocus()
        QApplication.processEvents()
        pane.grid._on_focus(None, pane.top.folders)
        assert pane.grid.verticalScrollBar().value() <= pane.top.folders.mapTo(pane.top, QPoint()).y()


class TestTheMouse:
    def test_a_double_click_opens_a_video(self, pane: LibraryPane, paint: Paint, qtbot: QtBot) -> None:
        pane.show_videos(films(3))
        paint()
        place = pane.grid.visualRect(pane.grid.cards.index(2)).center()
        qtbot.mouseClick(pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        with qtbot.waitSignal(pane.opened) as opened:
            qtbot.mouseDClick(pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert opened.args == [film(3)]

    def test_the_button_on_a_video_that_failed_has_it_tried_again(
        self, pane: LibraryPane, paint: Paint, qtbot: QtBot
    ) -> None:
        failed = film(1, state=VideoState.FAILED)
        pane.show_videos([failed, film(2)])
        paint()
        place = CardShape.within(pane.grid.visualRect(pane.grid.cards.index(0))).again.center()
        with qtbot.waitSignal(pane.again_asked) as asked:
            qtbot.mouseClick(pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert asked.args == [[failed]]
        assert pane.grid.chosen == []

    def test_where_the_button_would_be_on_others_a_click_selects(
        self, pane: LibraryPane, paint: Paint, qtbot: QtBot
    ) -> None:
        pane.show_videos(films(2))
        paint()
        place = CardShape.within(pane.grid.visualRect(pane.grid.cards.index(0))).again.center()
        qtbot.mouseClick(pane.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert pane.grid.chosen == [film(1)]

    def test_control_and_shift_select_several(self, pane: LibraryPane, paint: Paint, qtbot: QtBot) -> None:
        pane.show_videos(films(6))
        paint()
        keys = {0: Qt.KeyboardModifier.NoModifier, 2: Qt.KeyboardModifier.ShiftModifier}
        for row, modifier in {**keys, 4: Qt.KeyboardModifier.ControlModifier}.items():
            place = pane.grid.visualRect(pane.grid.cards.index(row)).center()
            qtbot.mouseClick(pane.grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)
        assert ids(pane.grid.chosen) == [1, 2, 3, 5]

    def test_a_pointer_that_leaves_scrubs_no_more(self, pane: LibraryPane, paint: Paint) -> None:
        pane.show_videos(films(2))
        paint()
        pane.grid._hover_over(pane.grid.visualRect(pane.grid.cards.index(0)).center())
        assert pane.grid.delegate.hover is not None
        pane.grid._hover_over(QPoint(-5, -5))
        assert pane.grid.delegate.hover is None
