"""Light and dark: every role has a colour, and what is written can be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from videobert_desktop.ui.theme import SystemTheme, Tone, colour_of, is_dark, palette_for

Role = QPalette.ColorRole
READABLE = 4.5
"""The contrast that text of ordinary size needs, by the accessibility guidelines for the web."""

PAIRS = [
    (Role.WindowText, Role.Window),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.Text, Role.Highlight),
    (Role.PlaceholderText, Role.Base),
    (Role.ButtonText, Role.Button),
    (Role.Accent, Role.Window),
    (Role.Accent, Role.Highlight),
    (Role.Base, Role.Accent),
    (Role.ToolTipText, Role.ToolTipBase),
]


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].name} on {pair[1].name}")
def test_text_can_be_read(pair: tuple[Role, Role], dark: bool) -> None:
    palette = palette_for(dark)
    assert contrast(palette.color(pair[0]), palette.color(pair[1])) >= READABLE


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_words_in_a_tone_can_be_read(dark: bool) -> None:
    palette = palette_for(dark)
    for tone in (Tone.CAUTION, Tone.BAD, Tone.QUIET):
        for ground in (Role.Base, Role.Window, Role.Highlight):
            assert contrast(colour_of(tone, palette), palette.color(ground)) >= READABLE, (tone, ground)


def test_the_dark_palette_is_dark_and_the_light_one_is_not() -> None:
    assert is_dark(palette_for(dark=True))
    assert not is_dark(palette_for(dark=False))


def test_the_window_follows_the_desktop(qapp: QApplication) -> None:
    theme = SystemTheme(qapp)
    theme.follow(Qt.ColorScheme.Dark)
    assert is_dark(qapp.palette())
    theme.follow(Qt.ColorScheme.Unknown)
    assert not is_dark(qapp.palette())
    theme.deleteLater()
