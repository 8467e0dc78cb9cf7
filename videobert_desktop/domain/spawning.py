"""Starting child processes that take nothing of the program with them."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import types
from collections.abc import Iterator
from multiprocessing.context import SpawnProcess

_starting = threading.Lock()


def start_apart(process: SpawnProcess) -> None:
    """Start a process that does not import the program's main module, and cannot be interrupted as it starts.

    With the main module would come the command line or the window. A process that is to ignore SIGINT gets to say so.
    """
    with _starting, _main_module_hidden(), _interrupts_held():
        process.start()


@contextlib.contextmanager
def _main_module_hidden() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
