"""The moment that more is to be found of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.widgets.icon_button import IconButton
from videobert_desktop.ui.widgets.icons import sign

_WIDEST = 240
_SIGN = 16


class ExampleChip(QFrame):
    """Says what the example is, with a button that takes it away; hidden while there is none.

    Signals:
        removed: A person does not want it any more.
    """

    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("example")
        self._text = ""
        self._sign, self._label = QLabel(), QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        remove = IconButton("close", self.tr("Search without this example"), size=14)
        remove.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE + SPACE // 2, 0, SPACE // 2, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self._sign)
        layout.addWidget(self._label)
        layout.addWidget(remove)
        self._colour()
        self.hide()

    @property
    def text(self) -> str:
        """What the example is; empty if there is none."""
        return self._text

    def say(self, text: str) -> None:
        """Say what the example is; empty for none."""
        self._text = text
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, _WIDEST))
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setHidden(not text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self._sign.setPixmap(sign("sparkle", self.palette().color(QPalette.ColorRole.Accent), _SIGN))
