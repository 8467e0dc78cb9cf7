"""The window's colours, light and dark, from one palette; and the few shapes that the style does not have."""

from __future__ import annotations

from enum import Enum
from typing import Literal

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from videobert_desktop.settings.resources import resource_path

_Role = QPalette.ColorRole

# Each role with its colour in the light and in the dark: greys with a breath of blue, and one blue that says "here".
# Blue, because green, amber and red already mean something, and because those who confuse red and green can tell it.
_COLOURS = {
    _Role.Window: ("#f5f6f8", "#16181d"),
    _Role.WindowText: ("#1c212b", "#e8eaee"),
    _Role.Base: ("#ffffff", "#1e2127"),
    _Role.AlternateBase: ("#edf0f4", "#282c34"),
    _Role.Text: ("#1c212b", "#e8eaee"),
    _Role.PlaceholderText: ("#5f6877", "#9ba4b3"),
    _Role.Button: ("#ffffff", "#282c34"),
    _Role.ButtonText: ("#1c212b", "#e8eaee"),
    _Role.BrightText: ("#b3261e", "#ff8a80"),
    _Role.Highlight: ("#dde7fd", "#263a61"),
    _Role.HighlightedText: ("#10203d", "#f2f6ff"),
    _Role.Accent: ("#2b5fd0", "#82abff"),
    _Role.Link: ("#2b5fd0", "#82abff"),
    _Role.LinkVisited: ("#6b4fb3", "#b39ddb"),
    _Role.ToolTipBase: ("#262b36", "#e8eaee"),
    _Role.ToolTipText: ("#f5f6f8", "#16181d"),
    _Role.Light: ("#ffffff", "#3a4049"),
    _Role.Midlight: ("#edf0f4", "#30353e"),
    _Role.Mid: ("#d8dde5", "#383e48"),
    _Role.Dark: ("#868f9d", "#767e8c"),
    _Role.Shadow: ("#7b8391", "#0b0c0e"),
}
_MIDDLE_LIGHTNESS = 127
_DISABLED = ("#a4abb7", "#666e7b")
_DISABLED_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText)

SPACE = 8
"""The step of all distances, in points: half of it, itself, and twice it."""
RADIUS = 8
"""Of rounded corners, in points."""


class Tone(Enum):
    """A colour that means something, in the light and in the dark."""

    GOOD = ("#1e7444", "#6fcf97")
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


def style_sheet(dark: bool) -> str:  # noqa: FBT001 - as above
    """The shapes that the style does not have: the base, then one file for each room of the window."""
    folder = resource_path("styles")
    sheets = sorted(folder.glob("*.qss"), key=lambda path: (path.stem != "base", path.name))
    marks = (folder / ("dark" if dark else "light")).as_posix()
    return "\n".join(path.read_text(encoding="utf-8").replace("marks:", f"{marks}/") for path in sheets)


def is_dark(palette: QPalette) -> bool:
    """Whether text is light; what it stands on cannot be asked for, for a style sheet may have made it transparent."""
    return palette.color(_Role.Text).lightness() > _MIDDLE_LIGHTNESS


def colour_of(tone: Tone, palette: QPalette) -> QColor:
    """The colour that `tone` has beside the colours of `palette`."""
    return QColor(tone.value[is_dark(palette)])


def apply(app: QApplication, *, dark: bool) -> None:
    """Give the application's windows their colours; the same style everywhere, for not all follow a palette."""
    app.setStyle("Fusion")
    palette = palette_for(dark)
    app.setPalette(palette)
    QToolTip.setPalette(palette)
    app.setStyleSheet(style_sheet(dark))


Appearance = Literal["system", "light", "dark"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class SystemTheme(QObject):
    """Light or dark, as was chosen; or as the desktop is, light where it does not say."""

    def __init__(self, app: QApplication, appearance: Appearance = "system") -> None:
        """Give the application its colours, now and whenever the desktop changes."""
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        app.styleHints().colorSchemeChanged.connect(self.follow)
        self.choose(appearance)

    def choose(self, appearance: Appearance) -> None:
        """Be light, or dark, or as the desktop is, from now on."""
        self._appearance = appearance
        hints = self._app.styleHints()
        hints.setColorScheme(_SCHEMES[appearance])  # so that frames and the desktop's own dialogs agree
        self.follow(hints.colorScheme())

    @Slot(Qt.ColorScheme)
    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Take the colours that suit a desktop of that scheme, unless others were chosen."""
        if self._appearance != "system":
            scheme = _SCHEMES[self._appearance]
        dark = scheme == Qt.ColorScheme.Dark
        if self._app.styleSheet() != style_sheet(dark):
            apply(self._app, dark=dark)
