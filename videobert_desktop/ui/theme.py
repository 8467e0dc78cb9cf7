"""The window's colours, light and dark, from one palette; and the few shapes that the style does not have."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

_Role = QPalette.ColorRole

# Each role with its colour in the light and in the dark.
_COLOURS = {
    _Role.Window: ("#f4f5f7", "#1b1d21"),
    _Role.WindowText: ("#1d2129", "#e7e9ed"),
    _Role.Base: ("#ffffff", "#23262b"),
    _Role.AlternateBase: ("#eef0f4", "#2b2f36"),
    _Role.Text: ("#1d2129", "#e7e9ed"),
    _Role.PlaceholderText: ("#626b79", "#9aa3b2"),
    _Role.Button: ("#ffffff", "#2b2f36"),
    _Role.ButtonText: ("#1d2129", "#e7e9ed"),
    _Role.BrightText: ("#b3261e", "#ff8a80"),
    _Role.Highlight: ("#dfe9fb", "#263a5e"),
    _Role.HighlightedText: ("#10203d", "#f2f6ff"),
    _Role.Accent: ("#2a5fc4", "#7aa7ff"),
    _Role.Link: ("#2a5fc4", "#7aa7ff"),
    _Role.LinkVisited: ("#6b4fb3", "#b39ddb"),
    _Role.ToolTipBase: ("#1d2129", "#e7e9ed"),
    _Role.ToolTipText: ("#f4f5f7", "#1b1d21"),
    _Role.Light: ("#ffffff", "#3a3f47"),
    _Role.Midlight: ("#eef0f4", "#33373e"),
    _Role.Mid: ("#d5d9e0", "#3d424b"),
    _Role.Dark: ("#a9b0bc", "#5a616d"),
    _Role.Shadow: ("#7b8391", "#0c0d0f"),
}
_MIDDLE_LIGHTNESS = 127
_DISABLED = ("#a9b0bc", "#6b7280")
_DISABLED_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText)


class Tone(Enum):
    """A colour that means something, in the light and in the dark."""

    GOOD = ("#2e8b57", "#6fcf97")
    CAUTION = ("#8a5200", "#f2b45c")
    BAD = ("#b3261e", "#ff8a80")
    QUIET = ("#5a6371", "#a6aebc")


_SHEET = """
QWidget#header { background: palette(base); border-bottom: 1px solid palette(mid); }
QWidget#sidebar { background: palette(base); border-right: 1px solid palette(mid); }
QLineEdit#search { background: palette(window); border: 1px solid palette(mid); border-radius: 8px;
    padding: 7px 8px; selection-background-color: palette(accent); selection-color: palette(base); }
QLineEdit#search:focus { border: 1px solid palette(accent); background: palette(base); }
QPushButton { background: palette(button); border: 1px solid palette(mid); border-radius: 8px; padding: 7px 14px; }
QPushButton:hover { background: palette(alternate-base); }
QPushButton:pressed { background: palette(mid); }
QPushButton:focus { border-color: palette(accent); }
QPushButton#primary { background: palette(accent); border-color: palette(accent); color: palette(base); }
QPushButton#primary:focus { border-color: palette(text); }
QLabel#quiet { color: palette(placeholder-text); }
QListView { background: transparent; border: none; outline: none; }
QProgressBar { background: palette(alternate-base); border: none; border-radius: 3px; }
QProgressBar::chunk { background: palette(accent); border-radius: 3px; }
QLabel#heading { font-weight: 600; }
QLabel#notice { background: palette(alternate-base); border-radius: 8px; padding: 10px 14px; }
QFrame#messageBar { background: palette(alternate-base); border-bottom: 1px solid palette(mid);
    border-left: 4px solid palette(accent); }
QFrame#messageBar[urgent="true"] { border-left-color: palette(bright-text); }
QToolButton { background: transparent; border: none; border-radius: 6px; padding: 4px 8px; }
QToolButton:hover, QToolButton:focus { background: palette(mid); }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: palette(mid); border-radius: 4px; margin: 2px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: palette(dark); }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
QSplitter::handle { background: transparent; }
"""


def palette_for(dark: bool) -> QPalette:  # noqa: FBT001 - the one thing there is to say
    """The colours of every role, for a dark window or a light one."""
    palette = QPalette()
    for role, colours in _COLOURS.items():
        palette.setColor(role, QColor(colours[dark]))
    for role in _DISABLED_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    return palette


def is_dark(palette: QPalette) -> bool:
    """Whether text is light; what it stands on cannot be asked for, for a style sheet may have made it transparent."""
    return palette.color(_Role.Text).lightness() > _MIDDLE_LIGHTNESS


def colour_of(tone: Tone, palette: QPalette) -> QColor:
    """The colour that `tone` has beside the colours of `palette`."""
    return QColor(tone.value[is_dark(palette)])


def apply(app: QApplication, *, dark: bool) -> None:
    """Give the application's windows their colours; the same style everywhere, for not all follow a palette."""
    app.setStyle("Fusion")
    app.setPalette(palette_for(dark))
    app.setStyleSheet(_SHEET)


class SystemTheme(QObject):
    """Follows the desktop: dark where it is dark, light where it is light or does not say."""

    def __init__(self, app: QApplication) -> None:
        """Give the application its colours, now and whenever the desktop changes."""
        super().__init__(app)
        self._app = app
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self.follow)
        self.follow(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Take the colours that suit a desktop of that scheme."""
        apply(self._app, dark=scheme == Qt.ColorScheme.Dark)
