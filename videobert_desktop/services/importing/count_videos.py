"""How many videos a folder seems to hold, before any of them is looked into."""

from __future__ import annotations

from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.media.files import find_videos


def count_videos(folder: Path, cancel: CancelToken) -> int:
    """How many files below a folder are named like videos; what cannot be looked into counts for nothing.

    Raises:
        Cancelled: It was asked to stop.
    """
    count = 0
    for found in find_videos(folder):
        cancel.raise_if_cancelled()
        count += not isinstance(found, Failure)
    return count
