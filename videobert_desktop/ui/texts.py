"""How times, names and counts are written in the window."""

from __future__ import annotations

import os
from pathlib import Path


def shown(text: str | Path) -> str:
    """A name that can be drawn: what is no text, or would break or turn the line, is shown as an escape."""
    decoded = os.fsencode(text).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in decoded)


def clock(seconds: float, *, tenths: bool = False) -> str:
    """A time in a video as m:ss, or h:mm:ss from an hour on; with tenths as m:ss.s."""
    units = 10 if tenths else 1
    whole, rest = divmod(round(seconds * units), units)
    hours, minutes = divmod(whole // 60, 60)
    tail = f"{whole % 60:02}.{rest}" if tenths else f"{whole % 60:02}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"


def stretch(start: float, end: float) -> str:
    """A stretch of a video, as "0:07.5 to 0:12.0" with a dash."""
    return f"{clock(start, tenths=True)} \N{EN DASH} {clock(end, tenths=True)}"


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 video", "2 videos"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def hours(seconds: float) -> str:
    """An amount of video: "42 s", "12 min", "3.4 h"."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 3600 else f"{seconds / 3600:.1f} h"


def time_left(seconds: float) -> str:
    """How long something will still take, no more precisely than anyone can know."""
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    return f"about {minutes} min left" if minutes < 90 else f"about {minutes / 60:.0f} h left"
