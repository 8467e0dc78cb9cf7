"""In full screen, takes the controls away while a video plays and nobody touches anything."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

_PATIENCE = 2500  # milliseconds


class Resting(QObject):
    """Hides some widgets and the pointer; the next movement over the picture, or a key, brings them back."""

    def __init__(self, controls: Sequence[QWidget], picture: QWidget, parent: QObject | None = None) -> None:
        """Look after `controls`, which lie beside the `picture` that the pointer rests on."""
        super().__init__(parent)
        self._controls = controls
        self._picture = picture
        self._allowed = False
        self._playing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self.rest)
        picture.setMouseTracking(True)
        picture.installEventFilter(self)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Whether the controls may be taken away at all."""
        self._allowed = allowed
        self.stir()

    @Slot(bool)
    def show_playing(self, playing: bool) -> None:  # noqa: FBT001 - Qt's signal has it
        """Whether there is something to be watched."""
        self._playing = playing
        self.stir()

    def stir(self) -> None:
        """Somebody has touched something."""
        for control in self._controls:
            control.show()
        self._picture.unsetCursor()
        if self._allowed and self._playing:
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def rest(self) -> None:
        """Take the controls away, unless the pointer is on one of them or a menu is open."""
        in_use = any(control.underMouse() for control in self._controls) or QApplication.activePopupWidget() is not None
        if in_use:
            self._timer.start()
            return
        for control in self._controls:
            control.hide()
        self._picture.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, D102 - Qt's name
        if event.type() == QEvent.Type.MouseMove:
            self.stir()
        return super().eventFilter(watched, event)
