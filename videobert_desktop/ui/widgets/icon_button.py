"""A button that is a sign; what it does is said by its tooltip, and to those who cannot see it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QToolButton, QWidget

from videobert_desktop.ui.theme import Tone, colour_of
from videobert_desktop.ui.widgets.icons import icon


class IconButton(QToolButton):
    """Its sign has the colour of the text around it, in the light and in the dark."""

    def __init__(self, name: str, text: str, *, size: int = 20, parent: QWidget | None = None) -> None:
        """Make a button.

        Args:
            name: The sign's name.
            text: What pressing it does.
            size: Of the sign, in points.
            parent: Its owner.
        """
        super().__init__(parent)
        self._name = name
        self._size = size
        self.setIconSize(QSize(size, size))
        self.say(text)
        self._colour()

    def say(self, text: str) -> None:
        """Say what pressing it does."""
        self.setToolTip(text)
        self.setAccessibleName(text)

    def show_sign(self, name: str) -> None:
        """Show another sign."""
        if name != self._name:
            self._name = name
            self._colour()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self.setIcon(icon(self._name, colour_of(Tone.QUIET, self.palette()), self._size))
