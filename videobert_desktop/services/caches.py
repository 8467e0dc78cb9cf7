"""How much room a library's caches take, and emptying them: everything in them can be made again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CacheSizes:
    """Bytes on disk.

    Attributes:
        thumbnails: Thumbnails and filmstrips.
        index: The search index.
    """

    thumbnails: int
    index: int
