"""The line above the picture: what is played, and a button that closes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from videobert_desktop.ui.texts import shown
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.elided_label import ElidedLabel
from videobert_desktop.ui.widgets.icon_button import IconButton


class PlayerHeader(QWidget):
    """Names a video.

    Signals:
        close_asked: The video shall be left.
    """

    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = ElidedLabel()
        close = IconButton("close", self.tr("Close the video"), size=18)
        close.clicked.connect(self.close_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.addWidget(self._name, 1)
        row.addWidget(close)

    @property
    def name(self) -> str:
        """What is named."""
        return self._name.text()

    def show_name(self, name: str, path: Path) -> None:
        """Name a video; where it lies is told to who asks."""
        self._name.setText(name)
        self._name.setToolTip(shown(path))
