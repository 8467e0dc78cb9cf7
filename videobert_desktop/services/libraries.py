"""Where libraries are, and their coming and going."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.disk import explained, make_private_directory
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.indexing.rebuild_index import rebuild_index
from videobert_desktop.services.library import Library
from videobert_desktop.services.verify_library import verify_library
from videobert_desktop.settings.options import Settings

__all__ = [
    "Library",
    "create_library",
    "library_directory",
    "list_libraries",
    "open_library",
    "rebuild_index",
    "remove_library",
    "verify_library",
]

# A name must be a directory's name on every system that a library may be carried to.
_NAME = re.compile(r"\w([\w .+-]{0,62}[\w+-])?")
_FOLDERS = ("features", "index", "packs", "thumbnails")
# The catalogue comes with a journal, with backups, and perhaps with what a cut-off backup left behind.
_FILES = ("catalogue.sqlite3*", ".catalogue.sqlite3*.tmp", "lock.json", "lock")


def library_directory(name_or_directory: str, settings: Settings) -> Path:
    """Where a library is, or would be.

    Args:
        name_or_directory: A directory if it has a path separator, otherwise the name of one of the user's libraries.
        settings: Says where the user's libraries are.

    Raises:
        UserError: It is not a name that a library can have.
    """
    separators = {os.sep, os.altsep} - {None}
    if any(separator in name_or_directory for separator in separators if separator):
        return Path(os.path.abspath(name_or_directory))  # noqa: PTH100 - symbolic links stay what they are
    if not _NAME.fullmatch(name_or_directory):
        hint = f"Use letters, digits and - _ + . or, for a directory, write .{os.sep} before it."
        raise UserError(f"A library cannot have the name {name_or_directory!r}.", hint=hint)
    return settings.libraries_directory / name_or_directory


def create_library(root: Path) -> Library:
    """Make an empty library in a directory that is missing or empty; one that is there already is left as it is.

    Raises:
        UserError: There is something else in its place, or it cannot be written.
    """
    library = Library(root)
    if not _is_library(root):
        _refuse_what_is_not_ours(root)
        make_private_directory(root)
        with explained(root):
            root.chmod(0o700)
        with library.lock("creating it"):
            if not _is_library(root):
                Catalogue.create(library.catalogue_path).close()
    return library


def open_library(root: Path) -> Library:
    """The library of that directory.

    Raises:
        UserError: There is none, or its directory cannot be looked at.
    """
    with explained(root):
        there = root.exists()
    if not there:
        hint = "Index a folder to make it, or check how it is written."
        raise UserError("There is no library of that name.", path=root, hint=hint)
    if not _is_library(root):
        raise UserError("This is not a library.", path=root, hint="Choose the directory of a library.")
    return Library(root)


def list_libraries(settings: Settings) -> list[Library]:
    """The user's libraries, by name; those in directories elsewhere, or that cannot be looked at, are not known.

    Raises:
        UserError: The directory that holds them cannot be read.
    """
    directory = settings.libraries_directory
    with explained(directory):
        roots = sorted(directory.iterdir()) if directory.is_dir() else []
    return [Library(root) for root in roots if _is_library_to_us(root)]


def remove_library(library: Library) -> None:
    """Delete everything that a library consists of, and its directory unless something else is in it.

    Raises:
        UserError: Somebody is using it, or something cannot be deleted.
    """
    with explained(library.root):
        with library.lock("removing it"):
            for folder in (library.root / name for name in _FOLDERS):
                _remove_folder(folder)
            # Without its catalogue it is no library any more, so that comes last.
            library.catalogue_path.unlink(missing_ok=True)
        for file in _files(library.root):
            file.unlink(missing_ok=True)
        if not any(library.root.iterdir()):
            library.root.rmdir()


def _is_library(root: Path) -> bool:
    catalogue = Library(root).catalogue_path
    with explained(root):
        # An empty one is what a creation leaves that was cut off.
        return catalogue.is_file() and catalogue.stat().st_size > 0


def _is_library_to_us(root: Path) -> bool:
    try:
        return _is_library(root)
    except UserError:  # somebody else's, most likely; it does not stand in the way of ours
        return False


def _refuse_what_is_not_ours(root: Path) -> None:
    with explained(root):
        if not root.exists():
            return
        if not root.is_dir():
            raise UserError("There is a file in the library's place.", path=root, hint="Choose another directory.")
        strangers = set(root.iterdir()) - set(_files(root))
    if strangers:
        reason = "This directory is not a library, and it is not empty."
        raise UserError(reason, path=root, hint="Choose an empty directory, or one that is not there yet.")


def _files(root: Path) -> list[Path]:
    return [file for pattern in _FILES for file in root.glob(pattern)]


def _remove_folder(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
