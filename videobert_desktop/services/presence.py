"""Whether files and folders are there, as far as can be seen."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.video import VideoFile
from videobert_desktop.media.fingerprint import fingerprint


def is_there(path: Path) -> bool:
    """Whether there is something at `path`; where the system cannot tell, as on a failing drive, there is not."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where the system cannot tell


def is_file(path: Path) -> bool:
    """Whether there is a regular file at `path`; where the system cannot tell, there is not."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where the system cannot tell


def is_folder(path: Path) -> bool:
    """Whether there is a folder at `path`; where the system cannot tell, there is not."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where the system cannot tell


def still_holds(file: VideoFile) -> bool:
    """Whether what lies at a file's path is what was last seen there; its time alone may have changed."""
    path = file.fingerprint.path
    try:
        status = path.stat()
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode) or status.st_size != file.fingerprint.size or file.displaced:
        return False
    return status.st_mtime_ns == file.fingerprint.mtime_ns or _same_content(file)


def _same_content(file: VideoFile) -> bool:
    try:
        return fingerprint(file.fingerprint.path).content_hash == file.fingerprint.content_hash
    except UserError:
        return False


def is_listed(path: Path) -> bool:
    """Whether a folder lists the last name of `path` in that very spelling.

    Where the file system ignores case, a file is found under its old name after only the case of it was changed.
    """
    try:
        return path.name in os.listdir(path.parent)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return False
