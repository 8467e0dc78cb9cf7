"""How much room a library's caches take, and emptying them: everything in them can be made again."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue.disk import explained
from videobert_desktop.services.library import Library
from videobert_desktop.services.thumbnailing.thumbnail_cache import remove_pictures

# What a saved index consists of, and what one leaves that was cut off; the locks beside them stay.
_INDEX_FILES = ("*.faiss", "*.json", "*.new")


@dataclass(frozen=True, slots=True)
class CacheSizes:
    """Bytes on disk.

    Attributes:
        thumbnails: Thumbnails and filmstrips.
        index: The search index.
    """

    thumbnails: int
    index: int


def cache_sizes(library: Library) -> CacheSizes:
    """How much room a library's caches take; some of it may come and go meanwhile."""
    return CacheSizes(_size(library.thumbnails_directory), _size(library.index_directory))


def clear_thumbnails(library: Library) -> None:
    """Remove all thumbnails and filmstrips: `restore_thumbnails` makes those of a video again, and so does indexing it.

    Those that are being made again meanwhile may stay.

    Raises:
        UserError: The library is being indexed, or cannot be written to.
    """
    with library.lock("clearing its thumbnails"), explained(library.thumbnails_directory):
        for directory in library.thumbnails_directory.glob("*/"):
            remove_pictures(directory)


def clear_index(library: Library) -> None:
    """Remove the saved search index; what is indexed can be searched all the same, and the next indexing saves it anew.

    Raises:
        UserError: The library is being indexed, or cannot be written to.
    """
    with library.lock("clearing its search index"), explained(library.index_directory):
        for pattern in _INDEX_FILES:
            for file in library.index_directory.glob(pattern):
                file.unlink(missing_ok=True)


def _size(directory: Path) -> int:
    size = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            with suppress(FileNotFoundError):  # caches come and go
                size += Path(folder, name).stat().st_size
    return size
