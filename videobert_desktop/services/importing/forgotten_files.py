"""The files that were taken out of the library and are to stay out, until somebody names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.video import FileFingerprint
from videobert_desktop.media.files import FoundFile
from videobert_desktop.media.fingerprint import fingerprint
from videobert_desktop.services.library import Library


class ForgottenFiles:
    """The forgotten files of a place as they were before it is scanned, read at once."""

    def __init__(self, catalogue: Catalogue, place: Path) -> None:
        """Read what was forgotten of everything below the folder at `place`."""
        files = catalogue.forgotten.under(place)
        self._files = {_found(file) for file in files}
        self._paths = {file.path for file in files}

    def hold(self, item: FoundFile | Failure) -> bool:
        """Whether a file was forgotten as it is, or what cannot be looked at lies where something was forgotten."""
        return item.path in self._paths if isinstance(item, Failure) else item in self._files


def not_forgotten(library: Library, paths: Iterable[Path]) -> list[Path]:
    """Those of some files that nobody has named and that may be taken in: all but the forgotten ones.

    A file is looked into only if it has the size of a forgotten one.

    Raises:
        UserError: The catalogue is damaged.
    """
    paths = list(paths)
    if not paths:
        return []  # a watcher asks several times a second, and mostly for nothing
    with library.catalogue() as catalogue:
        sizes = catalogue.forgotten.sizes()
        return [path for path in paths if not _is_forgotten(catalogue, path, sizes)]


def _is_forgotten(catalogue: Catalogue, path: Path, sizes: Collection[int]) -> bool:
    try:
        found = FoundFile.from_status(path, path.stat())
        if found.size not in sizes:
            return False
        if any(_found(file) == found for file in catalogue.forgotten.under(path)):
            return True
        taken = fingerprint(path)
    except (OSError, UserError):
        return False  # whoever takes it in tells what is the matter
    return catalogue.forgotten.holds(taken.content_hash, taken.size)


def _found(file: FileFingerprint) -> FoundFile:
    return FoundFile(file.path, file.size, file.mtime_ns)
