"""How the player writes times: exactly, and always as wide as the longest one."""

from __future__ import annotations

import math
from pathlib import Path

from videobert_desktop.domain.timing import TIME_TOLERANCE
from videobert_desktop.ui.texts import shown

HOUR = 3600.0
_LONGEST_STEM = 180  # bytes, so that with its time a name is one that every file system takes
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))


def exact_time(second: float, duration: float = 0.0) -> str:
    """A second as m:ss.ss, or h:mm:ss.ss if it or `duration` reaches an hour; cut, not rounded."""
    hundredths = math.floor((max(0.0, second) + TIME_TOLERANCE) * 100)
    whole, rest = divmod(hundredths, 100)
    minutes, seconds = divmod(whole, 60)
    tail = f"{seconds:02}.{rest:02}"
    if max(second, duration) < HOUR:
        return f"{minutes}:{tail}"
    return f"{minutes // 60}:{minutes % 60:02}:{tail}"


def widest_time(duration: float) -> str:
    """A text that no time of a video of that length needs more room than, if all digits are equally wide."""
    return "".join("0" if char.isdigit() else char for char in exact_time(duration, duration))


def frame_file_name(video: Path, second: float) -> str:
    """A good name for a picture of that second, as "beach 0-01-23.456.png"."""
    whole, milliseconds = divmod(round(second * 1000), 1000)
    minutes, seconds = divmod(whole, 60)
    stem = shown(video.stem).translate(_NOT_IN_NAMES).encode()[:_LONGEST_STEM].decode(errors="ignore")
    return f"{stem} {minutes // 60}-{minutes % 60:02}-{seconds:02}.{milliseconds:03}.png"
