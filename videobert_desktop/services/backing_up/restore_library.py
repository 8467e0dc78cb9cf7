"""Makes a library of a backup again, on this machine or another, whose videos may lie below other folders by now."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue import Catalogue, MovedRoot
from videobert_desktop.catalogue.disk import (
    explained,
    make_private_directory,
    mount_point,
    replace_file,
    sync_directory,
)
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.backing_up.backup_file import BackupFile
from videobert_desktop.services.backing_up.backup_format import CATALOGUE, features_member
from videobert_desktop.services.indexing.rebuild_index import rebuild_index
from videobert_desktop.services.library import Library
from videobert_desktop.services.presence import is_there

# Where the catalogue is put in order before the directory becomes a library by it.
_WORKSHOP = ".restoring"
_OURS = ("features", "packs", "thumbnails", _WORKSHOP, "catalogue.sqlite3", "lock.json", "lock")


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What came of restoring.

    Attributes:
        library: The library.
        file: The backup.
        videos: How many videos the library knows.
        bytes: How much was unpacked.
        files: How many files hold the videos.
        moved: How many of them lie below another folder now.
        offline: How many of them are not there.
        windows: How many windows can be searched.
    """

    library: Library
    file: Path
    videos: int
    bytes: int
    files: int
    moved: int
    offline: int
    windows: int


@dataclass(frozen=True, slots=True)
class _Counts:
    videos: int
    files: int
    moved: int
    offline: int


def restore_library(
    root: Path, file: Path, moved: Sequence[tuple[str, Path]] = (), *, cancel: CancelToken, report: Report
) -> RestoreReport:
    """Unpack a backup into a new library, and make its search index.

    Args:
        root: The library's directory, which is missing or empty.
        file: The backup.
        moved: Folders, as they were written when the backup was made, and where their contents lie now.
        cancel: Looked at all the time.
        report: Told the progress.

    Raises:
        Cancelled: It was asked to stop.
        UserError: There is something in the directory, the backup cannot be trusted, is damaged, or does not know a
            folder that is said to have moved, or the disk is full.

        After either, nothing of the library is there; or all of it, if only its search index, a cache, is not made.
    """
    roots = [MovedRoot.of(old, new) for old, new in moved]
    library = Library(root)
    with BackupFile(file) as backup:
        there = _require_nothing(root)
        _require_room(root, backup)
        try:
            make_private_directory(root)
            with explained(root):
                root.chmod(0o700)
            with library.lock("restoring it"):
                counts = _Restoration(library, backup, cancel, report).run(roots)
        except BaseException:
            _take_back(root, there=there)
            raise
        size = backup.size
    windows = rebuild_index(library, report, cancel)
    return RestoreReport(library, file, counts.videos, size, counts.files, counts.moved, counts.offline, windows)


class _Restoration:
    """Fills a library from a backup; the catalogue, which makes it one, comes last."""

    def __init__(self, library: Library, backup: BackupFile, cancel: CancelToken, report: Report) -> None:
        self._library = library
        self._backup = backup
        self._cancel = cancel
        self._report = report

    def run(self, roots: Sequence[MovedRoot]) -> _Counts:
        catalogue_path = self._library.root / _WORKSHOP / CATALOGUE
        self._unpack(CATALOGUE, catalogue_path)
        # What can be wrong with it, and with the folders that have moved, is told before the long part.
        with Catalogue.open(catalogue_path) as catalogue:
            self._require_sound(catalogue)
            moved = catalogue.move_roots(roots)
            self._unpack_all()
            # What an index holds is nothing that a backup vouches for.
            catalogue.full_text.rebuild()
            offline = _look_for_files(catalogue)
            counts = _Counts(catalogue.videos.count(), len(catalogue.files.all()), moved, offline)
        with explained(self._library.root):
            catalogue_path.replace(self._library.catalogue_path)
            shutil.rmtree(catalogue_path.parent)
            sync_directory(self._library.root)
        return counts

    def _require_sound(self, catalogue: Catalogue) -> None:
        """Make sure that the catalogue is one of ours, undamaged, and points at members of the backup only."""
        problems = catalogue.check() or catalogue.check_layout() or list(self._wrong_rows(catalogue))
        if problems:
            reason = f"This backup cannot be used. {problems[0]}"
            raise UserError(reason, path=self._backup.path, hint="Use another backup.")

    def _wrong_rows(self, catalogue: Catalogue) -> Iterator[str]:
        members = self._backup.manifest.members
        try:
            catalogue.videos.all()
            catalogue.viewings.all()
            _read_texts(catalogue)
            for pack in catalogue.packs.all():
                for unit in catalogue.units.all(pack.id):
                    name = features_member(unit.video_id, pack.key, unit.shard.file_name)
                    if name not in members or members[name].checksum != unit.shard.checksum:
                        yield f"Its catalogue names features that it does not hold: {name!r}."
        except (ValueError, ArithmeticError) as error:  # a fraction, a time or a span that is none
            yield f"Its catalogue holds what no catalogue does: {error}."

    def _unpack_all(self) -> None:
        names = sorted(set(self._backup.manifest.members) - {CATALOGUE})
        for number, name in enumerate(names):
            self._report(Progress("restoring", number, len(names), "files"))
            self._unpack(name, self._library.root / name)
        self._report(Progress("restoring", len(names), len(names), "files"))

    def _unpack(self, name: str, path: Path) -> None:
        make_private_directory(path.parent)
        with replace_file(path) as partial, partial.open("wb") as target:
            for chunk in self._backup.chunks(name):
                self._cancel.raise_if_cancelled()
                target.write(chunk)


def _read_texts(catalogue: Catalogue) -> None:
    """Read everything that is said and written, which fails where it is not what we have written."""
    for video in catalogue.videos.all():
        for transcript in catalogue.transcripts.all_of(video.id):
            catalogue.transcripts.segments(transcript.id)
        catalogue.screen_texts.of_video(video.id)


def _look_for_files(catalogue: Catalogue) -> int:
    """Note which files are there now; gives the number of those that are not."""
    offline = 0
    with catalogue.transaction():
        for file in catalogue.files.all():
            online = not file.displaced and is_there(file.fingerprint.path)
            offline += not online
            if online != file.online:
                catalogue.files.set_online(file.id, online=online)
    return offline


def _require_nothing(root: Path) -> bool:
    """Make sure that the library's directory is missing or empty; gives whether it is there.

    Raises:
        UserError: There is something in it, or something else in its place.
    """
    with explained(root):
        there = root.exists()
        if there and not root.is_dir():
            raise UserError("There is a file in the library's place.", path=root, hint="Choose another directory.")
        if there and any(root.iterdir()):
            hint = "Choose a directory that is empty or not there yet: a library is never restored over another."
            raise UserError("This directory is not empty.", path=root, hint=hint)
    return there


def _require_room(root: Path, backup: BackupFile) -> None:
    place = next(folder for folder in (root, *root.parents) if folder.exists())
    with explained(root):
        free = shutil.disk_usage(place).free
    if backup.size > free:
        reason = (
            f"The library takes {backup.size / 1e6:.0f} MB, and the disk mounted at {mount_point(place / root.name)}"
        )
        raise UserError(
            f"{reason} has {free / 1e6:.0f} MB left.", path=root, hint="Free some space, or choose another."
        )


def _take_back(root: Path, *, there: bool) -> None:
    """Remove what was restored so far into a directory that was empty, and the directory if it is ours."""
    with explained(root):
        for path in (root / name for name in _OURS):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        if not there and root.is_dir() and not any(root.iterdir()):
            root.rmdir()
