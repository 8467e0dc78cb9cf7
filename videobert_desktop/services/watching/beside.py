"""The videos that a subtitle file may belong to: what happens to it is about them."""

from __future__ import annotations

import os
from pathlib import Path

from videobert_desktop.media.files import VIDEO_EXTENSIONS
from videobert_desktop.media.subtitles.parsing import EXTENSIONS


def is_subtitle_file(path: Path) -> bool:
    """Whether it is named like one."""
    return path.suffix.lower() in EXTENSIONS


def videos_beside(subtitles: Path) -> list[Path]:
    """The videos in the same folder whose name a subtitle file's name begins with, by name.

    Which of several it really belongs to is found out when they are read.
    """
    try:
        with os.scandir(subtitles.parent) as entries:
            beside = [Path(entry.path) for entry in entries]
    except OSError:  # a folder that is gone by now has no videos that could be read again
        return []
    name = subtitles.name.casefold()
    return sorted(
        path for path in beside if path.suffix.lower() in VIDEO_EXTENSIONS and name.startswith(path.stem.casefold())
    )
