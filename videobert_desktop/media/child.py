"""The parent's hold on its decoding child: start it, talk to it, and end it whatever it is doing."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
import weakref
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.heap import BufferWrapper
from pathlib import Path

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.spawning import start_apart
from videobert_desktop.media.decoder_process import serve
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.messages import Alive, FreeSlot, Reply, Request

_POLL_SECONDS = 0.05
_START_SECONDS = 60.0
_GRACE_SECONDS = 0.5
_END_SECONDS = 5.0


class DecoderChild:
    """A running child process; ended by `end`, or when nobody holds it any more.

    Attributes:
        served: How many files it has been asked about.
        end: Ends the process, by force if need be, and releases what belongs to it; further calls do nothing.
    """

    def __init__(self, limits: DecodeLimits, memory: BufferWrapper) -> None:
        self._limits = limits
        self.served = 0
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, limits, memory), name="decoder", daemon=True)
        start_apart(self._process)
        theirs.close()  # so that the pipe ends when the child does
        self.end = weakref.finalize(self, _end, self._process, self._connection)
        self._await_start()

    @property
    def running(self) -> bool:
        """Whether it is there to be asked."""
        return self._process.is_alive()

    def send(self, request: Request | FreeSlot) -> None:
        """Send a message; a child that is gone is noticed by the next `receive`."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._connection.send(request)

    def receive(self, path: Path, cancel: CancelToken | None) -> Reply:
        """Wait for the next message about `path` that is more than a sign of life.

        Raises:
            Cancelled: `cancel` was cancelled.
            UserError: The child died, or showed no sign of life for too long.
        """
        waited = 0.0
        while True:
            if cancel is not None:
                cancel.raise_if_cancelled()  # where a pause is spent, which is none of the child's silence
            began = time.monotonic()
            if self._connection.poll(_POLL_SECONDS):
                reply = self._next(path)
                if not isinstance(reply, Alive):
                    return reply
                waited = 0.0
            elif (waited := waited + time.monotonic() - began) > self._limits.stall_seconds:
                raise _stalled(path, self._limits)

    def _await_start(self) -> None:
        """A child that cannot even start is nobody's bad file, but a bug or a broken installation."""
        try:
            if not self._connection.poll(_START_SECONDS):
                raise RuntimeError("the decoder process did not start in time")
            self._connection.recv()
        except (EOFError, ConnectionResetError) as error:
            raise RuntimeError("the decoder process ended as it started") from error

    def _next(self, path: Path) -> Reply:
        try:
            reply: Reply = self._connection.recv()
        except (EOFError, ConnectionResetError) as error:
            self._process.join(_END_SECONDS)
            raise _crashed(path, self._process.exitcode) from error
        return reply


def _stalled(path: Path, limits: DecodeLimits) -> UserError:
    return UserError(
        f"Decoding it came to a standstill for {limits.stall_seconds:g} s and was stopped.",
        path=path,
        hint="Check the drive it lies on, or convert it to MP4.",
        passing=True,
    )


def _crashed(path: Path, exit_code: int | None) -> UserError:
    cause = "no reason given" if exit_code is None else f"exit status {exit_code}"
    if exit_code is not None and exit_code < 0:
        cause = f"signal {-exit_code}"
    return UserError(
        f"The decoder broke down on this file ({cause}).", path=path, hint="It may be damaged; convert it to MP4."
    )


def _end(process: SpawnProcess, connection: Connection) -> None:
    connection.close()  # a child that is not hanging sees this, and exits in good order
    process.join(_GRACE_SECONDS)
    process.kill()
    process.join(_END_SECONDS)
    if process.exitcode is not None:  # a process stuck on a dead network drive lingers, but holds nothing of ours
        process.close()
