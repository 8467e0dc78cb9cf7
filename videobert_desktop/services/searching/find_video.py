"""Which video a person means, and which of a video's files to show."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import Video, VideoFile
from videobert_desktop.services.presence import is_there

# How many files are listed where a name is not clear.
_LISTED = 3
_ID = re.compile(r"[0-9]{1,18}")


def find_video(catalogue: Catalogue, video: int | str) -> Video:
    """The video that is meant.

    Args:
        catalogue: Of the library.
        video: Its id; or a file's path, a file name that only one video has (folders may stand before it), or the
            digits of an id.

    Raises:
        UserError: The library has no such video, or several of that name.
    """
    found = catalogue.videos.get(video if isinstance(video, int) else _id_of(catalogue, video))
    if found is None:
        raise UserError(
            f"There is no video {str(video)!r} in the library.",
            hint="Name a file that has been indexed; `videobert index PATH` takes a new one in.",
        )
    return found


def shown_file(files: Sequence[VideoFile], folder: Path | None = None) -> tuple[VideoFile, bool]:
    """The file to show of a video, and whether it is there to be played.

    Args:
        files: Those that hold the video, at least one.
        folder: Of files that are equally good, one in this folder is preferred.
    """
    wanted = sorted(files, key=lambda file: (file.displaced, not is_inside(file.fingerprint.path, folder)))
    for file in wanted:
        if file.online and not file.displaced and is_there(file.fingerprint.path):
            return file, True
    return wanted[0], False


def is_inside(path: Path, folder: Path | None) -> bool:
    """Whether a file lies in a folder, however deep, or is meant itself; in no folder in particular, any does."""
    return folder is None or path == folder or folder in path.parents


def _id_of(catalogue: Catalogue, name: str) -> int:
    """The id that is meant by a path, a file name or digits, in this order; 0, which no video has, if none is."""
    if not name:
        return 0
    path = Path(os.path.abspath(name))  # noqa: PTH100 - symbolic links stay what they are
    if (file := catalogue.files.by_path(path)) is not None:
        return file.video_id
    files = catalogue.files.ending_in(name)
    # What was displaced counts only where nothing else has the name.
    files = [file for file in files if not file.displaced] or files
    if len({file.video_id for file in files}) > 1:
        paths = ", ".join(str(file.fingerprint.path) for file in files[:_LISTED])
        raise UserError(f"Several videos are called {name!r}.", hint=f"Give more of the path, as in: {paths}.")
    if files:
        return files[0].video_id
    return int(name) if _ID.fullmatch(name) else 0
