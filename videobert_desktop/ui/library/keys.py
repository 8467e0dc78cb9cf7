"""Which keys the lists of the library leave to the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_for_the_window(event: QKeyEvent) -> bool:
    """Whether it is a letter or a space: they steer the player, and names are looked for in the filter."""
    return bool(event.text()) and event.text().isprintable() and event.key() not in _ENTER
