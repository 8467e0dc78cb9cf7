"""How much room the caches take, and emptying them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.preferences.form import Card, number_box, page_layout, quiet_label

if TYPE_CHECKING:
    from videobert_desktop.services.caches import CacheSizes

_STEP = 500
_LEAST, _MOST = 100, 1_000_000


class StoragePage(QWidget):
    """The limit for thumbnails, and the caches.

    Signals:
        chosen: (str, object) an option's name and its new value.
        clear_asked: (str) "thumbnails" or "index" shall be emptied.
    """

    chosen = Signal(str, object)
    clear_asked = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.limit = number_box(settings.thumbnails_megabytes, _LEAST, _MOST)
        self.limit.setSingleStep(_STEP)
        self.limit.setSuffix(" MB")
        self.thumbnails, self.index = quiet_label("…"), quiet_label("…")
        self.clear_thumbnails = self._clear_button(self.tr("Clear the thumbnails"))
        self.clear_index = self._clear_button(self.tr("Clear the search index"))
        self._lay_out()
        self.limit.valueChanged.connect(self._on_limit)
        self.clear_thumbnails.clicked.connect(self._on_clear_thumbnails)
        self.clear_index.clicked.connect(self._on_clear_index)

    def show_sizes(self, sizes: CacheSizes) -> None:
        """Show how much room the caches take now."""
        self._show(self.thumbnails, self.clear_thumbnails, sizes.thumbnails)
        self._show(self.index, self.clear_index, sizes.index)

    def _show(self, label: QLabel, button: QPushButton, size: int) -> None:
        label.setText(self.locale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat))
        button.setEnabled(size > 0)

    @Slot(int)
    def _on_limit(self, megabytes: int) -> None:
        self.chosen.emit("thumbnails_megabytes", megabytes)

    @Slot()
    def _on_clear_thumbnails(self) -> None:
        self.clear_asked.emit("thumbnails")

    @Slot()
    def _on_clear_index(self) -> None:
        self.clear_asked.emit("index")

    def _lay_out(self) -> None:
        layout = page_layout(self, self.tr("Storage"))
        card = Card()
        text = self.tr("Pictures for the library and the timeline. They are made again as needed.")
        card.add_option(self.tr("Thumbnails"), text, self.thumbnails, self.clear_thumbnails)
        text = self.tr("In each library. The oldest make room for new ones.")
        card.add_option(self.tr("Limit for thumbnails"), text, self.limit)
        text = self.tr("Makes searching quick. It is built again when it is needed.")
        card.add_option(self.tr("Search index"), text, self.index, self.clear_index)
        layout.addWidget(card)
        layout.addStretch()

    def _clear_button(self, name: str) -> QPushButton:
        button = QPushButton(self.tr("Clear"))
        button.setAccessibleName(name)
        button.setEnabled(False)
        return button
