"""Somebody who watches a playback, and writes down what is shown and told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.helpers.frame_code import read_number
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.playing.open_frames import FrameSource, open_frames
from videobert_desktop.ui.player.playback import Playback

PATIENCE = 20_000
"""Milliseconds after which a test gives up waiting."""

# What Qt says where there is no sound device, or no graphics card, whatever is played.
UNAVOIDABLE = ("PulseAudioService", "No audio device", "No RHI backend")


class Files:
    """Opens real files."""

    def open_frames(self, path: Path) -> FrameSource:
        return open_frames(path)


def number_of(image: QImage) -> int:
    """The number that a picture shows."""
    picture = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return read_number(lines[:, : picture.width() * 3].reshape(picture.height(), picture.width(), 3))


class Viewer(QObject):
    """Watches.

    Attributes:
        seen: The second and the number of every picture.
        told: Everything else, in order.
    """

    def __init__(self, qtbot: QtBot, playback: Playback) -> None:
        super().__init__()
        self._qtbot = qtbot
        self._playback = playback
        self._number: int | None = None
        self.seen: list[tuple[float, int]] = []
        self.told: list[tuple[str, object]] = []
        playback.opened.connect(self.opened)
        playback.pictured.connect(self.pictured)
        playback.moved.connect(self.moved)
        playback.playing_changed.connect(self.playing_changed)
        playback.ended.connect(self.ended)
        playback.subtitle_changed.connect(self.subtitle_changed)
        playback.failed.connect(self.failed)

    @property
    def failures(self) -> list[UserError]:
        """What went wrong."""
        return [error for name, error in self.told if name == "failed" and isinstance(error, UserError)]

    def wait_for(self, second: float, number: int) -> None:
        """Wait until this picture is shown, and is told to be of that second."""
        expected = (round(second, 4), number)
        self._qtbot.waitUntil(lambda: bool(self.seen) and self.seen[-1] == expected, timeout=PATIENCE)
        assert abs(self._playback.position - second) < 1e-4

    def wait_until_told(self, name: str) -> None:
        """Wait until something of that name is told."""
        self._qtbot.waitUntil(lambda: name in [told for told, _ in self.told], timeout=PATIENCE)

    def wait_until_seen(self, pictures: int) -> None:
        """Wait until so many pictures were shown."""
        self._qtbot.waitUntil(lambda: len(self.seen) >= pictures, timeout=PATIENCE)

    @Slot(float)
    def opened(self, duration: float) -> None:
        self.told.append(("opened", duration))

    @Slot(QImage)
    def pictured(self, image: QImage) -> None:
        self._number = number_of(image)

    @Slot(float)
    def moved(self, second: float) -> None:
        if self._number is not None:
            self.seen.append((round(second, 4), self._number))
        self._number = None

    @Slot(bool)
    def playing_changed(self, playing: bool) -> None:
        self.told.append(("playing", playing))

    @Slot()
    def ended(self) -> None:
        self.told.append(("ended", None))

    @Slot(str)
    def subtitle_changed(self, text: str) -> None:
        self.told.append(("subtitle", text))

    @Slot(object)
    def failed(self, error: object) -> None:
        self.told.append(("failed", error))
