"""Waits until what has changed has come to rest: a file that is still being written is left to itself."""

from __future__ import annotations

import os
from pathlib import Path

QUIET_SECONDS = 2.0

Stamp = tuple[int, int]


class Settling:
    """Changed paths, each until nothing was told of it and its size and time stayed the same for two seconds."""

    def __init__(self) -> None:
        self._waiting: dict[Path, tuple[Stamp | None, float]] = {}

    def __contains__(self, path: Path) -> bool:
        return path in self._waiting

    def note(self, path: Path, now: float) -> None:
        """Something was told of a path; `now` is a monotonic time in seconds."""
        self._waiting[path] = (stamp(path), now)

    def take_settled(self, now: float) -> list[Path]:
        """The paths that have come to rest by now, by name; they are not given again."""
        for path, (before, _) in self._waiting.items():
            if (current := stamp(path)) != before:
                self._waiting[path] = (current, now)
        settled = sorted(path for path, (_, since) in self._waiting.items() if now - since >= QUIET_SECONDS)
        for path in settled:
            del self._waiting[path]
        return settled


def stamp(path: Path) -> Stamp | None:
    """A path's size and modification time, by which a change is told; None where nothing can be seen."""
    try:
        status = os.stat(path)  # noqa: PTH116 - many paths are looked at
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
