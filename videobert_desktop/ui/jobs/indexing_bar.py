"""How far indexing is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from videobert_desktop.domain.progress import Progress
from videobert_desktop.ui.jobs.remaining_time import RemainingTime
from videobert_desktop.ui.texts import plural, shown, time_left
from videobert_desktop.ui.widgets.elided_label import ElidedLabel

_STEPS = 1000


class IndexingBar(QWidget):
    """Hidden while nothing is indexed.

    Signals:
        cancel_asked: The button was pressed.
    """

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remaining = RemainingTime()
        self._what = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName("Indexing")
        self._how_far = QLabel()
        self._cancel = QPushButton("Cancel")
        self._cancel.setAccessibleName("Stop indexing")
        self._cancel.clicked.connect(self._ask_to_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._what, 2)
        layout.addWidget(self._bar, 3)
        layout.addWidget(self._how_far)
        layout.addWidget(self._cancel)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(part for part in (self._what.text(), self._how_far.text()) if part)

    def begin(self) -> None:
        """Show that work has begun of which nothing is known yet."""
        self._remaining = RemainingTime()
        self._what.setText("Indexing")
        self._how_far.clear()
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is, unless it is about to stop."""
        if not self._cancel.isEnabled():
            return
        left = self._remaining.estimate(progress)
        if not progress.total:
            self._bar.setRange(0, 0)
            self._what.setText(f"Looking through files \N{MIDDLE DOT} {shown(progress.item)}")
            self._how_far.setText(plural(round(progress.done), "file"))
            return
        fraction = min(1.0, progress.done / progress.total)
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(fraction * _STEPS))
        self._what.setText(f"Indexing {shown(progress.item)}")
        self._how_far.setText(f"{int(fraction * 100)} %" + (f", {time_left(left)}" if left is not None else ""))

    @Slot()
    def _ask_to_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._how_far.setText("stopping")
        self.cancel_asked.emit()
