"""How times, names and counts are written in the window."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication


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


def videos(count: int) -> str:
    """So many videos."""
    if count == 1:
        return QCoreApplication.translate("texts", "1 video")
    return QCoreApplication.translate("texts", "{count} videos").format(count=count)


def files(count: int) -> str:
    """So many files."""
    if count == 1:
        return QCoreApplication.translate("texts", "1 file")
    return QCoreApplication.translate("texts", "{count} files").format(count=count)


def moments(count: int) -> str:
    """So many moments."""
    if count == 1:
        return QCoreApplication.translate("texts", "1 moment")
    return QCoreApplication.translate("texts", "{count} moments").format(count=count)


def hours(seconds: float) -> str:
    """An amount of video: "42 s", "12 min", "3.4 h"."""
    if seconds < 60:
        return QCoreApplication.translate("texts", "{count} s").format(count=f"{seconds:.0f}")
    if seconds < 3600:
        return QCoreApplication.translate("texts", "{count} min").format(count=f"{seconds / 60:.0f}")
    return QCoreApplication.translate("texts", "{count} h").format(count=f"{seconds / 3600:.1f}")


def time_left(seconds: float) -> str:
    """How long something will still take, no more precisely than anyone can know."""
    if seconds < 60:
        return QCoreApplication.translate("texts", "less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return QCoreApplication.translate("texts", "about {count} min left").format(count=minutes)
    return QCoreApplication.translate("texts", "about {count} h left").format(count=f"{minutes / 60:.0f}")
