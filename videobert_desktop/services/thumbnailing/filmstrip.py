"""The filmstrip of a video as it lies on disk: which second is on which tile of which sheet.

`<library>/thumbnails/<video id>/` holds `thumbnail.webp`, a sheet of tiles for each unit (minute) of the video,
`filmstrip-<unit>.webp`, and `filmstrip.json` with the fields of `Filmstrip`. Tile number n of a video shows it from
n * step on, until the next. A unit's tiles stand in rows, from left to right and from top to bottom.

All tiles of a video are of one size, that of its upright picture with a longer side of 160 pixels: a grid of uniform
cells is a grid of squares of 160 pixels, in which landscape and portrait are equally large and nothing is cut off.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from videobert_desktop.domain.timing import TIME_TOLERANCE, UNIT_SECONDS
from videobert_desktop.domain.video import MediaInfo, Video
from videobert_desktop.services.library import Library

THUMBNAIL = "thumbnail.webp"
DESCRIPTION = "filmstrip.json"

_TILE_SIDE = 160
_COLUMNS = 6
# Seconds from tile to tile, all of which divide a unit, for videos of up to so many seconds.
_STEPS = ((20.0, 1.0), (180.0, 2.0))
_LONG_STEP = 5.0
# A picture ten times as wide as high is still something to look at; what claims to be more is a line.
_NARROWEST = 0.1
_SECONDS_BETWEEN_MARKS = 3600.0

Box = tuple[int, int, int, int]


class Tile(NamedTuple):
    """Where a picture is: the sheet, and left, top, width and height on it in pixels."""

    sheet: Path
    box: Box


@dataclass(frozen=True, slots=True)
class Filmstrip:
    """How a video's sheets are laid out.

    Attributes:
        step: Seconds from tile to tile.
        width: Of a tile, in pixels.
        height: Of a tile, in pixels.
        columns: How many tiles stand side by side on a sheet.
        tiles: How many tiles the video has; None until it has been gone through once.
        directory: Where the sheets are.
    """

    step: float
    width: int
    height: int
    columns: int
    tiles: int | None
    directory: Path

    def tile_at(self, second: float) -> Tile | None:
        """The tile that shows the video at that second, the nearest one beyond its ends; None if there is none now."""
        number = max(0, self.number_at(second))
        if self.tiles is not None:
            number = min(number, self.tiles - 1)
        unit, place = divmod(number, self.tiles_per_unit)
        sheet = self.sheet(unit)
        row, column = divmod(place, self.columns)
        return Tile(sheet, (column * self.width, row * self.height, self.width, self.height)) if _there(sheet) else None

    def number_at(self, second: float) -> int:
        """The number of the tile that shows the video at that second."""
        return int((second + TIME_TOLERANCE) // self.step)

    def sheet(self, unit: int) -> Path:
        """The file with the tiles of a unit, whether or not it is there."""
        return self.directory / f"filmstrip-{unit:05d}.webp"

    @property
    def tiles_per_unit(self) -> int:
        """How many tiles a whole unit has."""
        return round(UNIT_SECONDS / self.step)


def pictures_directory(library: Library, video_id: int) -> Path:
    """The directory of a video's thumbnail and filmstrip, whether or not it is there."""
    return library.thumbnails_directory / str(video_id)


def thumbnail_path(library: Library, video_id: int) -> Path | None:
    """A video's thumbnail, or None if there is none now."""
    path = pictures_directory(library, video_id) / THUMBNAIL
    if not _there(path):
        return None
    mark_as_used(path.parent)
    return path


def filmstrip(library: Library, video: Video) -> Filmstrip:
    """A video's filmstrip, which may lack any of its sheets."""
    directory = pictures_directory(library, video.id)
    mark_as_used(directory)
    return read_filmstrip(directory) or plan_filmstrip(directory, video.info)


def plan_filmstrip(directory: Path, info: MediaInfo, side: int = _TILE_SIDE) -> Filmstrip:
    """How the filmstrip of such a video is to be laid out, if pictures have so many pixels a side."""
    width, height = display_size(info, min(side, _TILE_SIDE))
    step = next((step for longest, step in _STEPS if 0 < info.duration <= longest), _LONG_STEP)
    return Filmstrip(step, width, height, _COLUMNS, None, directory)


def read_filmstrip(directory: Path) -> Filmstrip | None:
    """What the description in the directory says; None if there is none that can be used."""
    try:
        match json.loads((directory / DESCRIPTION).read_text(encoding="utf-8")):
            case {
                "step": float(step),
                "width": int(width),
                "height": int(height),
                "columns": int(columns),
                "tiles": int() | None as tiles,
            } if 0 < step <= UNIT_SECONDS and min(width, height, columns) > 0:
                return Filmstrip(step, width, height, columns, tiles, directory)
    except (OSError, ValueError):  # it is a cache
        return None
    return None


def describe(strip: Filmstrip) -> str:
    """The description that `read_filmstrip` reads."""
    fields = asdict(strip)
    del fields["directory"]
    return json.dumps(fields)


def display_size(info: MediaInfo, side: int) -> tuple[int, int]:
    """Width and height in pixels at which the video's upright picture has a longer side of `side`."""
    width, height = info.width * float(info.sample_aspect_ratio), float(info.height)
    if info.rotation % 180:
        width, height = height, width
    if min(width, height) <= 0:
        return side, side
    scale = side / max(width, height)
    shortest = max(1.0, side * _NARROWEST)
    return round(max(shortest, width * scale)), round(max(shortest, height * scale))


def _there(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where the system cannot tell


def mark_as_used(directory: Path) -> None:
    """Note when the pictures were last looked at, by the directory's own time: see `trim_thumbnails`."""
    with suppress(OSError):  # it is not there, or in a library that cannot be written, and so is not trimmed either
        if abs(time.time() - directory.stat().st_mtime) > _SECONDS_BETWEEN_MARKS:
            os.utime(directory)
