"""What the window asks of the desktop around it: to choose files, to show them, and to open one elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

_PICTURES = "PNG (*.png);;JPEG (*.jpg)"
# How the file manager of each system is told to show a file within its folder.
_REVEALERS = {"win32": ("explorer", "/select,"), "darwin": ("open", "-R")}


class Desktop(Protocol):
    """What the window needs of a desktop."""

    def choose_folder(self, parent: QWidget) -> Path | None:
        """Let a person choose a folder; None if they think better of it."""

    def choose_files(self, parent: QWidget) -> list[Path]:
        """Let a person choose files; none if they think better of it."""

    def choose_place(self, parent: QWidget, start: Path) -> Path | None:
        """Let a person choose a folder to keep something in, beginning at `start`; None if they do not."""

    def choose_picture(self, parent: QWidget, name: str) -> Path | None:
        """Let a person choose where to save a picture, called `name` unless they say otherwise."""

    def choose_transcript(self, parent: QWidget, name: str) -> Path | None:
        """Let a person choose where to save a transcript, called `name` unless they say otherwise."""

    def play(self, path: Path) -> bool:
        """Open a video in the program that the desktop has for it; whether there is one."""

    def reveal(self, path: Path) -> bool:
        """Show a file in the file manager; whether that could be begun."""


class SystemDesktop:
    """The desktop that the program runs on."""

    def choose_folder(self, parent: QWidget) -> Path | None:
        """Let a person choose a folder; None if they think better of it."""
        name = QFileDialog.getExistingDirectory(parent, QCoreApplication.translate("Desktop", "Add a folder of videos"))
        return Path(name) if name else None

    def choose_files(self, parent: QWidget) -> list[Path]:
        """Let a person choose files; none if they think better of it."""
        names, _ = QFileDialog.getOpenFileNames(parent, QCoreApplication.translate("Desktop", "Add videos"))
        return [Path(name) for name in names]

    def choose_place(self, parent: QWidget, start: Path) -> Path | None:
        """Let a person choose a folder to keep something in, beginning at `start`; None if they do not."""
        name = QFileDialog.getExistingDirectory(
            parent, QCoreApplication.translate("Desktop", "Keep the library in"), str(start)
        )
        return Path(name) if name else None

    def choose_picture(self, parent: QWidget, name: str) -> Path | None:
        """Let a person choose where to save a picture, called `name` unless they say otherwise."""
        start = Path.home() / name
        chosen, _ = QFileDialog.getSaveFileName(
            parent, QCoreApplication.translate("Desktop", "Save the frame"), str(start), _PICTURES
        )
        return Path(chosen) if chosen else None

    def choose_transcript(self, parent: QWidget, name: str) -> Path | None:
        """Let a person choose where to save a transcript, called `name` unless they say otherwise."""
        chosen, _ = QFileDialog.getSaveFileName(
            parent,
            QCoreApplication.translate("Desktop", "Save the transcript"),
            str(Path.home() / name),
            "SubRip (*.srt);;WebVTT (*.vtt);;TXT (*.txt)",
        )
        return Path(chosen) if chosen else None

    def play(self, path: Path) -> bool:
        """Open a video in the program that the desktop has for it; whether there is one."""
        # The path goes as an encoded URI, which keeps names that are not text.
        return QDesktopServices.openUrl(QUrl(path.as_uri()))

    def reveal(self, path: Path) -> bool:
        """Show a file in the file manager; whether that could be begun."""
        revealer = _REVEALERS.get(sys.platform)
        if revealer is None:
            # Not every Linux desktop can mark a file, but each can open a folder.
            return QDesktopServices.openUrl(QUrl(path.parent.as_uri()))
        program, option = revealer
        return QProcess.startDetached(program, [option, str(path)])[0]
