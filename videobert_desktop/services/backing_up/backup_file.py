"""Reads a backup, which may be cut off, damaged, or made by somebody who means harm."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.backing_up.backup_format import (
    CATALOGUE,
    CHUNK_BYTES,
    MANIFEST,
    Manifest,
    Member,
    NotThisFormat,
    is_member_name,
    new_digest,
    read_manifest,
)

_ENCRYPTED = 1
# A hundred bytes for each of a million files; it is read as a whole.
_LARGEST_MANIFEST = 100_000_000
_COPY_AGAIN = "Copy it again from where it came from, or use another backup."


class BackupFile:
    """An open backup, of which everything that can be known without reading its members is in order.

    Attributes:
        path: The file.
        manifest: What it says of itself.
    """

    def __init__(self, path: Path) -> None:
        """Open a backup.

        Raises:
            UserError: It cannot be read, or is not a backup that this program can trust.
        """
        self.path = path
        with _readable(path):
            self._archive = zipfile.ZipFile(path)
        try:
            with _readable(path):
                entries = {entry.filename: entry for entry in self._archive.infolist()}
                self._require_harmless(entries)
                self.manifest = self._read_manifest(entries.get(MANIFEST))
                self._require_whole(entries)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def size(self) -> int:
        """Bytes of all its members."""
        return sum(member.size for member in self.manifest.members.values())

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member, part by part; only once the last has been taken is it known to be sound.

        Raises:
            UserError: It cannot be read, or is not what was saved.
        """
        member, digest, size = self.manifest.members[name], new_digest(), 0
        with _readable(self.path):
            source = self._archive.open(name)
        with source:
            while chunk := self._read(source):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
        if Member(size, digest.hexdigest()) != member:
            raise self._refused(f"It is damaged: {name} is not what was saved.", _COPY_AGAIN)

    def _read(self, source: IO[bytes]) -> bytes:
        with _readable(self.path):
            return source.read(CHUNK_BYTES)

    def _require_harmless(self, entries: dict[str, zipfile.ZipInfo]) -> None:
        """Make sure that no member leads out of the library, or to more than the file itself is."""
        if len(entries) != len(self._archive.infolist()):
            raise self._refused("It has two members of one name.")
        for name, entry in entries.items():
            if not is_member_name(name):
                raise self._refused(f"It has a member that no library has: {name!r}.")
            if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
                raise self._refused(f"It has a member that is not a regular file: {name}.")
            if entry.flag_bits & _ENCRYPTED or entry.compress_type != zipfile.ZIP_STORED:
                raise self._refused(f"It has a member that is packed or encrypted: {name}.")
        # Members that overlap could still be far more than the file.
        if sum(entry.file_size for entry in entries.values()) > self.path.stat().st_size:
            raise self._refused("Its members are larger than the file itself.")

    def _read_manifest(self, entry: zipfile.ZipInfo | None) -> Manifest:
        if entry is None:
            raise self._refused("It has no manifest.", _COPY_AGAIN)
        if entry.file_size > _LARGEST_MANIFEST:
            raise self._refused("Its manifest is too large.")
        try:
            return read_manifest(self._archive.read(entry))
        except NotThisFormat as error:
            raise self._refused(str(error), error.hint) from error

    def _require_whole(self, entries: dict[str, zipfile.ZipInfo]) -> None:
        members = self.manifest.members
        if CATALOGUE not in members:
            raise self._refused("It has no catalogue.")
        for name, member in members.items():
            if name not in entries:
                raise self._refused(f"It lacks {name!r}.", _COPY_AGAIN)
            if entries[name].file_size != member.size:
                raise self._refused(f"Its {name} is not as large as it says.", _COPY_AGAIN)

    def _refused(self, reason: str, hint: str = "") -> UserError:
        return UserError(
            f"This backup cannot be used. {reason}", path=self.path, hint=hint or "Use one that `videobert` made."
        )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what goes wrong while an archive is read into a `UserError`."""
    try:
        yield
    except OSError as error:
        reason = f"The backup cannot be read: {error.strerror or error}."
        raise UserError(reason, path=path, hint="Check its name, and the drive that it lies on.") from error
    # What zipfile raises for what it cannot make sense of.
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError) as error:
        raise UserError(
            f"This is not a backup of a library, or not all of one: {error}.", path=path, hint=_COPY_AGAIN
        ) from error
