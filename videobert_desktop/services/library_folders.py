"""The folders that a library watches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """A folder that was given to index.

    Attributes:
        path: Where it is.
        there: Whether it can be reached now.
        videos: How many videos of the library have a file in it.
    """

    path: Path
    there: bool
    videos: int
