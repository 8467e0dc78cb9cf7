"""Thumbnails and filmstrips, made on the way from pictures that are decoded anyway; a cache that can be made again.

`filmstrip` says how they lie on disk and reads them; `thumbnail_cache` keeps their size within bounds.
"""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue.disk import explained, make_private_directory, replace_file
from videobert_desktop.domain.timing import TIME_TOLERANCE, UNIT_SECONDS
from videobert_desktop.domain.video import Video
from videobert_desktop.media.frames import SampledFrames
from videobert_desktop.media.webp import contrast, encode_webp, resized
from videobert_desktop.services.library import Library
from videobert_desktop.services.thumbnailing.filmstrip import (
    DESCRIPTION,
    THUMBNAIL,
    Filmstrip,
    describe,
    display_size,
    filmstrip,
    pictures_directory,
    plan_filmstrip,
    read_filmstrip,
    thumbnail_path,
)

__all__ = ["FilmstripWriter", "filmstrip", "thumbnail_path"]

_THUMBNAIL_SIDE = 260
# Many a video begins with a title or out of focus: what comes in its first second has to show so much more.
_FIRST_SECOND_HANDICAP = 0.5

Picture = NDArray[np.uint8]


class FilmstripWriter:
    """Takes the pictures of one pass through a video and keeps a few of them.

    Each unit's sheet replaces that of an earlier pass as soon as the unit is over. A tile is the first picture of its
    stretch of time; where a stretch has none, as between key frames far apart, the tile before is shown again.
    """

    def __init__(self, library: Library, video: Video, *, start: float = 0.0) -> None:
        """Begin; nothing is written yet.

        Args:
            library: Where to keep them.
            video: Whose pictures will come.
            start: The second from which on they come: the beginning of a unit.
        """
        self._video = video
        self._start = start
        self._directory = pictures_directory(library, video.id)
        self._strip: Filmstrip | None = None
        self._tiles: dict[int, Picture] = {}
        self._newest = -1
        self._before: Picture | None = None
        self._thumbnail: Picture | None = None
        self._contrast = -1.0

    def add(self, batch: SampledFrames) -> None:
        """Look at a batch of pictures, which follows the one before in time.

        Raises:
            UserError: The disk, which is named, is full or cannot be written to.
        """
        strip = self._strip = self._strip or self._plan(batch.pixels.shape[1])
        for time, picture in zip(batch.times.tolist(), batch.pixels, strict=True):
            number = strip.number_at(time)
            if number > self._newest and time >= self._start - TIME_TOLERANCE:
                unit = self._newest // strip.tiles_per_unit
                if self._tiles and number // strip.tiles_per_unit > unit:
                    self._end_unit(strip, (unit + 1) * strip.tiles_per_unit)
                self._keep(number, time, picture, strip)

    def finish(self) -> None:
        """Write what is left: the video is at its end.

        Raises:
            UserError: The disk, which is named, is full or cannot be written to.
        """
        if self._strip is not None and self._tiles:
            self._end_unit(dataclasses.replace(self._strip, tiles=self._newest + 1), self._newest + 1)

    def _plan(self, side: int) -> Filmstrip:
        """The layout, which is that of the sheets that are there already, unless those are of another kind."""
        plan = plan_filmstrip(self._directory, self._video.info, side)
        there = read_filmstrip(self._directory)
        if there is not None and dataclasses.replace(there, tiles=None) == plan:
            return there
        with explained(self._directory):
            for sheet in self._directory.glob("filmstrip*"):
                sheet.unlink(missing_ok=True)
        return plan

    def _keep(self, number: int, time: float, picture: Picture, strip: Filmstrip) -> None:
        self._newest = number
        self._tiles[number] = resized(picture, strip.width, strip.height)
        if time < self._start + UNIT_SECONDS:
            self._consider(picture, contrast(self._tiles[number]) * (_FIRST_SECOND_HANDICAP if time < 1.0 else 1.0))

    def _consider(self, picture: Picture, seen: float) -> None:
        """Take the picture for the thumbnail if there is more to see in it than in those before."""
        if seen > self._contrast:
            self._contrast = seen
            side = min(_THUMBNAIL_SIDE, len(picture))
            self._thumbnail = resized(picture, *display_size(self._video.info, side))

    def _end_unit(self, strip: Filmstrip, end: int) -> None:
        """Write the sheet of the unit that is over before tile `end`, and what goes with the first one and the last."""
        make_private_directory(self._directory)
        unit = self._newest // strip.tiles_per_unit
        _write(strip.sheet(unit), encode_webp(self._sheet(range(unit * strip.tiles_per_unit, end), strip)))
        self._write_thumbnail()
        if strip != read_filmstrip(self._directory):
            _write(self._directory / DESCRIPTION, describe(strip).encode())
        self._before = self._tiles[self._newest]
        self._tiles.clear()

    def _sheet(self, numbers: range, strip: Filmstrip) -> Picture:
        """The tiles of those numbers in rows; in an unfinished row, black follows the last one."""
        shown = self._before if self._before is not None else next(iter(self._tiles.values()))
        rows, columns = math.ceil(len(numbers) / strip.columns), min(len(numbers), strip.columns)
        sheet = np.zeros((rows, columns, strip.height, strip.width, 3), np.uint8)
        for place, number in enumerate(numbers):
            shown = self._tiles.get(number, shown)
            sheet[divmod(place, strip.columns)] = shown
        return sheet.swapaxes(1, 2).reshape(rows * strip.height, columns * strip.width, 3)

    def _write_thumbnail(self) -> None:
        """Keep the best picture of the first unit; that of a later one only where there is none from before."""
        path = self._directory / THUMBNAIL
        if self._thumbnail is not None and (self._start == 0.0 or not path.exists()):
            _write(path, encode_webp(self._thumbnail))
        self._thumbnail = None


def _write(path: Path, content: bytes) -> None:
    with replace_file(path) as partial:
        partial.write_bytes(content)
