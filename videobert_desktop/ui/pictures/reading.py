"""Reading the pictures of a video from their files, in a lane."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from videobert_desktop.domain.timing import TIME_TOLERANCE, UNIT_SECONDS
from videobert_desktop.services.thumbnailing.filmstrip import Tile

THUMBNAIL = -1
"""Stands for a video's thumbnail where otherwise the number of one of its minutes does."""

Pieces = Mapping[int, QImage]
"""What was read: of a minute the picture for each of its seconds, of a thumbnail one picture under 0."""


class PictureSource(Protocol):
    """Says where pictures are; always called in the same lane."""

    def thumbnail(self, video_id: int) -> Path | None:
        """The file of a video's thumbnail, if there is one now."""

    def tile(self, video_id: int, second: float) -> Tile | None:
        """The tile of a video's filmstrip for that second, if there is one now."""


class Request(NamedTuple):
    """What is wanted: all tiles of a minute of a video, or its thumbnail."""

    video_id: int
    minute: int


def place_of(second: float) -> tuple[int, int]:
    """The minute that a second of a video is in, and which second of that minute it is."""
    minute, rest = divmod(max(0.0, second) + TIME_TOLERANCE, UNIT_SECONDS)
    return int(minute), int(rest)


def read(source: PictureSource, request: Request) -> Pieces:
    """What is wanted, as far as it is there: empty if nothing is."""
    if request.minute == THUMBNAIL:
        path = source.thumbnail(request.video_id)
        image = _load(path) if path is not None else QImage()
        return {} if image.isNull() else {0: image}
    return _tiles(source, request)


def size_of(pieces: Pieces) -> int:
    """How many bytes they take; seconds that share a picture count once."""
    return sum({image.cacheKey(): image.sizeInBytes() for image in pieces.values()}.values())


def _tiles(source: PictureSource, request: Request) -> Pieces:
    """The tiles of a minute; a sheet is read once, and cut."""
    sheets: dict[Path, QImage] = {}
    cut: dict[Tile, QImage] = {}
    pieces: dict[int, QImage] = {}
    for second in range(int(UNIT_SECONDS)):
        tile = source.tile(request.video_id, request.minute * UNIT_SECONDS + second)
        if tile is None:
            continue
        if tile.sheet not in sheets:
            sheets[tile.sheet] = _load(tile.sheet)
        if tile not in cut:
            cut[tile] = sheets[tile.sheet].copy(QRect(*tile.box))
        if not sheets[tile.sheet].isNull():
            pieces[second] = cut[tile]
    return pieces


def _load(path: Path) -> QImage:
    """The picture in a file; a null one where there is none, for a cache may be emptied at any time."""
    try:
        return QImage.fromData(path.read_bytes())
    except OSError:
        return QImage()
