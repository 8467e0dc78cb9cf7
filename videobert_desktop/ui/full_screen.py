"""Nothing but the player on the whole screen, and everything as it was before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from videobert_desktop.ui.player.player_pane import PlayerPane

_FILLING = Qt.WindowState.WindowFullScreen


class FullScreen(QObject):
    """Hides what is around the player while it fills the screen."""

    def __init__(self, window: QMainWindow, columns: QSplitter, player: PlayerPane, others: Sequence[QWidget]) -> None:
        """Take note of the parts of a window.

        Args:
            window: The window, which owns it.
            columns: What the player is in.
            player: What is to fill the screen.
            others: What is to make room for it.
        """
        super().__init__(window)
        self._window = window
        self._columns = columns
        self._player = player
        self._others = others
        self._before = self._measure()
        player.full_screen_asked.connect(self.fill)

    @property
    def layout(self) -> tuple[bytes, tuple[int, ...]]:
        """The window's geometry and the widths of its columns, as they are when nothing fills the screen."""
        return self._before if self._window.isFullScreen() else self._measure()

    @Slot(bool)
    def fill(self, full: bool) -> None:  # noqa: FBT001 - what the signal tells
        """Fill the screen with the player, or no longer."""
        self._before = self.layout
        for part in self._others:
            part.setHidden(full)
        self._player.show_full_screen(full)
        state = self._window.windowState()
        # A window that was maximized stays so.
        self._window.setWindowState(state | _FILLING if full else state & ~_FILLING)

    @Slot()
    def toggle(self) -> None:
        """Fill the screen, or no longer if it is filled."""
        self.fill(not self._window.isFullScreen())

    @Slot()
    def leave(self) -> None:
        """Fill the screen no longer."""
        if self._window.isFullScreen():
            self.fill(False)  # noqa: FBT003 - a slot's

    def _measure(self) -> tuple[bytes, tuple[int, ...]]:
        return bytes(self._window.saveGeometry().data()), tuple(self._columns.sizes())
