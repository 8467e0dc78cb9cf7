"""Keeps Qt's multimedia, and the FFmpeg in it, from writing to the terminal about every file that is played."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

import PySide6
from PySide6.QtCore import QLoggingCategory

_QUIET = -8
# Where PySide6 keeps its FFmpeg, on Linux, macOS and Windows. PyAV has another one, which is quiet by itself.
_LIBRARIES = ("Qt/lib/libavutil.so.*", "Qt/lib/libavutil.*.dylib", "avutil-*.dll")


@cache
def quiet_multimedia() -> None:
    """Silence Qt's part; `QT_LOGGING_RULES` in the environment outweighs this."""
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")


@cache
def quiet_ffmpeg() -> None:
    """Silence FFmpeg, once a player has loaded it, unless `QT_FFMPEG_DEBUG` in the environment asks it to speak."""
    if "QT_FFMPEG_DEBUG" in os.environ:
        return
    folder = Path(PySide6.__file__).parent
    for library in (path for pattern in _LIBRARIES for path in sorted(folder.glob(pattern))[:1]):
        with suppress(OSError):  # what cannot be loaded was not loaded by Qt either, and says nothing
            ctypes.CDLL(str(library)).av_log_set_level(_QUIET)
