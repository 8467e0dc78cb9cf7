"""The files that could not be handled, so that they are named, and tried again once they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from videobert_desktop.catalogue.connection import Connection, Row, decode_path, encode_path
from videobert_desktop.catalogue.files import UNDER, bounds
from videobert_desktop.catalogue.videos import time_from_text, time_to_text
from videobert_desktop.domain.errors import Failure

_SELECT = "SELECT path, reason, hint, stage, size, mtime_ns, at FROM failures"


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A failure, and what the file looked like at the time.

    Attributes:
        failure: The file, the reason and what to do.
        stage: What was being done ("import", "decode", "standard").
        size: The file's size in bytes.
        mtime_ns: Its modification time in nanoseconds since the epoch.
        at: When it failed, timezone-aware.
    """

    failure: Failure
    stage: str
    size: int
    mtime_ns: int
    at: datetime


class FailureStore:
    """Rows of the table `failures`: one a path, the latest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, failure: Failure, stage: str, size: int, mtime_ns: int, at: datetime) -> None:
        """Note a failure in place of an earlier one of the same file.

        Raises:
            ValueError: `at` has no timezone.
        """
        texts = (_printable(failure.reason), _printable(failure.hint), stage)
        self._connection.run(
            """INSERT OR REPLACE INTO failures (path, reason, hint, stage, size, mtime_ns, at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (encode_path(failure.path), *texts, size, mtime_ns, time_to_text(at)),
        )

    def all(self) -> list[FailureRow]:
        """Every failure, by path."""
        return [_failure(row) for row in self._connection.all(f"{_SELECT} ORDER BY path")]

    def under(self, folder: Path) -> list[FailureRow]:
        """The failures of what is inside `folder`, however deep, or of that very path, by path."""
        return [_failure(row) for row in self._connection.all(f"{_SELECT} WHERE {UNDER} ORDER BY path", bounds(folder))]

    def clear(self, path: Path) -> None:
        """Forget the failure of a file, if there is one."""
        self._connection.run("DELETE FROM failures WHERE path = ?", (encode_path(path),))


def _printable(text: str) -> str:
    # A reason may quote a name that is not text.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _failure(row: Row) -> FailureRow:
    path, reason, hint, stage, size, mtime_ns, at = row
    return FailureRow(Failure(decode_path(path), reason, hint), stage, size, mtime_ns, time_from_text(at))
