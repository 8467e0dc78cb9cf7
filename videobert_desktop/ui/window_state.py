"""How the window was left: kept as a small file, which may be missing, old or nonsense."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import platformdirs

from videobert_desktop.settings.options import APPLICATION
from videobert_desktop.settings.private_file import write_private

_MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class WindowState:
    """How the window was left.

    Attributes:
        geometry: What `QWidget.saveGeometry` gave; empty if unknown.
        columns: The widths of the splitter's parts, in points; empty if unknown.
        volume: Of the player, in [0, 1].
        muted: Whether the player was silent.
        grouped: Whether results were grouped by video.
        subtitles: Whether the player showed subtitles.
        library: The library that was open: a name or a directory; empty if unknown.
    """

    geometry: bytes = b""
    columns: tuple[int, ...] = ()
    volume: float = 1.0
    muted: bool = False
    grouped: bool = False
    subtitles: bool = False
    library: str = ""


def window_state_file() -> Path:
    """Where it is kept how this user's window was left."""
    return platformdirs.user_state_path(APPLICATION, appauthor=False) / "window.json"


def load_window_state(path: Path | None = None) -> WindowState:
    """How the window was left; what the file does not say, or says wrongly, is as it is at first.

    Args:
        path: The file; None for the user's own.
    """
    kept = _read(window_state_file() if path is None else path)
    first = WindowState()
    library = kept.get("library")
    return WindowState(
        geometry=_bytes(kept.get("geometry")),
        columns=_widths(kept.get("columns")),
        volume=_fraction(kept.get("volume"), first.volume),
        muted=kept.get("muted") is True,
        grouped=kept.get("grouped") is True,
        subtitles=kept.get("subtitles") is True,
        library=library if isinstance(library, str) else first.library,
    )


def save_window_state(state: WindowState, path: Path | None = None) -> None:
    """Keep how the window was left.

    Args:
        state: How that was.
        path: The file; None for the user's own.

    Raises:
        UserError: It cannot be written; nothing depends on it.
    """
    kept = asdict(state) | {"geometry": base64.b64encode(state.geometry).decode("ascii")}
    write_private(window_state_file() if path is None else path, json.dumps(kept, indent=1) + "\n")


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):  # as if it had never been left
        return {}
    return kept if isinstance(kept, dict) else {}


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _widths(value: object) -> tuple[int, ...]:
    widths = value if isinstance(value, list) else []
    return tuple(widths) if all(type(width) is int and 0 <= width < 1 << 16 for width in widths) else ()


def _fraction(value: object, otherwise: float) -> float:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
    return float(number) if 0 <= number <= 1 else otherwise
