"""What a watcher of folders has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class WatchEventKind(StrEnum):
    """What has happened."""

    FOLLOWING = "following"
    """The system tells of changes in the folder."""
    POLLING = "polling"
    """The folder is looked through now and then."""
    AWAY = "away"
    """The folder is not there, or its drive is not; its videos are offline."""
    INDEXED = "indexed"
    """Videos were taken in."""
    NO_FOLDER = "no folder"
    """The library has no folder that could be watched."""
    WAITING = "waiting"
    """The library cannot be worked on just now; it is tried again."""


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """Something that a person may want to know while folders are being watched.

    Attributes:
        kind: What has happened.
        text: The same as a sentence.
        folder: The watched folder that it happened to, if it is about one.
    """

    kind: WatchEventKind
    text: str
    folder: Path | None = None
