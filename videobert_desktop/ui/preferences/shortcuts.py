"""The keys of the window, in groups, for the page that shows them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from videobert_desktop.ui.player.player_keys import player_keys


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys, and what they do.

    Attributes:
        keys: As in "Ctrl+O"; several that do the same, or belong together, with blanks between: "J K L".
        text: What they do.
    """

    keys: str
    text: str


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Shortcuts of one part of the window."""

    title: str
    shortcuts: tuple[Shortcut, ...]


def shortcut_groups() -> tuple[ShortcutGroup, ...]:
    """All keys, in the present language of the window."""
    return (_searching(), _library(), _window(), *_player())


def _player() -> tuple[ShortcutGroup, ...]:
    return tuple(
        ShortcutGroup(group.title, tuple(Shortcut(key.key, key.text) for key in group.keys)) for group in player_keys()
    )


def _searching() -> ShortcutGroup:
    translate = QCoreApplication.translate
    return ShortcutGroup(
        translate("Shortcuts", "Searching"),
        (
            Shortcut("/", translate("Shortcuts", "Describe a moment")),
            Shortcut("Down", translate("Shortcuts", "From the search field to what was found")),
            Shortcut("Up Down", translate("Shortcuts", "Go through what was found")),
            Shortcut("Enter", translate("Shortcuts", "Play the moment")),
            Shortcut("Ctrl+L", translate("Shortcuts", "More like this")),
            Shortcut("W", translate("Shortcuts", "Why the moment was found")),
            Shortcut("Esc", translate("Shortcuts", "Clear the search")),
        ),
    )


def _library() -> ShortcutGroup:
    translate = QCoreApplication.translate
    return ShortcutGroup(
        translate("Shortcuts", "Library"),
        (
            Shortcut("Ctrl+O", translate("Shortcuts", "Add a folder")),
            Shortcut("Ctrl+Shift+O", translate("Shortcuts", "Add files")),
            Shortcut("Left Right Up Down", translate("Shortcuts", "Go through the videos")),
            Shortcut("Enter", translate("Shortcuts", "Play the video")),
            Shortcut("Del", translate("Shortcuts", "Forget the video")),
        ),
    )


def _window() -> ShortcutGroup:
    translate = QCoreApplication.translate
    return ShortcutGroup(
        translate("Shortcuts", "Window"),
        (
            Shortcut("Tab", translate("Shortcuts", "Go on to the next part")),
            Shortcut("F11", translate("Shortcuts", "Full screen")),
            Shortcut("Ctrl+,", translate("Shortcuts", "Preferences")),
            Shortcut("?", translate("Shortcuts", "Show these keys")),
            Shortcut("Ctrl+Q", translate("Shortcuts", "Close the window")),
        ),
    )
