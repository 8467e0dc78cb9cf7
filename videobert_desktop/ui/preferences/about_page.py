"""What this program is, on which terms it comes, and where it writes down what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from videobert_desktop import __version__
from videobert_desktop.services.crash_log import logs_directory
from videobert_desktop.settings.resources import resource_path
from videobert_desktop.ui.preferences.form import Card, page_layout
from videobert_desktop.ui.texts import shown


class AboutPage(QWidget):
    """Version, licences and logs.

    Signals:
        show_asked: (Path) this file or directory shall be shown in the file manager.
    """

    show_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.show_terms = self._show_button(self.tr("Show the terms of the weights"))
        self.show_logs = self._show_button(self.tr("Show the logs"))
        self._lay_out()
        self.show_terms.clicked.connect(self._on_terms)
        self.show_logs.clicked.connect(self._on_logs)

    @Slot()
    def _on_terms(self) -> None:
        self.show_asked.emit(resource_path("models", "starter", "README.md"))

    @Slot()
    def _on_logs(self) -> None:
        self.show_asked.emit(logs_directory())

    def _lay_out(self) -> None:
        layout = page_layout(self, self.tr("About"))
        program, logs = Card(), Card()
        text = self.tr("Version {version}. Everything stays on this machine.").format(version=__version__)
        program.add_text("VideoBERT Desktop", text)
        program.add_text(self.tr("Licence"), self.tr("The program is free software under the MIT licence."))
        text = self.tr(
            "The starter pack's weights are for personal and research use only: the pictures and captions that they "
            "were trained on may be used for research only. They build on EfficientNet-Lite and MiniLM (Apache 2.0)."
        )
        program.add_option(self.tr("Weights"), text, self.show_terms)
        text = self.tr(
            "Qt for Python (LGPL 3.0), PyTorch (BSD), Transformers, Tokenizers and Safetensors (Apache 2.0), "
            "FAISS (MIT), PyAV (BSD) with FFmpeg, NumPy (BSD), Inter and Noto Sans (OFL) and others, each under its "
            "own licence."
        )
        program.add_text(self.tr("Made with"), text)
        logs.add_option(self.tr("Logs"), shown(logs_directory()), self.show_logs)
        layout.addWidget(program)
        layout.addWidget(logs)
        layout.addStretch()

    def _show_button(self, name: str) -> QPushButton:
        button = QPushButton(self.tr("Show"))
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button
