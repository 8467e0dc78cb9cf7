"""What a window begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from videobert_desktop.settings.options import Settings
from videobert_desktop.ui.window_state import WindowState


@dataclass(frozen=True, slots=True)
class Opening:
    """The library that is shown, and how.

    Attributes:
        root: The directory of the library.
        settings: The settings in force.
        state: How the window was left.
        libraries: The libraries to choose from, each with its name and its directory.
        notice: What is to be said first; empty if nothing is.
    """

    root: Path
    settings: Settings
    state: WindowState
    libraries: Sequence[tuple[str, Path]] = field(default=())
    notice: str = ""
