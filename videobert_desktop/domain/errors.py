"""The errors a person can do something about, and the one that says "you asked to stop"."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


class UserError(Exception):
    """Something a person can understand and act on; anything else that escapes is a bug.

    Attributes:
        reason: What happened, as a sentence without the file's name.
        path: The file or directory it happened to, if there is one.
        hint: What to do next, as a sentence; may be empty.
        passing: Whether it may be over by itself, so that the same file is worth another try.
    """

    def __init__(self, reason: str, *, path: Path | None = None, hint: str = "", passing: bool = False) -> None:
        super().__init__(reason, path, hint)
        self.reason = reason
        self.path = path
        self.hint = hint
        self.passing = passing

    def __str__(self) -> str:
        subject = f"{self.path}: " if self.path is not None else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{subject}{self.reason}{hint}"


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The work stopped because its `CancelToken` was cancelled; what was finished is kept."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be handled (or not wholly), why, and what to do about it.

    Attributes:
        path: The file or directory.
        reason: What happened, as a sentence.
        hint: What to do next, as a sentence; may be empty.
        passing: Whether it may be over by itself; two failures are equal whether they say so or not.
    """

    path: Path
    reason: str
    hint: str = ""
    passing: bool = field(default=False, compare=False)

    @classmethod
    def from_error(cls, error: UserError, path: Path) -> Failure:
        """The failure of `path`, told in the words of `error`."""
        return cls(error.path or path, error.reason, error.hint, error.passing)
