"""How videos are indexed, and what on."""

from __future__ import annotations

import os

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from videobert_desktop.settings.likely_devices import likely_devices
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.form import Card, ChoiceBox, named, number_box, page_layout
from videobert_desktop.ui.preferences.mode_choice import ModeChoice
from videobert_desktop.ui.theme import SPACE


class IndexingPage(QWidget):
    """The mode, the device and the threads.

    Signals:
        chosen: (str, object) an option's name and its new value.
    """

    chosen = Signal(str, object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.mode = ModeChoice(settings.mode)
        self.device = ChoiceBox(self._devices(settings.device), settings.device)
        self.threads = number_box(settings.threads, 0, max(64, os.cpu_count() or 1))
        self.threads.setSpecialValueText(self.tr("Automatic"))
        self._lay_out()
        self.mode.picked.connect(self._on_mode)
        self.device.picked.connect(self._on_device)
        self.threads.valueChanged.connect(self._on_threads)

    @Slot(str)
    def _on_mode(self, mode: str) -> None:
        self.chosen.emit("mode", mode)

    @Slot(str)
    def _on_device(self, device: str) -> None:
        self.chosen.emit("device", device)

    @Slot(int)
    def _on_threads(self, threads: int) -> None:
        self.chosen.emit("threads", threads)

    def _lay_out(self) -> None:
        layout = page_layout(self, self.tr("Indexing"))
        closeness, machine = Card(), Card()
        text = self.tr("For what is indexed from now on. What was looked at more closely stays as it is.")
        column = QVBoxLayout()
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(named(self.tr("How closely to look"), text))
        column.addWidget(self.mode)
        closeness.add(column)
        text = self.tr("Where the model runs.")
        machine.add_option(self.tr("Device"), text, self.device)
        text = self.tr("How many processor threads the model takes while it indexes.")
        machine.add_option(self.tr("Threads"), text, self.threads)
        layout.addWidget(closeness)
        layout.addWidget(machine)
        layout.addStretch()

    def _devices(self, present: str) -> list[tuple[str, str]]:
        names = {
            "auto": self.tr("Automatic"),
            "cpu": self.tr("Processor"),
            "cuda": self.tr("Graphics card (CUDA)"),
            "mps": self.tr("Graphics of the Mac (Metal)"),
        }
        offered = likely_devices()
        return [(name, text) for name, text in names.items() if name in offered or name == present]
