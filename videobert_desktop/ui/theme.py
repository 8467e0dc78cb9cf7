"""The window's colours, light and dark, from one palette; and the few shapes that the style does not have."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from videobert_desktop.settings.resources import resource_path

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


SPACE = 8
"""The step of all distances, in points: half of it, itself, and twice it."""
RADIUS = 8
"""Of rounded corners, in points."""


class Tone(Enum):
    """A colour that means something, in the light and in the dark."""

    GOOD = ("#2e8b57", "#6fcf97")
    CAUTION = ("#8a5200", "#f2b45c")
    BAD = ("#b3261e", "#ff8a80")
    QUIET = ("#5a6371", "#a6aebc")


def palette_for(dark: bool) -> QPalette:  # noqa: FBT001 - the one thing there is to say
    """The colours of every role, for a dark window or a light one."""
    palette = QPalette()
    for role, colours in _COLOURS.items():
        palette.setColor(role, QColor(colours[dark]))
    for role in _DISABLED_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    return palette


def style_sheet() -> str:
    """The shapes that the style does not have: one file for each room of the window, the base first."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(resource_path("styles").glob("*.qss")))


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
    app.setStyleSheet(style_sheet())


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
