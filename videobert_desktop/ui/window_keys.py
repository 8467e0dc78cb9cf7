"""The keys that work anywhere in the window; the player's are handed on to it unless somebody is writing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QTextEdit, QWidget

from videobert_desktop.ui.player.player_pane import PlayerPane

_WRITING = (QLineEdit, QTextEdit, QAbstractSpinBox, QComboBox)
# Lists and sliders have a use of their own for these.
_LOCAL = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    }
)


class PlayerKeys(QObject):
    """Watches the keys of one window, and lets the player have those that are its own."""

    def __init__(self, window: QWidget, player: PlayerPane) -> None:
        super().__init__(window)
        self._window = window
        self._player = player
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, D102 - Qt's name
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._is_for_player(watched, event)
        ):
            return self._player.press(event)
        return False

    def _is_for_player(self, watched: QObject, event: QKeyEvent) -> bool:
        focus = QApplication.focusWidget()
        # A key that nobody takes comes again for each parent: only the first time counts.
        if focus is None or watched is not focus or focus.window() is not self._window:
            return False
        if isinstance(focus, _WRITING) or self._player.footage is None or self._player.isAncestorOf(focus):
            return False  # what has the focus within the player hands its keys up to it
        if event.key() == Qt.Key.Key_Space and isinstance(focus, QAbstractButton):
            return False
        ctrl = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return event.key() not in _LOCAL and not event.modifiers() & ctrl
