"""Ctrl-C: once to stop in good order, twice to stop at once, three times to end without any order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from videobert_desktop.cli.exit_codes import ExitCode
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled

_NOTICE = b"\nStopping; press Ctrl-C again to stop at once.\n"


class Interrupted(Exception):  # noqa: N818 - nothing went wrong
    """The person stopped the command.

    Attributes:
        kept: A sentence on what is kept of the work.
    """

    def __init__(self, kept: str) -> None:
        super().__init__(kept)
        self.kept = kept


@contextmanager
def interruptible(kept: str) -> Iterator[CancelToken]:
    """Within it, the first Ctrl-C cancels the token, the second interrupts and a third ends the process.

    Args:
        kept: A sentence on what is kept of the work when it is stopped.

    Yields:
        The token for the work to look at.

    Raises:
        Interrupted: The work stopped because of Ctrl-C.
    """
    cancel = CancelToken()

    def stop(number: int, _frame: FrameType | None) -> None:
        if cancel.cancelled:
            signal.signal(number, lambda *_: os._exit(ExitCode.INTERRUPTED))
            raise KeyboardInterrupt
        cancel.cancel()
        with suppress(OSError):  # in a pipe, Ctrl-C has ended the reader as well
            # A signal may come in the middle of a print, which cannot be entered twice.
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _NOTICE)

    previous = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    except (Cancelled, KeyboardInterrupt) as error:
        raise Interrupted(kept) from error
    finally:
        signal.signal(signal.SIGINT, previous)
