"""The way into the command line: whenever Ctrl-C is pressed on it, the exit status is that of an interruption.

Python itself would show a traceback, and kill itself by the signal, where nobody catches a `KeyboardInterrupt`: while
modules are being imported, and on the way out. So little is imported here that there is hardly a moment before.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

# As in `ExitCode`, whose module is not worth importing so early.
_INTERRUPTED = 130
_NOTICE = b"\nvideobert: Interrupted.\n"
_DOCUMENT = b'{"error": {"message": "Interrupted.", "path": null, "hint": ""}}\n'


def run() -> int:
    """Run the command line with the arguments of the process, and nothing else after it.

    Returns:
        The exit status.
    """
    signal.signal(signal.SIGINT, end_at_once)
    from videobert_desktop.cli.main import main

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return main()
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is to be done is done


def end_at_once(_number: int, _frame: FrameType | None) -> None:
    """End the process where it stands, as an interrupted one; a handler of SIGINT for when nothing has begun."""
    _write(2, _NOTICE)
    if "--json" in sys.argv:
        _write(1, _DOCUMENT)
    os._exit(_INTERRUPTED)


def _write(descriptor: int, text: bytes) -> None:
    try:
        os.write(descriptor, text)
    except OSError:
        return  # nobody reads it
