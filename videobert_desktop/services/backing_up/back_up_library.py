"""Puts everything a library knows into one file, while it is being searched and indexed."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue.disk import explained, replace_file
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.backing_up.backup_format import CATALOGUE
from videobert_desktop.services.backing_up.backup_writer import BackupWriter
from videobert_desktop.services.library import Library


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What came of a backup.

    Attributes:
        file: The backup.
        videos: How many videos it holds.
        bytes: Its size.
        failed: The videos whose features were missing or damaged: it holds these without.
    """

    file: Path
    videos: int
    bytes: int
    failed: tuple[Failure, ...]


def back_up_library(
    library: Library, file: Path, *, force: bool = False, thumbnails: bool = False, cancel: CancelToken, report: Report
) -> BackupReport:
    """Write a backup; `backup_format` says what it consists of. The library may be indexed meanwhile.

    Args:
        library: The library.
        file: Where to; it is there whole at the end, or not at all.
        force: Whether to replace a file that is there.
        thumbnails: Whether to take along the thumbnails and filmstrips, which can be made again from the videos.
        cancel: Looked at all the time.
        report: Told the progress, in files.

    Raises:
        Cancelled: It was asked to stop; nothing is left behind.
        UserError: There is a file already, the catalogue is damaged, or the disk is full; nothing is left behind.
    """
    _require_place(library, file, force=force)
    with replace_file(file) as partial:
        with _scratch_beside(file) as scratch, zipfile.ZipFile(partial, "w") as archive:
            backup = BackupWriter(library, archive, Path(scratch, CATALOGUE), cancel, report)
            backup.take_features()
            backup.take_packs()
            if thumbnails:
                backup.take_thumbnails()
            videos = backup.finish()
        size = partial.stat().st_size
        _require_place(library, file, force=force)
    return BackupReport(file, videos, size, tuple(backup.failures))


def _scratch_beside(file: Path) -> tempfile.TemporaryDirectory[str]:
    """A private directory for the snapshot, on the disk that the backup goes to."""
    return tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.stem}.")


def _require_place(library: Library, file: Path, *, force: bool) -> None:
    """Make sure that the backup may be written to `file`.

    Raises:
        UserError: It may not.
    """
    with explained(file):
        if file.is_dir():
            raise UserError("This is a folder.", path=file, hint="Give the backup the name of a file.")
        if file.exists() and not force:
            raise UserError("There is a file already.", path=file, hint="Choose another name, or add --force.")
        if file.resolve().is_relative_to(library.root.resolve()):
            reason = "A backup inside the library would be lost together with it."
            raise UserError(reason, path=file, hint="Choose another folder, best on another disk.")
