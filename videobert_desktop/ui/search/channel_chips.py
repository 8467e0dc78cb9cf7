"""The ways in which a moment may be found, to choose among."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from videobert_desktop.domain.channel import Channel
from videobert_desktop.ui.theme import SPACE


class ChannelChips(QWidget):
    """A chip for each channel; with none of them pressed, all count.

    Signals:
        changed: Another choice.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Only what is"))
        self._chips = {
            Channel.PICTURE: self._make_chip(self.tr("Seen"), self.tr("Only what is to be seen")),
            Channel.SPEECH: self._make_chip(self.tr("Said"), self.tr("Only what is said, or stands in the subtitles")),
            Channel.SCREEN: self._make_chip(self.tr("Written"), self.tr("Only what is written in the picture")),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for chip in self._chips.values():
            layout.addWidget(chip)

    @property
    def chosen(self) -> frozenset[Channel]:
        """The channels that count; empty for all."""
        pressed = frozenset(channel for channel, chip in self._chips.items() if chip.isChecked())
        return pressed if len(pressed) < len(self._chips) else frozenset()

    def choose(self, channels: Collection[Channel]) -> None:
        """Show another choice, without telling of it."""
        for channel, chip in self._chips.items():
            with QSignalBlocker(chip):
                chip.setChecked(channel in channels)

    def _make_chip(self, text: str, tip: str) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("chip", True)  # noqa: FBT003 - Qt's way
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.setText(text)
        chip.setToolTip(tip)
        chip.setAccessibleName(tip)
        chip.toggled.connect(self._on_toggled)
        return chip

    @Slot()
    def _on_toggled(self) -> None:
        self.changed.emit()
