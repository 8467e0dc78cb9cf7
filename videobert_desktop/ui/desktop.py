"""What the window asks of the desktop around it: to choose files, and to play a video."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


class Desktop(Protocol):
    """What the window needs of a desktop."""

    def choose_folder(self, parent: QWidget) -> Path | None:
        """Let a person choose a folder; None if they think better of it."""

    def choose_files(self, parent: QWidget) -> list[Path]:
        """Let a person choose files; none if they think better of it."""

    def play(self, path: Path) -> bool:
        """Play a video in the program that the desktop has for it; whether there is one."""


class SystemDesktop:
    """The desktop that the program runs on."""

    def choose_folder(self, parent: QWidget) -> Path | None:
        """Let a person choose a folder; None if they think better of it."""
        name = QFileDialog.getExistingDirectory(parent, "Add a folder of videos")
        return Path(name) if name else None

    def choose_files(self, parent: QWidget) -> list[Path]:
        """Let a person choose files; none if they think better of it."""
        names, _ = QFileDialog.getOpenFileNames(parent, "Add videos")
        return [Path(name) for name in names]

    def play(self, path: Path) -> bool:
        """Play a video in the program that the desktop has for it; whether there is one."""
        # The path goes as an encoded URI, which keeps names that are not text.
        return QDesktopServices.openUrl(QUrl(path.as_uri()))
