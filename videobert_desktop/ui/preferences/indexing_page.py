"""How videos are indexed, and what on."""

from __future__ import annotations

import os

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from videobert_desktop.services.speech_packs.installed import AUTO, OFF, speech_packs
from videobert_desktop.services.speech_packs.known import KNOWN_SPEECH_PACKS, KnownSpeechPack
from videobert_desktop.settings.likely_devices import likely_devices
from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.form import Card, ChoiceBox, named, number_box, page_layout
from videobert_desktop.ui.preferences.mode_choice import ModeChoice
from videobert_desktop.ui.preferences.switch import Switch
from videobert_desktop.ui.theme import SPACE


class IndexingPage(QWidget):
    """The mode, what is listened to and read, the device and the threads.

    Signals:
        chosen: (str, object) an option's name and its new value.
        install_asked: (str) the speech pack of that name shall be downloaded and installed.
        stop_asked: What is being installed shall not be.
    """

    chosen = Signal(str, object)
    install_asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.mode = ModeChoice(settings.mode)
        self.device = ChoiceBox(self._devices(settings.device), settings.device)
        self.speech = ChoiceBox(self._speech_packs(settings.speech), settings.speech)
        self.install = QPushButton()
        self.install_menu = QMenu(self)
        self.show_installed()
        self.screen_text = Switch(on=settings.screen_text)
        self.threads = number_box(settings.threads, 0, max(64, os.cpu_count() or 1))
        self.threads.setSpecialValueText(self.tr("Automatic"))
        self._lay_out()
        self.mode.picked.connect(self._on_mode)
        self.device.picked.connect(self._on_device)
        self.install.clicked.connect(self._on_install)
        self.install_menu.triggered.connect(self._on_pack)
        self.speech.picked.connect(self._on_speech)
        self.screen_text.toggled.connect(self._on_screen_text)
        self.threads.valueChanged.connect(self._on_threads)

    def show_installing(self, name: str, part: float) -> None:
        """Show how far a speech pack is installed; a click on that stops it."""
        self._installing = True
        self.install.setText(self.tr("Stop ({percent} %)").format(percent=round(100 * part)))
        self.install.setToolTip(self.tr("{name} is being downloaded.").format(name=name))

    @Slot()
    def show_installed(self) -> None:
        """Show which speech packs there are now, and offer the others."""
        self._installing = False
        self.install.setText(self.tr("Install…"))
        self.install.setToolTip(self.tr("Download a speech pack"))
        self.install_menu.clear()
        installed = {pack.name for pack in speech_packs()[0]}
        for known in KNOWN_SPEECH_PACKS:
            if known.name not in installed:
                size = self.locale().formattedDataSize(
                    known.megabytes * 10**6, 0, QLocale.DataSizeFormat.DataSizeSIFormat
                )
                self.install_menu.addAction(f"{known.name}  ·  {size}").setData(known.name)
        present = self.speech.currentData()
        self.speech.clear()
        for value, name in self._speech_packs(present):
            self.speech.addItem(name, value)
        self.speech.setCurrentIndex(self.speech.findData(present))

    @Slot()
    def _on_install(self) -> None:
        if self._installing:
            self.stop_asked.emit()
        else:
            self.install_menu.popup(self.install.mapToGlobal(self.install.rect().bottomLeft()))

    @Slot(QAction)
    def _on_pack(self, action: QAction) -> None:
        self.install_asked.emit(action.data())

    @Slot(str)
    def _on_mode(self, mode: str) -> None:
        self.chosen.emit("mode", mode)

    @Slot(str)
    def _on_device(self, device: str) -> None:
        self.chosen.emit("device", device)

    @Slot(str)
    def _on_speech(self, speech: str) -> None:
        self.chosen.emit("speech", speech)

    @Slot(bool)
    def _on_screen_text(self, on: bool) -> None:  # noqa: FBT001 - what the signal tells
        self.chosen.emit("screen_text", on)

    @Slot(int)
    def _on_threads(self, threads: int) -> None:
        self.chosen.emit("threads", threads)

    def _lay_out(self) -> None:
        layout = page_layout(self, self.tr("Indexing"))
        closeness, texts, machine = Card(), Card(), Card()
        text = self.tr("For what is indexed from now on. What was looked at more closely stays as it is.")
        column = QVBoxLayout()
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(named(self.tr("How closely to look"), text))
        column.addWidget(self.mode)
        closeness.add(column)
        text = self.tr("Which speech pack listens, so that what is said can be found.")
        texts.add_option(self.tr("Recognise speech"), text, self.install, self.speech)
        text = self.tr("So that signs, slides and titles can be found. A fast look never reads.")
        texts.add_option(self.tr("Read what is written in pictures"), text, self.screen_text)
        text = self.tr("Where the model runs.")
        machine.add_option(self.tr("Device"), text, self.device)
        text = self.tr("How many processor threads the model takes while it indexes.")
        machine.add_option(self.tr("Threads"), text, self.threads)
        layout.addWidget(closeness)
        layout.addWidget(texts)
        layout.addWidget(machine)
        layout.addStretch()

    def _size(self, known: KnownSpeechPack) -> str:
        return self.locale().formattedDataSize(known.megabytes * 10**6, 0, QLocale.DataSizeFormat.DataSizeSIFormat)

    def _speech_packs(self, present: str) -> list[tuple[str, str]]:
        installed = [pack.name for pack in speech_packs()[0]]
        names = dict.fromkeys([*installed, *({present} - {AUTO, OFF})])
        automatic = self.tr("Automatic") if installed else self.tr("No speech pack installed")
        return [(AUTO, automatic), (OFF, self.tr("Off")), *((name, name) for name in names)]

    def _devices(self, present: str) -> list[tuple[str, str]]:
        names = {
            "auto": self.tr("Automatic"),
            "cpu": self.tr("Processor"),
            "cuda": self.tr("Graphics card (CUDA)"),
            "mps": self.tr("Graphics of the Mac (Metal)"),
        }
        offered = likely_devices()
        return [(name, text) for name, text in names.items() if name in offered or name == present]
