"""The first page: folders, the place of the index, the mode, and a start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.qt import tab_stops
from videobert_desktop.ui import theme
from videobert_desktop.ui.preferences.first_run import FirstRun
from videobert_desktop.ui.preferences.folder_row import FolderRow
from videobert_desktop.ui.preferences.mode_choice import ChoiceCard

PLACE = Path("/libraries/default")


@pytest.fixture
def page(qtbot: QtBot) -> FirstRun:
    page = FirstRun()
    qtbot.addWidget(page)
    page.show_place(PLACE)
    page.resize(1000, 720)
    page.show()
    return page


def texts(page: FirstRun) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def drop(page: FirstRun, *urls: QUrl) -> bool:
    """Drop these; whether that was possible."""
    data = QMimeData()
    data.setUrls(list(urls))
    entering = QDragEnterEvent(
        QPointF(50, 50).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entering.ignore()
    QApplication.sendEvent(page, entering)
    if entering.isAccepted():
        event = QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(page, event)
    return entering.isAccepted()


def test_it_says_that_nothing_leaves_the_machine(page: FirstRun) -> None:
    assert "Everything happens on this machine" in texts(page)


def test_nothing_can_be_started_without_a_folder_and_that_is_said(page: FirstRun) -> None:
    assert not page.start.isEnabled()
    assert "Choose a folder to begin." in texts(page)


def test_a_folder_and_another_place_are_asked_for(qtbot: QtBot, page: FirstRun) -> None:
    with qtbot.waitSignal(page.folder_asked):
        page.choose_folder.click()
    with qtbot.waitSignal(page.place_asked):
        page.change_place.click()


def test_what_was_chosen_is_started(qtbot: QtBot, page: FirstRun) -> None:
    page.show_folder(Path("/films"))
    page.show_folder(Path("/holidays"))
    page.show_place(Path("/usb/index"))
    qtbot.mouseClick(page.findChildren(ChoiceCard)[2], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.started) as told:
        page.start.click()
    assert told.args == [[Path("/films"), Path("/holidays")], Path("/usb/index"), "thorough"]
    assert not page.start.isEnabled()


def test_the_suggestions_are_taken_when_nothing_else_is_chosen(qtbot: QtBot, page: FirstRun) -> None:
    page.show_folder(Path("/films"))
    with qtbot.waitSignal(page.started) as told:
        qtbot.keyClick(page.start, Qt.Key.Key_Space)
    assert told.args == [[Path("/films")], PLACE, "standard"]


def test_a_folder_is_shown_once_and_its_videos_when_they_are_counted(qtbot: QtBot, page: FirstRun) -> None:
    with qtbot.waitSignal(page.folder_shown) as told:
        page.show_folder(Path("/films"))
    assert told.args == [Path("/films")]
    page.show_folder(Path("/films"), 12)
    assert page.folders == [Path("/films")]
    assert "12 videos" in texts(page)


def test_a_folder_may_be_taken_back(page: FirstRun) -> None:
    page.show_folder(Path("/films"))
    page.findChild(FolderRow).findChild(QAbstractButton).click()
    assert page.folders == []
    assert not page.start.isEnabled()


def test_folders_may_be_dropped(page: FirstRun) -> None:
    assert drop(page, QUrl.fromLocalFile("/films"), QUrl("https://example.org/film.mp4"), QUrl.fromLocalFile("/电影"))
    assert page.folders == [Path("/films"), Path("/电影")]


def test_what_is_no_file_cannot_be_dropped(page: FirstRun) -> None:
    assert not drop(page, QUrl("https://example.org/film.mp4"))


def test_the_button_that_leads_on_is_the_one_that_stands_out(page: FirstRun) -> None:
    assert page.choose_folder.objectName() == "primary"
    page.show_folder(Path("/films"))
    assert (page.choose_folder.objectName(), page.start.objectName()) == ("", "primary")


@pytest.mark.parametrize("size", [(1000, 720), (420, 300)])
def test_no_text_is_cut_off_however_small_the_window(qapp: QApplication, page: FirstRun, size: tuple[int, int]) -> None:
    theme.apply(qapp, dark=False)
    page.show_folder(Path("/films") / ("long " * 50), 3)
    page.resize(*size)
    qapp.processEvents()
    for label in (label for label in page.findChildren(QLabel) if label.wordWrap()):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    for card in page.findChildren(ChoiceCard):
        assert card.height() >= card.heightForWidth(card.width())


def test_every_button_can_be_reached_and_has_a_name(page: FirstRun) -> None:
    page.show_folder(Path("/films"))
    for button in page.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_tab_key_goes_from_top_to_bottom(page: FirstRun) -> None:
    for name in ("films", "holidays"):
        page.show_folder(Path("/") / name)
    places = [stop.mapTo(page, stop.rect().topLeft()).y() for stop in tab_stops(page.choose_folder)]
    assert places == sorted(places)
