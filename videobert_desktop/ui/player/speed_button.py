"""How fast the video plays, with a menu to choose from."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

RATES = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 4.0)


def rate_text(rate: float) -> str:
    """A speed as it is written: 1.5 and a cross."""
    return f"{rate:g}\N{MULTIPLICATION SIGN}"


class SpeedButton(QToolButton):
    """Says the speed.

    Signals:
        rate_asked: (float) play so many times as fast.
    """

    rate_asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("speed")
        self.setToolTip(self.tr("Speed (J, L)"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choice = QActionGroup(self)
        self.setMenu(QMenu(self))
        for rate in RATES:
            action = self._choice.addAction(rate_text(rate))
            action.setCheckable(True)
            action.setData(rate)
            self.menu().addAction(action)
        self._choice.triggered.connect(self._on_chosen)
        self.show_rate(1.0)

    def show_rate(self, rate: float) -> None:
        """Say that it plays so many times as fast."""
        self.setText(rate_text(rate))
        self.setAccessibleName(self.tr("Speed: {rate}").format(rate=rate_text(rate)))
        for action in self._choice.actions():
            action.setChecked(action.data() == rate)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self.rate_asked.emit(action.data())
