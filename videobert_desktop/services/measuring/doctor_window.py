"""Looks at what a window needs. Without a display nothing of it is needed, and what is missing is but remarked on."""

from __future__ import annotations

import ctypes.util
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from videobert_desktop.services.measuring.check import Check
from videobert_desktop.services.measuring.doctor_machine import loads

# What Qt loads on Linux, by the name of the library and of Debian's package.
_WINDOW_LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "Xrandr": "libxrandr2",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "freetype": "libfreetype6",
    "glib-2.0": "libglib2.0-0",
    "pulse": "libpulse0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
    "xkbcommon": "libxkbcommon0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_FONT_ENDINGS = frozenset({".ttf", ".otf", ".ttc"})
_DRAWN_ELSEWHERE = frozenset({"offscreen", "minimal", "vnc"})
_NOT_NEEDED = "there is no display, and the command line does not need it"


def display(environment: Mapping[str, str] = os.environ) -> Check:
    """Whether there is a screen for the window."""
    detail = _display(environment)
    return Check("display", ok=True, detail=detail or "none: the window needs one, the command line does not")


def toolkit(environment: Mapping[str, str] = os.environ) -> Check:
    """Whether Qt can be loaded; that shows no window, and needs no display.

    Raises:
        Exception: Whatever the import raises, such as an ImportError for a library of the system that is missing.
    """
    try:
        return loads("PySide6", "PySide6.QtWidgets")
    except ImportError as error:
        if _display(environment) or ".so" not in str(error):
            raise
        return Check("PySide6", ok=True, detail=f"{error}; {_NOT_NEEDED}")


def window_libraries(environment: Mapping[str, str] = os.environ) -> Check:
    """Whether the system's libraries are there that Qt loads for a window and a player."""
    if sys.platform != "linux":
        return Check("window libraries", ok=True, detail="those of the system")
    missing = [name for name in _WINDOW_LIBRARIES if ctypes.util.find_library(name) is None]
    problem = f"missing: {', '.join(f'lib{name}' for name in missing)}" if missing else ""
    hint = "Run: apt install " + " ".join(_WINDOW_LIBRARIES[name] for name in missing)
    return _wanted("window libraries", problem, f"all {len(_WINDOW_LIBRARIES)} are there", hint, environment)


def fonts(environment: Mapping[str, str] = os.environ) -> Check:
    """Whether there is any font: Qt brings none."""
    if sys.platform != "linux":
        return Check("fonts", ok=True, detail="those of the system")
    first = next(_fonts(), None)
    problem = "" if first else "There are none, so that the window shows no text"
    return _wanted("fonts", problem, f"{first}", "Run: apt install fonts-dejavu-core", environment)


def _wanted(name: str, problem: str, found: str, hint: str, environment: Mapping[str, str]) -> Check:
    if problem and not _display(environment):
        return Check(name, ok=True, detail=f"{problem}; {_NOT_NEEDED}")
    return Check.of(name, problem, found=found, hint=hint)


def _display(environment: Mapping[str, str]) -> str:
    """What a window would be shown on; empty for nothing."""
    if sys.platform != "linux":
        return "that of the system"
    if (platform_plugin := environment.get("QT_QPA_PLATFORM", "")) in _DRAWN_ELSEWHERE:
        return f"QT_QPA_PLATFORM={platform_plugin}"
    screens = [f"{name}={value}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if (value := environment.get(name))]
    return ", ".join(screens)


def _fonts() -> Iterator[Path]:
    for folder in _FONT_FOLDERS:
        for file in Path(folder).expanduser().rglob("*"):
            if file.suffix.lower() in _FONT_ENDINGS:
                yield file
