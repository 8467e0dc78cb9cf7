"""Keeps thumbnails and filmstrips within the room that the user gives them."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue.disk import explained
from videobert_desktop.services.library import Library
from videobert_desktop.services.thumbnailing.filmstrip import THUMBNAIL

# What removing a directory comes to when pictures are made in it meanwhile; after a few attempts they may stay.
_MEANWHILE = {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST}
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _Pictures:
    """What there is of one video.

    Attributes:
        directory: Its directory.
        used_ns: When it was last looked at or written, in nanoseconds since the epoch.
        thumbnail: The thumbnail's bytes; 0 if there is none.
        filmstrip: The bytes of everything else.
    """

    directory: Path
    used_ns: int
    thumbnail: int
    filmstrip: int


def trim_thumbnails(library: Library, megabytes: int) -> int:
    """Remove pictures until they take at most so much room, those first that were looked at longest ago.

    Filmstrips, which are large, go before thumbnails; and pictures of videos that the library has no more go first.
    Everything that is removed can be made again: see `restore_thumbnails`.

    Args:
        library: The library.
        megabytes: How many million bytes they may take; 0 for none.

    Returns:
        How many bytes were removed.

    Raises:
        UserError: Something cannot be removed, or the catalogue cannot be read.
    """
    root = library.thumbnails_directory
    with explained(root):
        # A video is in the catalogue before it has pictures: those found here without a video have lost it.
        found = _all_pictures(root)
        with library.catalogue() as catalogue:
            known = {str(video.id) for video in catalogue.videos.all()}
        strangers = [pictures for pictures in found if pictures.directory.name not in known]
        kept = sorted(
            (pictures for pictures in found if pictures.directory.name in known), key=lambda item: item.used_ns
        )
        removed = sum(_remove(pictures) for pictures in strangers)
        return removed + _trim(kept, megabytes * 1_000_000)


def remove_pictures(directory: Path) -> None:
    """Remove the pictures of a video, if there are any; those may stay that are being made again meanwhile.

    Raises:
        OSError: They cannot be removed.
    """
    for _ in range(_ATTEMPTS):
        if not directory.is_dir():
            return
        try:
            shutil.rmtree(directory)
        except OSError as error:
            if error.errno not in _MEANWHILE:
                raise


def _trim(kept: Iterable[_Pictures], limit: int) -> int:
    """Remove what is above the limit in bytes; of the pictures, those that come first."""
    kept = list(kept)
    excess = sum(pictures.thumbnail + pictures.filmstrip for pictures in kept) - limit
    removed = 0
    for remove in (_remove_filmstrip, _remove_thumbnail):
        for pictures in kept:
            if removed >= excess:
                return removed
            removed += remove(pictures)
    return removed


def _remove_filmstrip(pictures: _Pictures) -> int:
    for file in pictures.directory.iterdir():
        if file.name != THUMBNAIL:
            file.unlink(missing_ok=True)
    if pictures.thumbnail:
        # Being trimmed is not being looked at.
        os.utime(pictures.directory, ns=(pictures.used_ns, pictures.used_ns))
    else:
        pictures.directory.rmdir()
    return pictures.filmstrip


def _remove_thumbnail(pictures: _Pictures) -> int:
    if pictures.thumbnail:
        remove_pictures(pictures.directory)
    return pictures.thumbnail


def _remove(pictures: _Pictures) -> int:
    remove_pictures(pictures.directory)
    return pictures.thumbnail + pictures.filmstrip


def _all_pictures(root: Path) -> list[_Pictures]:
    if not root.is_dir():
        return []
    return [_pictures(directory) for directory in root.iterdir() if directory.name.isdecimal() and directory.is_dir()]


def _pictures(directory: Path) -> _Pictures:
    used_ns = directory.stat().st_mtime_ns
    sizes: dict[str, int] = {}
    for file in directory.iterdir():
        with suppress(FileNotFoundError):  # it was just replaced
            sizes[file.name] = file.stat().st_size
    thumbnail = sizes.pop(THUMBNAIL, 0)
    return _Pictures(directory, used_ns, thumbnail, sum(sizes.values()))
