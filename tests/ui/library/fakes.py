"""Videos, folders and pictures for the library pane, without any library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.thumbnailing.filmstrip import Tile

FILMS = Path("/films")
FAILED = LibraryVideo(FILMS / "broken.mp4", None, VideoState.FAILED, "This is not a video.")


def film(number: int, name: str = "", state: VideoState = VideoState.INDEXED, **fields: object) -> LibraryVideo:
    """A video with an id, a minute long if nothing else is said."""
    values = {"duration": 60.0, **fields}
    return LibraryVideo(FILMS / (name or f"clip {number}.mp4"), state=state, id=number, **values)  # type: ignore[arg-type]


def films(count: int) -> list[LibraryVideo]:
    """The videos 1 to `count`."""
    return [film(number) for number in range(1, count + 1)]


def picture(path: Path, colour: str = "red", width: int = 160, height: int = 90) -> Path:
    """A file with a picture of one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path), "PNG")
    return path


def sheet(path: Path, colours: Sequence[str]) -> Path:
    """A file with tiles of 16 by 9 pixels side by side, each of one colour."""
    image = QImage(16 * len(colours), 9, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for place, colour in enumerate(colours):
        painter.fillRect(QRect(16 * place, 0, 16, 9), QColor(colour))
    painter.end()
    assert image.save(str(path), "PNG")
    return path


@dataclass
class FakeSource:
    """Has the pictures that it is given.

    Attributes:
        thumbnails: Files by the ids of their videos.
        sheets: By the ids of their videos, sheets with one tile for each 20 seconds of a minute.
        asked: The ids of the videos whose thumbnails were asked for, in order.
        error: What the next call raises.
    """

    thumbnails: dict[int, Path] = field(default_factory=dict)
    sheets: dict[int, Path] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    error: Exception | None = None

    def thumbnail(self, video_id: int) -> Path | None:
        if self.error is not None:
            raise self.error
        self.asked.append(video_id)
        return self.thumbnails.get(video_id)

    def tile(self, video_id: int, second: float) -> Tile | None:
        path = self.sheets.get(video_id)
        return None if path is None else Tile(path, (16 * int(second % 60 // 20), 0, 16, 9))
