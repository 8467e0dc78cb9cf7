"""Which files are videos, and whether they can be read at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from videobert_desktop.domain.errors import Failure, UserError

_BROADCAST_EXTENSIONS = {".mpg", ".mpeg", ".m2v", ".ts", ".mts", ".m2ts", ".vob", ".mod", ".tod", ".dv", ".mxf"}
_FILE_EXTENSIONS = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".wmv", ".asf", ".flv", ".3gp", ".ogv", ".gif"}
VIDEO_EXTENSIONS = frozenset(_BROADCAST_EXTENSIONS | _FILE_EXTENSIONS)

_MPEG_PACK_START = b"\x00\x00\x01\xba"
_TRANSPORT_SYNC = 0x47


def require_readable_file(path: Path) -> os.stat_result:
    """Check that `path` is a regular file with something in it.

    Returns:
        What the system says about the file.

    Raises:
        UserError: It is missing, empty, forbidden or not a regular file.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise UserError("This is a folder, not a video file.", path=path, hint="Give the path of a video.")
    if not stat.S_ISREG(status.st_mode):
        raise UserError("This is not a regular file.", path=path, hint="Give the path of a video.")
    if status.st_size == 0:
        raise UserError("The file is empty.", path=path, hint="Copy it again from where it came from.")
    return status


def unreadable(path: Path, error: OSError) -> UserError:
    """The error to show a person when the system refuses to read `path`."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(
            "There is nothing at this path.", path=path, hint="Check the name, and that its drive is there."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return UserError("You may not read this.", path=path, hint="Change its permissions and try again.")
    return UserError(f"It cannot be read: {error.strerror or error}.", path=path, hint="Check the drive it lies on.")


def find_videos(path: Path) -> Iterator[Path | Failure]:
    """Find the videos at `path`: the file itself, or every video below the folder.

    A file given by name is yielded whatever it is called. In folders, hidden names and files of other kinds are
    left out, and a folder that is reached twice through links is entered once.

    Yields:
        Absolute paths, sorted within each folder; a `Failure` for what is missing or cannot be looked into.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as the user named them
    try:
        status = path.stat()
    except OSError as error:
        yield Failure.from_error(unreadable(path, error), path)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _videos_in_folder(path, entered=set())
    else:
        yield path


def _videos_in_folder(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path | Failure]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield Failure.from_error(unreadable(folder, error), folder)
        return
    for name in names:
        yield from _videos_at(folder / name, entered)


def _videos_at(path: Path, entered: set[tuple[int, int]]) -> Iterator[Path | Failure]:
    named_video = path.suffix.lower() in VIDEO_EXTENSIONS
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _videos_in_folder(path, entered)
        elif named_video and stat.S_ISREG(mode) and not _other_kind(path):
            yield path
    except OSError as error:
        if named_video:
            yield Failure.from_error(unreadable(path, error), path)


def _other_kind(path: Path) -> bool:
    """Whether a file of an ambiguous extension is plainly something else: TypeScript, a Go module, a piece of music."""
    extension = path.suffix.lower()
    if extension not in (".ts", ".mts", ".mod"):
        return False
    with path.open("rb") as file:
        head = file.read(5)
    if not head:
        return False
    if extension == ".mod":
        return not head.startswith(_MPEG_PACK_START)
    # Packets of 188 bytes begin with the sync byte; those of 192 put four bytes of arrival time before it.
    return _TRANSPORT_SYNC not in (head[0], head[-1])
