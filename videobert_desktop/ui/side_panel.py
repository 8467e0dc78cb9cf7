"""The right column of the window: what was found, or what is said, one behind the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from videobert_desktop.ui.search.results_panel import ResultsPanel
from videobert_desktop.ui.theme import SPACE
from videobert_desktop.ui.transcript.transcript_pane import TranscriptPane


class SidePanel(QWidget):
    """Two pages and the tabs to choose between them.

    Attributes:
        results: What was found.
        transcript: What is said in what is played.
        tabs: Choose between them.
    """

    RESULTS, TRANSCRIPT = range(2)

    def __init__(self, results: ResultsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = results
        self.transcript = TranscriptPane()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMaximumWidth(results.maximumWidth())
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("What is shown beside the player"))
        self.tabs.addTab(self.tr("Results"))
        self.tabs.addTab(self.tr("Transcript"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE, SPACE, SPACE, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column.addLayout(row)
        self._pages = QStackedLayout()
        self._pages.addWidget(results)
        self._pages.addWidget(self.transcript)
        column.addLayout(self._pages, 1)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)

    @Slot()
    def show_results(self) -> None:
        """Bring what was found to the front."""
        self.tabs.setCurrentIndex(self.RESULTS)
