"""Nothing but the player on the whole screen, and everything as it was before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
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
        self._filled = False
        self._before = self._measure()
        player.full_screen_asked.connect(self.fill)
        window.installEventFilter(self)

    @property
    def layout(self) -> tuple[bytes, tuple[int, ...]]:
        """The window's geometry and the widths of its columns, as they are when the player does not fill the screen."""
        return self._before if self._filled else self._measure()

    @Slot(bool)
    def fill(self, full: bool) -> None:  # noqa: FBT001 - what the signal tells
        """Fill the screen with the player, or no longer."""
        self._before = self.layout
        self._filled = full
        for part in self._others:
            part.setHidden(full)
        self._player.show_full_screen(full)
        state = self._window.windowState()
        # A window that was maximized stays so.
        self._window.setWindowState(state | _FILLING if full else state & ~_FILLING)

    @Slot()
    def toggle(self) -> None:
        """Fill the screen, or no longer if it is filled."""
        self.fill(not self._filled)

    @Slot()
    def leave(self) -> None:
        """Fill the screen no longer."""
        if self._filled:
            self.fill(False)  # noqa: FBT003 - a slot's

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, D102 - Qt's name
        # The desktop has ways of its own to take a window out of full screen.
        if event.type() == QEvent.Type.WindowStateChange and not (
            self._window.isFullScreen() or self._window.isMinimized()
        ):
            self.leave()
        return super().eventFilter(watched, event)

    def _measure(self) -> tuple[bytes, tuple[int, ...]]:
        return bytes(self._window.saveGeometry().data()), tuple(self._columns.sizes())
