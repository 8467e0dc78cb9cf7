"""Light and dark: every role has a colour, and what is written can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from videobert_desktop.ui import theme
from videobert_desktop.ui.theme import SystemTheme, Tone, colour_of, is_dark, palette_for, style_sheet

Role = QPalette.ColorRole
READABLE = 4.5
"""The contrast that text of ordinary size needs, by the accessibility guidelines for the web."""

SEEN = 3.0
"""The contrast that the parts of a control need to be told from what is around them, by the same guidelines."""

GROUNDS = (Role.Window, Role.Base, Role.AlternateBase, Role.Highlight, Role.Button)
PAIRS = [
    *((text, ground) for text in (Role.Text, Role.WindowText, Role.ButtonText) for ground in GROUNDS),
    *((Role.PlaceholderText, ground) for ground in (Role.Window, Role.Base, Role.AlternateBase)),
    *((link, ground) for link in (Role.Link, Role.LinkVisited) for ground in (Role.Window, Role.Base)),
    (Role.HighlightedText, Role.Highlight),
    (Role.BrightText, Role.Base),
    (Role.Base, Role.Accent),
    (Role.Accent, Role.Window),
    (Role.Accent, Role.Highlight),
    (Role.ToolTipText, Role.ToolTipBase),
]
PARTS = [
    *((Role.Accent, ground) for ground in (*GROUNDS, Role.Mid)),
    *((Role.Dark, ground) for ground in (Role.Window, Role.Base)),
]


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_can_be_read(dark: bool) -> None:
    palette = palette_for(dark)
    for text, ground in PAIRS:
        assert contrast(palette.color(text), palette.color(ground)) >= READABLE, f"{text.name} on {ground.name}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_rings_and_frames_can_be_seen(dark: bool) -> None:
    palette = palette_for(dark)
    for part, ground in PARTS:
        assert contrast(palette.color(part), palette.color(ground)) >= SEEN, f"{part.name} on {ground.name}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_in_a_tone_can_be_read(dark: bool) -> None:
    palette = palette_for(dark)
    for tone in Tone:
        for ground in (Role.Base, Role.Window, Role.AlternateBase, Role.Highlight):
            assert contrast(colour_of(tone, palette), palette.color(ground)) >= READABLE, f"{tone.name}, {ground.name}"


def test_the_dark_palette_is_dark_and_the_light_one_is_not() -> None:
    assert is_dark(palette_for(dark=True))
    assert not is_dark(palette_for(dark=False))


@pytest.fixture
def system_theme(qapp: QApplication) -> Iterator[SystemTheme]:
    made = SystemTheme(qapp)
    yield made
    made.choose("system")
    made.deleteLater()


def test_the_window_follows_the_desktop(qapp: QApplication, system_theme: SystemTheme) -> None:
    system_theme.follow(Qt.ColorScheme.Dark)
    assert is_dark(qapp.palette())
    system_theme.follow(Qt.ColorScheme.Unknown)
    assert not is_dark(qapp.palette())


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_what_was_chosen_holds_whatever_the_desktop_does(
    qapp: QApplication, system_theme: SystemTheme, appearance: Literal["light", "dark"]
) -> None:
    system_theme.choose(appearance)
    for scheme in Qt.ColorScheme:
        system_theme.follow(scheme)
        assert is_dark(qapp.palette()) == (appearance == "dark")


def test_the_desktop_is_followed_again_when_that_is_chosen(qapp: QApplication, system_theme: SystemTheme) -> None:
    system_theme.choose("dark")
    system_theme.choose("system")
    assert is_dark(qapp.palette()) == (qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    system_theme.follow(Qt.ColorScheme.Dark)
    assert is_dark(qapp.palette())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_style_sheets_use_colours_of_the_palette_and_drawings_that_are_there(dark: bool) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", style_sheet(dark), flags=re.DOTALL)
    drawings = re.findall(r'url\("(.*?)"\)', sheet)
    assert drawings
    assert [name for name in drawings if not Path(name).is_file()] == []
    assert "marks:" not in sheet
    values = re.findall(r"(?:color|background|border[a-z-]*)\s*:\s*([^;}]*)", re.sub(r'url\(".*?"\)', "", sheet))
    assert [value for value in values if re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", value)] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_keyboard_can_be_seen_on_every_control(qapp: QApplication, qtbot: QtBot, dark: bool) -> None:
    theme.apply(qapp, dark=dark)
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    controls = [
        QPushButton("Add"),
        QToolButton(),
        QLineEdit(),
        QComboBox(),
        QCheckBox("Watch"),
        QRadioButton("Fast"),
        QSlider(Qt.Orientation.Horizontal),
        QSpinBox(),
        QPlainTextEdit(),
    ]
    for control in controls:
        layout.addWidget(control)
    page.show()
    page.activateWindow()
    accent = qapp.palette().accent().color().name()
    for control in controls:
        control.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(control.hasFocus)
        image = control.grab().toImage()
        middle = image.height() // 2
        assert accent in {image.pixelColor(x, middle).name() for x in (0, 1)}, type(control).__name__


def test_a_ring_moves_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, dark=False)
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    button, field = QPushButton("Add"), QLineEdit()
    for control in (button, field):
        layout.addWidget(control)
    page.show()
    sizes = set()
    for control in (button, field):
        control.setFocus()
        qtbot.waitUntil(control.hasFocus)
        sizes.add((button.sizeHint().toTuple(), field.sizeHint().toTuple()))
    assert len(sizes) == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_tooltip_can_be_read(qapp: QApplication, qtbot: QtBot, dark: bool) -> None:
    theme.apply(qapp, dark=dark)
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    QToolTip.showText(page.mapToGlobal(QPoint(5, 5)), "Keyboard shortcuts", page)
    tips = [widget for widget in qapp.topLevelWidgets() if widget.inherits("QTipLabel")]
    image = tips[0].grab().toImage()
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    darkest, lightest = min(colours, key=luminance), max(colours, key=luminance)
    assert contrast(darkest, lightest) >= READABLE
    for tip in tips:
        tip.hide()
        tip.deleteLater()
