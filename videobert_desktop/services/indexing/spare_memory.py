"""Memory that is not needed any more, given back to the system."""

from __future__ import annotations

import ctypes
import gc
import sys


def give_back_memory() -> None:
    """Have the system get back what was freed; the C library of Linux would keep most of it for later."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # others than GNU's have none
        if trim is not None:
            trim(0)
