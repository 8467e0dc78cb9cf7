"""How an index lies on disk: `<pack>.faiss`, and beside it `<pack>.json`, which says what the first must be.

The description holds the index file's checksum, so a pair of which only one half was replaced is found out, and so
is any damage, before faiss parses a byte: its reader trusts what it reads.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, BinaryIO

from filelock import FileLock

LOCK_SECONDS = 60.0


class StaleIndex(Exception):  # noqa: N818 - it states a condition, as the field says it
    """The saved index cannot be used and has to be rebuilt from the features; the message says why."""


@dataclass(frozen=True, slots=True)
class IndexIdentity:
    """Which vectors an index holds.

    Attributes:
        pack: Name of the pack that made the vectors.
        revision: The pack's revision.
        dim: Length of a vector.
        generation: The catalogue's generation that the index follows. One that is behind lacks windows and holds some
            that are gone, which their ids tell; one that is ahead belongs to a catalogue that is not there any more.
    """

    pack: str
    revision: str
    dim: int
    generation: int


class ChecksumWriter:
    """Passes what is written on to a file and keeps its checksum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = _new_hash()

    def write(self, part: bytes) -> int:
        """Write `part` and return its length in bytes."""
        self._hash.update(part)
        return self._file.write(part)

    @property
    def checksum(self) -> str:
        """Hex digest of everything written so far."""
        return self._hash.hexdigest()


def index_file(directory: Path, pack: str) -> Path:
    """Where the vectors of `pack` lie."""
    return directory / f"{pack}.faiss"


def write_description(directory: Path, identity: IndexIdentity, *, count: int, checksum: str) -> None:
    """Replace the description of the index of `identity.pack`.

    Raises:
        OSError: It could not be written; the old one is still there.
    """
    document = {**asdict(identity), "count": count, "checksum": checksum}
    with replacing(_description_file(directory, identity.pack)) as file:
        file.write(json.dumps(document, indent=2).encode())


def read_description(directory: Path, identity: IndexIdentity) -> tuple[int, str]:
    """The number of vectors and the checksum that the saved index must have.

    Raises:
        StaleIndex: There is no description, it makes no sense, or it describes other vectors than `identity`.
        OSError: It is there but cannot be read.
    """
    try:
        document = json.loads(_description_file(directory, identity.pack).read_bytes())
    except FileNotFoundError as error:
        raise StaleIndex("there is no saved index") from error
    except (ValueError, RecursionError) as error:
        raise StaleIndex("its description is not valid JSON") from error
    match document:
        case {"count": int(count), "checksum": str(checksum)}:
            pass
        case _:
            raise StaleIndex("its description is incomplete")
    for key in ("pack", "revision", "dim"):
        expected = getattr(identity, key)
        if document.get(key) != expected:
            raise StaleIndex(f"its {key} is {document.get(key)!r}, not {expected!r}")
    # An index is saved just before the catalogue commits its generation: it may be ahead by that one.
    generation = document.get("generation")
    if not isinstance(generation, int) or generation > identity.generation + 1:
        raise StaleIndex(f"its generation is {generation!r}, and the catalogue's is {identity.generation}")
    return count, checksum


@contextmanager
def opened_if_intact(path: Path, checksum: str) -> Iterator[BinaryIO]:
    """Open a file whose checksum has been found right.

    The same open file is checked and handed over: files here are only ever replaced, never changed in place, so what
    is read is what was checked.

    Raises:
        StaleIndex: The checksum is another.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        if hashlib.file_digest(file, _new_hash).hexdigest() != checksum:
            raise StaleIndex("its checksum is wrong")
        file.seek(0)
        yield file


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` at the end of the block, wholly or not at all, and stays there.

    Only one writer at a time may do this to a `path`: see `locked`.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


@contextmanager
def locked_for_reading(directory: Path, pack: str) -> Iterator[None]:
    """The same for readers, who may do without where nothing can be written: nobody replaces files there."""
    lock = locked(directory, pack)
    try:
        lock.acquire()
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
    try:
        yield
    finally:
        lock.release()


def locked(directory: Path, pack: str) -> FileLock:
    """A lock between processes, to be held while both files of a pack's index are written or read.

    Entering it raises filelock's `Timeout`, a kind of `OSError`, if others hold it for longer than a minute.
    """
    return FileLock(directory / f"{pack}.lock", timeout=LOCK_SECONDS)


def _description_file(directory: Path, pack: str) -> Path:
    return directory / f"{pack}.json"


def _new_hash() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)


def _sync_directory(directory: Path) -> None:
    """Make a rename survive a power cut; Windows can neither open a directory nor needs to."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
