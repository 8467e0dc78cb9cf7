"""Writing files so that they are there whole or not at all, private to the user, and on the disk when we say so."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from videobert_desktop.domain.errors import UserError

_FULL = {errno.ENOSPC, errno.EDQUOT}
# What SQLite wants beside a catalogue before it reads the first row of it, and some more.
_LITTLE_ROOM = 1 << 16


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Give the path of an empty file (0600) to fill, which becomes `path` at the end, synced, or vanishes on an error.

    Raises:
        UserError: The disk is full, or the directory cannot be written to.
    """
    with explained(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".tmp")
        os.close(handle)
        partial = Path(name)
        try:
            yield partial
            _sync(partial)
            partial.replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                partial.unlink()
            raise
        sync_directory(path.parent)


def make_private_directory(directory: Path) -> None:
    """Make the directory (0700) and those above it that are missing, and have their names reach the disk.

    Raises:
        UserError: It cannot be made.
    """
    if directory.is_dir():
        return
    make_private_directory(directory.parent)
    with explained(directory):
        directory.mkdir(mode=0o700, exist_ok=True)
        sync_directory(directory.parent)


def sync_directory(directory: Path) -> None:
    """Have the names in a directory reach the disk; Windows has no such thing and needs none."""
    if os.name != "nt":
        _sync(directory)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system says about writing `path` into a `UserError`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(path) from error
        reason = f"It cannot be read or written: {error.strerror}."
        raise UserError(reason, path=path, hint="Check the permissions of the library's directory.") from error


def disk_full(path: Path) -> UserError:
    """The error that the disk of `path` has no room left."""
    reason = f"The disk mounted at {mount_point(path)} is full."
    return UserError(reason, path=path, hint="Free some space on it, then try again.")


def is_full(directory: Path) -> bool:
    """Whether the disk of a directory has next to no room left."""
    try:
        return shutil.disk_usage(directory).free < _LITTLE_ROOM
    except OSError:
        return False


def mount_point(path: Path) -> Path:
    """Where the disk that holds `path` is mounted."""
    return next((place for place in path.absolute().parents if place.is_mount()), Path(path.anchor))


def _sync(path: Path) -> None:
    # Windows syncs only what is open for writing; a directory can only be opened for reading.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
