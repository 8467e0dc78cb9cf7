"""Fills the file of a backup from a library that may change meanwhile."""

from __future__ import annotations

import os
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from videobert_desktop import __version__
from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.services.adapting.adapted_packs import adapted_key
from videobert_desktop.services.backing_up.backup_format import (
    CATALOGUE,
    CHUNK_BYTES,
    MANIFEST,
    Manifest,
    Member,
    features_member,
    is_member_name,
    new_digest,
    pack_member,
)
from videobert_desktop.services.library import Library
from videobert_desktop.services.own_packs import own_keys

_HINT = "Run `videobert library rebuild-index`, then `videobert index` on the video's folder, and back up again."


class _Missing(Exception):  # noqa: N818 - it may well be that nothing is wrong
    """A file is not there."""


class _Unreadable(Exception):  # noqa: N818 - beside `_Missing`
    """A file is there, but the system cannot read it."""


@dataclass(frozen=True, slots=True)
class _Shard:
    """A features file that the catalogue points at."""

    video_id: int
    pack: PackRow
    file_name: str
    checksum: str

    @property
    def member(self) -> str:
        return features_member(self.video_id, self.pack.key, self.file_name)


class BackupWriter:
    """Fills an archive, and keeps account of what is in it.

    Attributes:
        failures: The videos whose features could not be taken.
    """

    def __init__(
        self, library: Library, archive: zipfile.ZipFile, snapshot: Path, cancel: CancelToken, report: Report
    ) -> None:
        self.failures: list[Failure] = []
        self._library = library
        self._archive = archive
        self._snapshot = snapshot
        self._cancel = cancel
        self._report = report
        self._written: dict[str, Member] = {}
        self._members: dict[str, Member] = {}

    def take_features(self) -> None:
        """Copy what a snapshot of the catalogue points at, and have the snapshot point at nothing else.

        Files may go while they are copied: an indexer puts those of a finished video into one. Another snapshot says
        then where their content is now, and so on until all are there; each round has far less to do. What two
        snapshots in a row point at, and was not there in between, is lost.
        """
        absent: set[_Shard] = set()
        lost: set[_Shard] = set()
        while True:
            with self._library.catalogue() as catalogue:
                catalogue.back_up(self._snapshot)
            with Catalogue.open(self._snapshot) as snapshot:
                shards = _shards(snapshot)
                missing = self._copy(shards - lost, lost)
                lost |= missing & absent
                if missing <= lost:
                    self._forget(snapshot, shards & lost)
                    self._members = {shard.member: self._written[shard.member] for shard in _shards(snapshot)}
                    return
            absent = missing

    def take_packs(self) -> None:
        """Copy the text sides of the packs whose vectors the snapshot points at, each wholly or not at all.

        What such a pack has learned of the library is another copy of it.
        """
        with Catalogue.open(self._snapshot) as snapshot:
            keys = {shard.pack.key for shard in _shards(snapshot)}
        keys |= {adapted_key(key) for key in keys}
        for key in sorted(keys & own_keys(self._library)):
            with suppress(_Missing, _Unreadable):  # it was let go meanwhile: a newer revision has taken over
                files = sorted((self._library.packs_directory / key).glob("*"))
                names = {pack_member(key, file.name): file for file in files}
                self._members |= {name: self._add(name, file) for name, file in names.items() if is_member_name(name)}

    def take_thumbnails(self) -> None:
        """Copy the thumbnails and filmstrips as they are just now; one that goes meanwhile is left out."""
        for path in sorted(self._library.thumbnails_directory.glob("*/*")):
            name = path.relative_to(self._library.root).as_posix()
            if is_member_name(name):
                with suppress(_Missing, _Unreadable):  # it is a cache
                    self._members[name] = self._add(name, path)

    def finish(self) -> int:
        """Add the catalogue and the manifest; gives the number of videos."""
        with Catalogue.open(self._snapshot) as snapshot:
            if damage := snapshot.check():
                hint = "Make the backup of a sound library: see `videobert library verify`."
                raise UserError(damage[0], path=self._library.catalogue_path, hint=hint)
            videos = snapshot.videos.count()
        self._members[CATALOGUE] = self._add(CATALOGUE, self._snapshot)
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        self._archive.writestr(_entry(MANIFEST, 0), Manifest(__version__, made, self._members).to_json())
        return videos

    def _copy(self, shards: set[_Shard], lost: set[_Shard]) -> set[_Shard]:
        """Copy those that are not in the archive yet; gives those that are not there, and notes the damaged as lost."""
        missing = set()
        for number, shard in enumerate(sorted(shards, key=lambda shard: shard.member)):
            self._report(Progress("backing up", number, len(shards), "files"))
            if shard.member in self._written:
                continue
            try:
                if self._add(shard.member, self._library.root / shard.member).checksum != shard.checksum:
                    lost.add(shard)
            except _Missing:
                missing.add(shard)
            except _Unreadable:
                lost.add(shard)
        self._report(Progress("backing up", len(shards), len(shards), "files"))
        return missing

    def _add(self, name: str, path: Path) -> Member:
        """Copy a file into the archive, where it has no meaning yet.

        Raises:
            _Missing: It is not there.
            _Unreadable: The system cannot read it.
            OSError: The archive cannot be written.
        """
        digest, size = new_digest(), 0
        with (
            _opened(path) as source,
            self._archive.open(_entry(name, os.fstat(source.fileno()).st_size), "w") as target,
        ):
            while chunk := _read(source):
                self._cancel.raise_if_cancelled()
                digest.update(chunk)
                target.write(chunk)
                size += len(chunk)
        self._written[name] = Member(size, digest.hexdigest())
        return self._written[name]

    def _forget(self, snapshot: Catalogue, lost: set[_Shard]) -> None:
        """Take videos whose features are lost for not indexed yet, in the snapshot."""
        for video_id, pack in sorted({(shard.video_id, shard.pack) for shard in lost}, key=lambda pair: pair[0]):
            snapshot.units.forget(video_id, pack.id)
            files = snapshot.files.of_video(video_id)
            path = files[0].fingerprint.path if files else self._library.features_directory / str(video_id)
            reason = "What was kept of it is missing or damaged: the backup holds it as a video that is not indexed."
            self.failures.append(Failure(path, reason, _HINT))


def _shards(catalogue: Catalogue) -> set[_Shard]:
    """The features files that the catalogue points at."""
    return {
        _Shard(unit.video_id, pack, unit.shard.file_name, unit.shard.checksum)
        for pack in catalogue.packs.all()
        for unit in catalogue.units.all(pack.id)
    }


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise _Missing from error
    except OSError as error:
        raise _Unreadable from error


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(CHUNK_BYTES)
    except OSError as error:
        raise _Unreadable from error


def _entry(name: str, size: int) -> zipfile.ZipInfo:
    """A member that only its owner may read; its time, which a wrong clock may have made unspeakable, is left out."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o600 << 16
    entry.file_size = size  # says whether it needs the extensions for large files
    return entry
