"""The page of keys shows all of them, and goes as it came."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from videobert_desktop.ui.language import install_language
from videobert_desktop.ui.preferences.shortcuts import Shortcut, ShortcutGroup, shortcut_groups
from videobert_desktop.ui.preferences.shortcuts_page import ShortcutsPage, balanced, key_names


@pytest.fixture
def page(qtbot: QtBot) -> ShortcutsPage:
    page = ShortcutsPage()
    qtbot.addWidget(page)
    page.open()
    return page


def group(title: str, count: int) -> ShortcutGroup:
    return ShortcutGroup(title, tuple(Shortcut("A", str(number)) for number in range(count)))


def test_every_shortcut_is_shown_with_its_keys(page: ShortcutsPage) -> None:
    shown = [label.text() for label in page.findChildren(QLabel)]
    for each in shortcut_groups():
        assert each.title in shown
        for shortcut in each.shortcuts:
            assert shortcut.text in shown
            for cap in (name for combination in key_names(shortcut.keys) for name in combination):
                assert cap in shown


def test_the_players_keys_are_among_them() -> None:
    texts = [shortcut.text for each in shortcut_groups() for shortcut in each.shortcuts]
    assert "Play or pause" in texts
    assert "Preferences" in texts


@pytest.mark.parametrize(
    ("keys", "caps"),
    [
        ("Ctrl+O", [["Ctrl", "O"]]),
        ("Ctrl+Shift+S", [["Ctrl", "Shift", "S"]]),
        ("Ctrl+,", [["Ctrl", ","]]),
        ("J K L", [["J"], ["K"], ["L"]]),
        ("Shift+Left", [["Shift", "←"]]),
        ("+", [["+"]]),
        ("?", [["?"]]),
    ],
)
def test_a_key_has_a_cap(keys: str, caps: list[list[str]]) -> None:
    assert key_names(keys) == caps


def test_a_key_has_the_same_arrow_in_every_language(qapp: QApplication) -> None:
    before = QLocale()
    install_language(qapp, "zh_CN")
    try:
        name = QKeySequence("Shift+Left").toString(QKeySequence.SequenceFormat.NativeText)
        assert name != "Shift+Left"
        assert key_names(name) == key_names("Shift+Left") == [["Shift", "←"]]
    finally:
        install_language(qapp, "en")
        QLocale.setDefault(before)


@pytest.mark.parametrize("key", ["?", Qt.Key.Key_Escape])
def test_the_key_that_opened_it_closes_it_and_so_does_escape(qtbot: QtBot, page: ShortcutsPage, key: str) -> None:
    qtbot.keyClick(page, key)
    assert not page.isVisible()


def test_the_columns_are_about_equally_long() -> None:
    groups = [group("a", 5), group("b", 3), group("c", 5), group("d", 10), group("e", 8), group("f", 7)]
    columns = balanced(groups)
    assert sorted(each.title for column in columns for each in column) == ["a", "b", "c", "d", "e", "f"]
    lengths = [sum(len(each.shortcuts) + 2 for each in column) for column in columns]
    assert max(lengths) - min(lengths) <= 5
