"""The catalogue as its users see it: one file, one connection, one store a noun."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from videobert_desktop.catalogue.connection import BUSY_SECONDS, Connection
from videobert_desktop.catalogue.disk import explained
from videobert_desktop.catalogue.failures import FailureStore
from videobert_desktop.catalogue.files import FileStore
from videobert_desktop.catalogue.folders import FolderStore
from videobert_desktop.catalogue.forgotten_files import ForgottenFileStore
from videobert_desktop.catalogue.full_text import FullText
from videobert_desktop.catalogue.migrations import (
    expected_layout,
    layout,
    load_migrations,
    migrate,
    require_catalogue,
    require_full_text,
)
from videobert_desktop.catalogue.packs import PackStore
from videobert_desktop.catalogue.remapping import MovedRoot, move_roots
from videobert_desktop.catalogue.screen_texts import ScreenTextStore
from videobert_desktop.catalogue.searches import SearchStore
from videobert_desktop.catalogue.stages import StageStore
from videobert_desktop.catalogue.summaries import SummaryStore
from videobert_desktop.catalogue.text_vectors import TextVectorStore
from videobert_desktop.catalogue.transcripts import TranscriptStore
from videobert_desktop.catalogue.units import UnitStore
from videobert_desktop.catalogue.videos import VideoStore
from videobert_desktop.catalogue.viewings import ViewingStore
from videobert_desktop.catalogue.windows import WindowStore
from videobert_desktop.domain.errors import UserError


class Catalogue:
    """An open catalogue, to be used by the thread that opened it and closed by it.

    Any call may raise a `UserError`: the file is busy for too long, damaged, read-only, or its disk is full.

    Attributes:
        path: The catalogue file.
        videos: The videos.
        files: The files that hold them.
        packs: The packs whose vectors there are.
        units: The units that were indexed.
        windows: Their windows.
        failures: The files that could not be handled.
        folders: The folders that were given to index.
        forgotten: The files that are to stay out.
        viewings: How far each video was watched.
        searches: What was searched for.
        summaries: What each video is like as a whole.
        transcripts: What is said.
        screen_texts: What is written in the pictures.
        stages: How far the stages have come that find out either.
        full_text: Searches in both.
        text_vectors: What both mean.
    """

    def __init__(self, connection: Connection) -> None:
        """Take over a connection that is configured and up to date: `create` and `open` make one."""
        self._connection = connection
        self.path = connection.path
        self.videos = VideoStore(connection)
        self.files = FileStore(connection)
        self.packs = PackStore(connection)
        self.units = UnitStore(connection)
        self.windows = WindowStore(connection)
        self.failures = FailureStore(connection)
        self.folders = FolderStore(connection)
        self.forgotten = ForgottenFileStore(connection)
        self.viewings = ViewingStore(connection)
        self.searches = SearchStore(connection)
        self.summaries = SummaryStore(connection)
        self.transcripts = TranscriptStore(connection)
        self.screen_texts = ScreenTextStore(connection)
        self.stages = StageStore(connection)
        self.full_text = FullText(connection)
        self.text_vectors = TextVectorStore(connection)

    @classmethod
    def create(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Make an empty catalogue (0600) in a directory that is there.

        An empty file in its place is what a creation leaves that was cut off, and is taken over.

        Raises:
            UserError: There is something already, or the directory cannot be written to.
        """
        with explained(path):
            if path.exists() and (not path.is_file() or path.stat().st_size):
                raise UserError("There is a file here already.", path=path, hint="Choose another directory.")
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return cls._prepared(Connection(path, busy_seconds=busy_seconds), new=True)

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open a catalogue, and bring it up to date after copying it to `<name>.v<version>.backup`.

        Args:
            path: The catalogue file.
            busy_seconds: How long to wait for another process that is writing.

        Raises:
            UserError: It is missing, not a catalogue, damaged, or written by a newer version of the program.
        """
        with explained(path):
            if not path.is_file():
                raise UserError(
                    "There is no catalogue here.", path=path, hint="Make one with `videobert index FOLDER`."
                )
        return cls._prepared(Connection(path, busy_seconds=busy_seconds), new=False)

    @classmethod
    def _prepared(cls, connection: Connection, *, new: bool) -> Self:
        try:
            migrations = load_migrations()
            require_full_text(connection)
            if not new:
                require_catalogue(connection, newest=migrations[-1].number)
            connection.configure()
            migrate(connection, migrations)
            connection.use_write_ahead_log()
            return cls(connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside happens, or none of it; an inner transaction is kept or lost with the outer one.

        Raises:
            UserError: Another process is writing, and went on for longer than the busy time.
        """
        return self._connection.transaction()

    @property
    def generation(self) -> int:
        """Grows by one with every change that the vector index must follow."""
        return self._connection.number("SELECT generation FROM state")

    def advance_generation(self) -> int:
        """Say that the vector index must follow; belongs in the transaction of the change. Gives the new number."""
        return self._connection.number("UPDATE state SET generation = generation + 1 RETURNING generation")

    def empty_log(self) -> None:
        """Have nothing of what was deleted stay in the full-text indexes and the write-ahead log.

        That is as far as nobody else is reading from it. After much was said in what was deleted, it takes seconds.
        """
        self.full_text.erase_traces()
        self._connection.empty_log()

    def back_up(self, target: Path) -> None:
        """Copy the catalogue as it stands into `target` (0600), whole or not at all; others may write meanwhile.

        Raises:
            UserError: The copy cannot be written.
        """
        self._connection.back_up(target)

    def move_roots(self, roots: Sequence[MovedRoot]) -> int:
        """Note that what lay below some folders lies below others now.

        Returns:
            How many files' paths have changed.

        Raises:
            UserError: There is nothing below one of the roots, or two files would lie at one path.
        """
        return move_roots(self._connection, roots)

    def check(self) -> list[str]:
        """What is wrong with the file, a sentence each; nothing when it is sound."""
        try:
            findings = [row[0] for row in self._connection.all("PRAGMA integrity_check")]
            orphans = self._connection.all("PRAGMA foreign_key_check")
        except UserError as error:
            return [error.reason]
        damage = [f"The catalogue is damaged: {finding}." for finding in findings if finding != "ok"]
        return damage + [f"Row {row} of {table} belongs to no row of {parent}." for table, row, parent, _ in orphans]

    def check_layout(self) -> list[str]:
        """How the file's tables, columns, indexes and triggers differ from those of a new catalogue, in a sentence.

        Only a file that was tampered with differs; what is stored in it may make statements do what they do not say.
        """
        difference = layout(self._connection) ^ expected_layout()
        names = ", ".join(sorted({name for name, *_ in difference}))
        return [f"The catalogue is not laid out as it should be: {names}."] if difference else []
