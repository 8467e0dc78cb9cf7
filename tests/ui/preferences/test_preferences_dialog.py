"""What is chosen in the preferences holds at once, and what they cannot do themselves they ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.qt import tab_stops
from videobert_desktop.services.caches import CacheSizes
from videobert_desktop.services.crash_log import logs_directory
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui import theme
from videobert_desktop.ui.preferences.folder_row import FolderRow
from videobert_desktop.ui.preferences.form import ChoiceBox
from videobert_desktop.ui.preferences.mode_choice import ChoiceCard
from videobert_desktop.ui.preferences.preferences_dialog import PreferencesDialog

SECTIONS = ["general", "library", "indexing", "storage", "about"]


def pick(qtbot: QtBot, box: ChoiceBox, value: str) -> None:
    """Choose a value with the keyboard, as a person does."""
    box.setFocus()
    while box.currentData() != value:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down if box.findData(value) > before else Qt.Key.Key_Up)
        assert box.currentIndex() != before


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def rows(dialog: PreferencesDialog) -> list[FolderRow]:
    return [row for row in dialog.findChildren(FolderRow) if not row.isHidden()]


def test_every_option_shows_what_is_set(qtbot: QtBot) -> None:
    settings = Settings(
        device="cuda",
        threads=6,
        thumbnails_megabytes=750,
        mode="fast",
        speech="mine",
        screen_text=False,
        watch_folders=False,
        remember_viewing=False,
        language="zh_CN",
        appearance="dark",
    )
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    assert dialog.general.language.currentData() == "zh_CN"
    assert dialog.general.appearance.currentData() == "dark"
    assert not dialog.general.remember.isChecked()
    assert not dialog.library.watch.isChecked()
    assert dialog.indexing.mode.mode == "fast"
    assert dialog.indexing.device.currentData() == "cuda"
    assert dialog.indexing.threads.value() == 6
    assert dialog.indexing.speech.currentData() == "mine"
    assert not dialog.indexing.screen_text.isChecked()
    assert dialog.storage.limit.value() == 750
    assert dialog.settings == settings


def test_each_choice_is_told_at_once_with_those_before_it(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    told: list[Settings] = []
    dialog.changed.connect(told.append)
    pick(qtbot, dialog.general.language, "zh_CN")
    pick(qtbot, dialog.general.appearance, "dark")
    dialog.general.remember.click()
    dialog.library.watch.click()
    pick(qtbot, dialog.indexing.device, "cpu")
    dialog.indexing.threads.setValue(3)
    pick(qtbot, dialog.indexing.speech, "off")
    dialog.indexing.screen_text.click()
    dialog.storage.limit.setValue(500)
    expected = Settings(
        device="cpu",
        threads=3,
        thumbnails_megabytes=500,
        speech="off",
        screen_text=False,
        watch_folders=False,
        remember_viewing=False,
        language="zh_CN",
        appearance="dark",
    )
    assert told[-1] == dialog.settings == expected


@pytest.mark.parametrize("mode", ["fast", "standard", "thorough"])
def test_a_mode_is_chosen_by_a_click_anywhere_on_its_card(qtbot: QtBot, dialog: PreferencesDialog, mode: str) -> None:
    dialog.open_section("indexing")
    card = dialog.indexing.findChildren(ChoiceCard)[["fast", "standard", "thorough"].index(mode)]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() - QPoint(4, 4))
    assert dialog.settings.mode == mode


def test_a_mode_is_chosen_with_the_arrow_keys(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    dialog.open_section("indexing")
    fast, standard, _ = dialog.indexing.findChildren(ChoiceCard)
    standard.setFocus()
    qtbot.keyClick(standard, Qt.Key.Key_Up)
    assert fast.hasFocus()
    assert dialog.settings.mode == "fast"


def test_a_number_is_told_when_it_has_been_typed_and_not_before(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    dialog.open_section("storage")
    limit, told = dialog.storage.limit, list[int]()
    dialog.changed.connect(lambda settings: told.append(settings.thumbnails_megabytes))
    limit.setFocus()
    limit.selectAll()
    qtbot.keyClicks(limit, "1500")
    assert told == []
    qtbot.keyClick(limit, Qt.Key.Key_Return)
    assert told == [1500]
    assert dialog.isVisible()


def test_values_beyond_what_a_field_can_hold_are_no_obstacle_and_stay(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Settings(threads=10**12, thumbnails_megabytes=3))
    qtbot.addWidget(dialog)
    dialog.general.remember.click()
    assert dialog.settings.threads == 10**12
    assert dialog.storage.limit.value() == 3


def test_the_wheel_scrolls_the_page_and_changes_nothing(dialog: PreferencesDialog) -> None:
    dialog.open_section("general")
    box = dialog.general.language
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    dialog.library.add_folder.setFocus()
    QApplication.sendEvent(box, event)
    assert box.currentData() == "system"


def test_only_devices_that_may_be_there_are_offered(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    module = "videobert_desktop.ui.preferences.indexing_page.likely_devices"
    monkeypatch.setattr(module, lambda: ("auto", "cpu"))
    for device, offered in (("auto", ["auto", "cpu"]), ("mps", ["auto", "cpu", "mps"])):
        dialog = PreferencesDialog(Settings(device=device))  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        box = dialog.indexing.device
        assert [box.itemData(index) for index in range(box.count())] == offered


def test_the_folders_are_shown_with_what_is_known_of_them(
    dialog: PreferencesDialog, folders: list[LibraryFolder]
) -> None:
    dialog.open_section("library")
    assert "No folder yet." in texts(dialog.library)
    dialog.show_folders(folders)
    shown = texts(dialog.library)
    assert "No folder yet." not in shown
    assert "1,234 videos" in shown
    assert "not there now" in shown
    dialog.show_folders(folders[:1])
    assert [row.path for row in rows(dialog)] == [Path("/films")]


def test_a_folder_is_added_and_taken_away_by_asking(
    qtbot: QtBot, dialog: PreferencesDialog, folders: list[LibraryFolder]
) -> None:
    dialog.show_folders(folders)
    with qtbot.waitSignal(dialog.folder_add_asked):
        dialog.library.add_folder.click()
    remove = rows(dialog)[1].findChild(QAbstractButton)
    assert remove.accessibleName() == "Take old away"
    with qtbot.waitSignal(dialog.folder_remove_asked) as told:
        remove.click()
    assert told.args == [Path("/usb/old")]


def test_the_folders_may_be_replaced_by_what_a_click_on_one_of_them_leads_to(
    qtbot: QtBot, dialog: PreferencesDialog, folders: list[LibraryFolder]
) -> None:
    dialog.show_folders(folders)
    dialog.folder_remove_asked.connect(lambda path: dialog.show_folders(folders[:1]))
    remove = rows(dialog)[1].findChild(QAbstractButton)
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert len(rows(dialog)) == 1


def test_a_long_name_is_shortened_and_does_not_widen_the_page(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    dialog.open_section("library")
    dialog.show_folders([LibraryFolder(Path("/films") / ("电影 long " * 60), True, 3)])
    dialog.show_library(Path("/libraries") / ("x" * 250))
    qtbot.waitUntil(lambda: bool(rows(dialog)))
    for area in dialog.findChildren(QScrollArea):
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_the_index_can_be_shown_when_it_is_known_where_it_lives(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    assert not dialog.library.show_index.isEnabled()
    dialog.show_library(Path("/libraries/mine"))
    with qtbot.waitSignal(dialog.show_asked) as told:
        dialog.library.show_index.click()
    assert told.args == [Path("/libraries/mine")]


def test_the_sizes_are_asked_for_when_they_are_to_be_seen(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    with qtbot.waitSignal(dialog.sizes_asked):
        dialog.open_section("storage")
    assert not dialog.storage.clear_index.isEnabled()
    dialog.show_sizes(CacheSizes(thumbnails=123_456_789, index=0))
    assert "123.5 MB" in texts(dialog.storage)
    assert dialog.storage.clear_thumbnails.isEnabled()
    assert not dialog.storage.clear_index.isEnabled()


def test_a_cache_is_cleared_by_asking_once(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    dialog.show_sizes(CacheSizes(thumbnails=1, index=1))
    for button, what in ((dialog.storage.clear_thumbnails, "thumbnails"), (dialog.storage.clear_index, "index")):
        with qtbot.waitSignal(dialog.clear_asked) as told:
            button.click()
        assert told.args == [what]


def test_what_cannot_be_made_again_is_cleared_only_when_asked_twice(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    told: list[str] = []
    dialog.clear_asked.connect(told.append)
    for button in (dialog.general.clear_viewing, dialog.general.clear_searches):
        button.click()
        assert button.text() == "Clear for good?"
    assert told == []
    dialog.general.clear_searches.click()
    assert told == ["searches"]
    dialog.general.clear_viewing.click()
    assert told == ["searches", "viewing"]


def test_a_question_is_dropped_when_nobody_answers_or_goes_elsewhere(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    button = dialog.general.clear_viewing
    button.setFocus()
    button.click()
    dialog.general.language.setFocus()
    assert button.text() == "Clear"
    button.click()
    button.calm_down()  # what its timer does
    assert not button.asking
    assert button.text() == "Clear"


def test_what_was_cleared_is_said(dialog: PreferencesDialog) -> None:
    dialog.show_cleared("viewing")
    assert dialog.general.clear_viewing.text() == "Cleared"
    assert not dialog.general.clear_viewing.isEnabled()
    dialog.show_cleared("index")


def test_about_says_the_version_and_the_terms_and_leads_to_the_logs(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    dialog.open_section("about")
    shown = texts(dialog.about)
    assert "personal and research use only" in shown
    assert "MIT" in shown
    with qtbot.waitSignal(dialog.show_asked) as told:
        dialog.about.show_logs.click()
    assert told.args == [logs_directory()]
    with qtbot.waitSignal(dialog.show_asked) as told:
        dialog.about.show_terms.click()
    assert told.args[0].is_file()


def test_sections_are_gone_through_with_the_keyboard(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    sections = dialog.findChild(QListWidget)
    sections.setFocus()
    seen = [dialog.section]
    for _ in SECTIONS[1:]:
        qtbot.keyClick(sections, Qt.Key.Key_Down)
        seen.append(dialog.section)
    assert seen == SECTIONS


def test_escape_and_the_button_close_it(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    QApplication.sendEvent(
        dialog, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    )
    assert not dialog.isVisible()
    dialog.open()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Close").click()
    assert not dialog.isVisible()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_control_has_a_name_and_can_be_reached(
    dialog: PreferencesDialog, folders: list[LibraryFolder], section: str
) -> None:
    dialog.show_folders(folders)
    dialog.show_library(Path("/libraries/mine"))
    dialog.show_sizes(CacheSizes(1, 1))
    dialog.open_section(section)
    controls = [
        control
        for kind in (QAbstractButton, QComboBox, QSpinBox, QListWidget)
        for control in dialog.findChildren(kind)
        if control.isVisible() and not isinstance(control.parent(), QLineEdit | QComboBox)
    ]
    assert len(controls) >= 4
    for control in controls:
        name = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        assert name, control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, name


@pytest.mark.parametrize("section", SECTIONS)
def test_the_tab_key_goes_from_top_to_bottom_and_stops_at_controls_only(
    dialog: PreferencesDialog, folders: list[LibraryFolder], section: str
) -> None:
    dialog.show_folders(folders)
    dialog.open_section(section)
    sections, *stops = tab_stops(dialog.findChild(QListWidget))
    # The middle, and not exactly: controls beside each other are of different heights.
    places = [stop.mapTo(dialog, stop.rect().center()).y() // 8 for stop in stops]
    assert not any(isinstance(stop, QScrollArea) for stop in (sections, *stops))
    assert places == sorted(places)


@pytest.mark.parametrize("dark", [False, True])
def test_a_switch_that_is_on_has_the_colour_of_the_accent(
    qapp: QApplication, dialog: PreferencesDialog, dark: bool
) -> None:
    theme.apply(qapp, dark=dark)
    switch = dialog.general.remember
    spot = QPoint(switch.width() // 2, switch.height() // 2)
    assert switch.grab().toImage().pixelColor(spot) == switch.palette().accent().color()
    switch.click()
    assert switch.grab().toImage().pixelColor(spot) == switch.palette().dark().color()


def test_the_signs_of_the_sections_follow_the_light_and_the_dark(qapp: QApplication, dialog: PreferencesDialog) -> None:
    sections = dialog.findChild(QListWidget)
    theme.apply(qapp, dark=False)
    light = sections.item(0).icon().pixmap(20).toImage()
    theme.apply(qapp, dark=True)
    assert sections.item(0).icon().pixmap(20).toImage() != light


def test_no_text_is_cut_off(qapp: QApplication, dialog: PreferencesDialog, folders: list[LibraryFolder]) -> None:
    theme.apply(qapp, dark=False)
    dialog.show_folders(folders)
    for section in SECTIONS:
        dialog.open_section(section)
        qapp.processEvents()
        for label in (label for label in dialog.findChildren(QLabel) if label.isVisible() and label.wordWrap()):
            assert label.height() >= label.heightForWidth(label.width()), label.text()
