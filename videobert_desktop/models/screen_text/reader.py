"""Reads what is written in pictures, in a child process: its library brings a Qt of its own that must not meet ours."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
import weakref
from importlib import metadata
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.screen_text import ScreenLine
from videobert_desktop.domain.spawning import start_apart
from videobert_desktop.models.screen_text.lines import FoundLine, screen_lines
from videobert_desktop.models.screen_text.reader_process import serve

_PACKAGE = "rapidocr-onnxruntime"
_AGAIN = "Try again; if it stays so, install the program again, or index with --no-screen-text."
# No letter fits into less, in pixels.
_LEAST_SIDE = 12
_MOST_OBLONG = 4
_POLL_SECONDS = 0.05
_START_SECONDS = 120.0
_READ_SECONDS = 120.0
_GRACE_SECONDS = 0.5
_END_SECONDS = 5.0


class UnreadablePictureError(UserError):
    """The reader broke down on a picture; it may do well on the next."""


class ScreenReader(Protocol):
    """Reads pictures."""

    @property
    def key(self) -> str:
        """Its name and revision; what another has read is read again."""
        ...

    def read(self, picture: NDArray[np.uint8], cancel: CancelToken) -> tuple[ScreenLine, ...]:
        """What is written in a picture (height, width, 3) uint8, blue first.

        Raises:
            Cancelled: It was asked to stop.
            UnreadablePictureError: It broke down on this picture.
            UserError: It does not work at all.
        """
        ...


class RapidReader:
    """RapidOCR with the models of its wheel: PP-OCRv4 for Latin and Chinese (Du et al., "PP-OCR", 2020, and since).

    The process is started when something is to be read, and again after it has broken down.
    """

    def __init__(self, *, threads: int = 1, background: bool = False) -> None:
        """Make a reader that has not started yet.

        Args:
            threads: Of the processor.
            background: Whether all else on the machine goes before it.
        """
        self._threads = max(1, threads)
        self._background = background
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def key(self) -> str:
        """Its name and revision."""
        return f"rapidocr@{metadata.version(_PACKAGE)}"

    def read(self, picture: NDArray[np.uint8], cancel: CancelToken) -> tuple[ScreenLine, ...]:
        """What is written in a picture.

        Args:
            picture: (height, width, 3) uint8, blue first.
            cancel: Looked at while waiting; the process is ended when it is set.

        Returns:
            The lines from top to bottom, and from left to right.

        Raises:
            Cancelled: It was asked to stop.
            UnreadablePictureError: The process broke down on it, or took too long; the next picture gets another one.
            UserError: The process cannot start.
        """
        height, width = picture.shape[:2]
        if min(height, width) < _LEAST_SIDE:
            return ()
        try:
            if self._child is None:
                self._child = _Child(self._threads, background=self._background, cancel=cancel)
            found = self._child.read(_less_oblong(picture), cancel)
        except BaseException:
            self.close()
            raise
        return screen_lines(found, width, height)

    def close(self) -> None:
        """End the process; the reader starts anew if it is used again."""
        if self._child is not None:
            self._child.end()
            self._child = None


def _less_oblong(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture with black below or beside it if need be: the short side is what all are made equally large by."""
    height, width = picture.shape[:2]
    below, beside = (max(0, other // _MOST_OBLONG - side) for side, other in ((height, width), (width, height)))
    return np.pad(picture, ((0, below), (0, beside), (0, 0))) if below or beside else picture


class _Child:
    """The running process; ended by `end`, or when nobody holds it any more."""

    def __init__(self, threads: int, *, background: bool, cancel: CancelToken) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, threads, background), name="screen reader", daemon=True
        )
        start_apart(self._process)
        theirs.close()  # so that the pipe ends when the child does
        self.end = weakref.finalize(self, _end, self._process, self._connection)
        try:
            self._receive(_START_SECONDS, cancel)
        except BaseException:
            self.end()
            raise

    def read(self, picture: NDArray[np.uint8], cancel: CancelToken) -> list[FoundLine]:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # noticed as it is listened to
            self._connection.send(np.ascontiguousarray(picture))
        try:
            return self._receive(_READ_SECONDS, cancel)
        except UserError as error:
            raise UnreadablePictureError(error.reason, hint=error.hint) from error

    def _receive(self, patience: float, cancel: CancelToken) -> list[FoundLine]:
        began = time.monotonic()
        while not self._connection.poll(_POLL_SECONDS):
            cancel.raise_if_cancelled()
            if time.monotonic() - began > patience:
                raise UserError("The process that reads pictures did not answer in time.", hint=_AGAIN)
        try:
            answer = self._connection.recv()
        except (EOFError, ConnectionResetError) as error:
            self._process.join(_END_SECONDS)
            status = self._process.exitcode
            reason = f"The process that reads pictures ended (exit status {status})."
            raise UserError(reason, hint=_AGAIN) from error
        if isinstance(answer, str):
            raise UserError(f"The process that reads pictures failed: {answer}.", hint=_AGAIN)
        return list(answer)


def _end(process: SpawnProcess, connection: Connection) -> None:
    connection.close()  # a child that is not at work sees this, and exits in good order
    process.join(_GRACE_SECONDS)
    process.kill()
    process.join(_END_SECONDS)
    if process.exitcode is not None:
        process.close()
