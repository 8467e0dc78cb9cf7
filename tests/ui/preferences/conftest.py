"""Preferences that are open, and a folder for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.preferences_dialog import PreferencesDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> PreferencesDialog:
    """The preferences with all defaults."""
    dialog = PreferencesDialog(Settings())
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


@pytest.fixture
def folders() -> list[LibraryFolder]:
    """A folder that is there and one that is not."""
    return [LibraryFolder(Path("/films"), there=True, videos=1234), LibraryFolder(Path("/usb/old"), False, 1)]
