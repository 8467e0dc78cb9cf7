"""What a command's exit status means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit statuses of `videobert`; see also the sysexits convention for the last ones."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    ERROR = 3
    BUG = 70
    INTERRUPTED = 130
    READER_GONE = 141
