"""A piece of background work, and the box in which its newest progress waits to be looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, Report

Job = Callable[[CancelToken, Report], Any]
"""Does the work, looks at the token between batches, reports from the thread it runs in, and gives back its result."""


class Mailbox:
    """Holds one progress, the newest; put into by one thread, emptied by another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: Progress | None = None

    def put(self, progress: Progress) -> bool:
        """Leave a progress in place of an older one; whether the box was empty, so that its reader must be told."""
        with self._lock:
            was_empty = self._newest is None
            self._newest = progress
        return was_empty

    def take(self) -> Progress | None:
        """Empty the box."""
        with self._lock:
            newest, self._newest = self._newest, None
        return newest


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The job came to its end with a result."""

    result: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised an error."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Stopped:
    """The job was cancelled, before it began or while it ran."""


Ending = Succeeded | Failed | Stopped


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A job that was handed in.

    Attributes:
        id: Its number; later jobs have higher ones.
        job: The work.
        cancel: Stops it.
        mailbox: Its newest progress that nobody has seen.
        lasting: Whether it is done even if the runner is stopped before its turn.
    """

    id: int
    job: Job
    cancel: CancelToken = field(default_factory=CancelToken)
    mailbox: Mailbox = field(default_factory=Mailbox)
    lasting: bool = False

    def run(self, report: Report) -> Ending:
        """Do the work in the calling thread, and say how it ended."""
        try:
            self.cancel.raise_if_cancelled()
            return Succeeded(self.job(self.cancel, report))
        except Cancelled:
            return Stopped()
        except Exception as error:  # noqa: BLE001 - nothing is swallowed: who asked for the job is given its error
            return Failed(error)
