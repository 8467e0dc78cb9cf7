"""Says which stretch is chosen, and gives it up."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton, QWidget

from videobert_desktop.ui.fonts import tabular
from videobert_desktop.ui.player.stretch import Stretch

_CROSS = "  \N{MULTIPLICATION SIGN}"


class StretchChip(QToolButton):
    """A button with the in point, the out point and a cross."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)  # noqa: FBT003 - the style sheet asks for it
        self.setFont(tabular(self.font()))
        self.setToolTip(self.tr("Give up the stretch (X)"))

    def show_stretch(self, stretch: Stretch) -> None:
        """Say what is chosen."""
        self.setText(f"{stretch}{_CROSS}")
        self.setAccessibleName(self.tr("Give up the stretch {stretch}").format(stretch=stretch))
