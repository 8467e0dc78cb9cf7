"""Finds thumbnails and tiles by their files alone: no catalogue is asked, however many are wanted."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.services.library import Library
from videobert_desktop.services.thumbnailing.filmstrip import (
    DESCRIPTION,
    Filmstrip,
    Tile,
    mark_as_used,
    pictures_directory,
    read_filmstrip,
    thumbnail_path,
)


class PictureFinder:
    """Where the pictures of a library's videos are; used by one thread.

    Tiles of one video are mostly asked for one after the other, so the layout of the last one's filmstrip is kept,
    for as long as the file that describes it stays the same.
    """

    def __init__(self, library: Library) -> None:
        """Take note of the library; nothing is read yet."""
        self._library = library
        self._known: tuple[int, int] | None = None
        self._strip: Filmstrip | None = None

    def thumbnail(self, video_id: int) -> Path | None:
        """A video's thumbnail, or None if there is none now."""
        return thumbnail_path(self._library, video_id)

    def tile(self, video_id: int, second: float) -> Tile | None:
        """The tile of a video's filmstrip that shows it at that second, or None if there is none now."""
        directory = pictures_directory(self._library, video_id)
        try:
            written = (directory / DESCRIPTION).stat().st_mtime_ns
        except OSError:  # there is no filmstrip, or none that can be reached
            return None
        if self._known != (video_id, written):
            mark_as_used(directory)
            self._known, self._strip = (video_id, written), read_filmstrip(directory)
        return self._strip.tile_at(second) if self._strip is not None else None
