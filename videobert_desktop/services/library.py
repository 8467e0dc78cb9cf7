"""A library: one directory that holds everything the program knows of some videos."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from videobert_desktop.catalogue import Catalogue, FeatureStore
from videobert_desktop.catalogue.disk import explained
from videobert_desktop.domain.errors import UserError


class LibraryInUseError(UserError):
    """Another process is changing the library."""


@dataclass(frozen=True, slots=True)
class Library:
    """Where the parts of a library are; any thread may have one, for it holds nothing open.

    Attributes:
        root: Its directory, absolute.
    """

    root: Path

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.root.name

    @property
    def catalogue_path(self) -> Path:
        """The catalogue file; a directory that has one is a library."""
        return self.root / "catalogue.sqlite3"

    @property
    def features_directory(self) -> Path:
        """Where the features files are."""
        return self.root / "features"

    @property
    def index_directory(self) -> Path:
        """Where the search index is kept; a cache."""
        return self.root / "index"

    @property
    def thumbnails_directory(self) -> Path:
        """Where thumbnails are kept; a cache."""
        return self.root / "thumbnails"

    @property
    def packs_directory(self) -> Path:
        """Where the library's own copies of packs are, as far as searching needs them."""
        return self.root / "packs"

    @property
    def features(self) -> FeatureStore:
        """The features files."""
        return FeatureStore(self.features_directory)

    def catalogue(self) -> Catalogue:
        """Open the catalogue for the calling thread, which closes it.

        Raises:
            UserError: It is missing, damaged, or was written by a newer version of the program.
        """
        return Catalogue.open(self.catalogue_path)

    @contextmanager
    def lock(self, purpose: str) -> Iterator[None]:
        """Keep every other process from changing the library, and say who is at it.

        Args:
            purpose: What is being done, to be read after "has been": "indexing".

        Raises:
            LibraryInUseError: Somebody else is at it; the message names them.
            UserError: The directory cannot be written to.
        """
        lock = FileLock(self.root / "lock", timeout=0, mode=0o600)
        with explained(self.root):
            try:
                lock.acquire()
            except Timeout as error:
                hint = "Wait until that is done, or stop it."
                raise LibraryInUseError(self._who_holds_the_lock(), path=self.root, hint=hint) from error
        try:
            self._sign(purpose)
            yield
        finally:
            try:
                with explained(self._signature):
                    self._signature.unlink(missing_ok=True)
            finally:
                lock.release()

    @property
    def _signature(self) -> Path:
        return self.root / "lock.json"

    def _sign(self, purpose: str) -> None:
        since = datetime.now().astimezone().isoformat(" ", "seconds")
        holder = {"purpose": purpose, "pid": os.getpid(), "host": socket.gethostname(), "since": since}
        with explained(self._signature):
            self._signature.write_text(json.dumps(holder), encoding="utf-8")

    def _who_holds_the_lock(self) -> str:
        try:
            holder = json.loads(self._signature.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            holder = None  # not signed yet, or just about to be given back
        match holder:
            case {"purpose": purpose, "pid": pid, "host": host, "since": since}:
                return f"The library is in use: process {pid} on {host} has been {purpose} since {since}."
            case _:
                return "The library is in use by another process."
