"""The folders that packs lie in: filled beside their place, and put there in one step."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from videobert_desktop.catalogue.disk import explained, make_private_directory
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report

_CHUNK = 1 << 22
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def check_pack_name(name: str) -> str:
    """A pack's name, which is its folder's too.

    Raises:
        UserError: It cannot be one.
    """
    if not _NAME.fullmatch(name):
        reason = f"A pack cannot be called {name!r}."
        raise UserError(reason, hint="Use letters, digits, dots and hyphens, a letter or digit first.")
    return name


def folder_beside(directory: Path, purpose: str) -> Path:
    """The folder in which what is to lie in `directory` is put together; it is hidden, and counts for no pack."""
    return directory.with_name(f".{directory.name}.{purpose}")


def copy_files(sources: Mapping[str, Path], directory: Path, *, cancel: CancelToken, report: Report) -> dict[str, str]:
    """Copy files into a folder that is made anew.

    Args:
        sources: The files by the names that they get.
        directory: The folder.
        cancel: Looked at every few megabytes.
        report: Told the progress, in megabytes.

    Returns:
        The SHA-256 of each file, by name.

    Raises:
        Cancelled: It was asked to stop.
        UserError: One of them cannot be read, or the disk is full.
    """
    remove_folder(directory)
    make_private_directory(directory)
    with explained(directory):
        total = sum(source.stat().st_size for source in sources.values())
    sums: dict[str, str] = {}
    done = 0
    for name, source in sources.items():
        digest = hashlib.sha256()
        with (
            explained(source),
            source.open("rb") as given,
            explained(directory / name),
            (directory / name).open("xb") as taken,
        ):
            while chunk := given.read(_CHUNK):
                cancel.raise_if_cancelled()
                taken.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                report(Progress("copying", done / 1e6, total / 1e6, "MB", name))
        sums[name] = digest.hexdigest()
    return sums


def put_in_place(folder: Path, directory: Path) -> None:
    """Have a finished folder take the place of `directory`, if there is one already.

    Raises:
        UserError: It cannot; what was there stays.
    """
    replaced = folder_beside(directory, "old")
    remove_folder(replaced)
    with explained(directory):
        if directory.exists():
            directory.rename(replaced)
        folder.rename(directory)
    remove_folder(replaced)


def remove_folder(directory: Path) -> None:
    """Remove a folder with all that is in it, if it is there.

    Raises:
        UserError: It cannot be removed.
    """
    with explained(directory):
        if directory.is_dir():
            shutil.rmtree(directory)
