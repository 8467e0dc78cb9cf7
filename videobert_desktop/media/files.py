"""Which files are videos, and whether they can be read at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.errors import Failure, UserError

_BROADCAST = "mpg mpeg mpe m1v m2v m2p ts m2t mts m2ts vob mod tod dv mxf"
_FILES = "mp4 mov qt m4v f4v mj2 3gp 3g2 mkv webm avi divx wmv asf flv ogv ogm gif"
VIDEO_EXTENSIONS = frozenset(f".{name}" for name in f"{_BROADCAST} {_FILES}".split())

_MPEG_PACK_START = b"\x00\x00\x01\xba"
_TRANSPORT_SYNC = 0x47


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may hold a video, as it was when it was found.

    Attributes:
        path: Absolute path.
        size: Bytes.
        mtime_ns: Modification time in nanoseconds since the epoch.
    """

    path: Path
    size: int
    mtime_ns: int

    @classmethod
    def from_status(cls, path: Path, status: os.stat_result) -> FoundFile:
        """The file at `path`, of which the system says `status`."""
        return cls(path, status.st_size, status.st_mtime_ns)


def _in_no_way_known(_: FoundFile) -> bool:
    return False


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
    """The error to show a person when the system refuses to read `path`; that says nothing against what it holds."""
    reason, hint = _refusal(path, error)
    return UserError(reason, path=path, hint=hint, passing=True)


def _refusal(path: Path, error: OSError) -> tuple[str, str]:
    """Why the system refuses to read `path`, and what to do about it."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        if path.is_symlink():
            return "This link leads to nothing.", "Put back what it leads to, or remove it."
        return "There is nothing at this path.", "Check the name, and that its drive is there."
    if error.errno == errno.ELOOP:
        return "This link leads in a circle.", "Remove it."
    if error.errno in (errno.EACCES, errno.EPERM):
        return "You may not read this.", "Change its permissions and try again."
    return f"It cannot be read: {error.strerror or error}.", "Check the drive it lies on."


def find_videos(path: Path, known: Callable[[FoundFile], bool] = _in_no_way_known) -> Iterator[FoundFile | Failure]:
    """Find the videos at `path`: the file itself, or every video below the folder.

    A file given by name is yielded whatever it is called. In folders, hidden names and files of other kinds are
    left out, and a folder that is reached twice through links is entered once. Nothing is opened but files whose
    ending means several things.

    Args:
        path: A file or a folder.
        known: Whether a file is known to be a video, so that it need not be opened to tell.

    Yields:
        Files, sorted within each folder; a `Failure` for what is missing or cannot be looked into.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as the user named them
    try:
        status = path.stat()
    except OSError as error:
        yield Failure.from_error(unreadable(path, error), path)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _videos_below(path, known)
    else:
        yield FoundFile.from_status(path, status) if stat.S_ISREG(status.st_mode) else _irregular(path)


def _videos_below(folder: Path, known: Callable[[FoundFile], bool]) -> Iterator[FoundFile | Failure]:
    entered: set[tuple[int, int]] = set()
    # A list of folders and not calls within calls: people nest folders deeper than Python does functions.
    folders = [_entries(folder, entered)]
    while folders:
        entry = next(folders[-1], None)
        if entry is None:
            folders.pop()
        elif isinstance(entry, Failure):
            yield entry
        elif _is_folder(entry):
            folders.append(_entries(Path(entry.path), entered))
        elif (found := _video(entry, known)) is not None:
            yield found


def _entries(folder: Path, entered: set[tuple[int, int]]) -> Iterator[os.DirEntry[str] | Failure]:
    """What is in a folder that has not been entered before, by name, without hidden names."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in entered:
            return
        entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            listed = sorted(
                (entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name
            )
    except OSError as error:
        yield Failure.from_error(unreadable(folder, error), folder)
        return
    yield from listed


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link in a circle, say; if it is named like a video, looking at it as a file tells


def _video(entry: os.DirEntry[str], known: Callable[[FoundFile], bool]) -> FoundFile | Failure | None:
    """The file of a folder's entry, a failure if it is only named like a video; None if it is something else."""
    extension = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - many names are looked at
    if extension not in VIDEO_EXTENSIONS:
        return None
    path = Path(entry.path)
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            return _irregular(path)
        found = FoundFile.from_status(path, status)
        return None if not known(found) and _other_kind(path) else found
    except OSError as error:
        return Failure.from_error(unreadable(path, error), path)


def _irregular(path: Path) -> Failure:
    """Opening a pipe would wait for somebody to write into it; a device may do anything."""
    return Failure(path, "This is not a regular file.", "Give the path of a video.")


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
