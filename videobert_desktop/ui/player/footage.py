"""What the player is asked to play."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.timing import Span


@dataclass(frozen=True, slots=True)
class Footage:
    """A video of the library, and the file of it that is to be played.

    Attributes:
        video_id: The catalogue's id of the video.
        path: The file.
        name: What to call it, as it can be drawn.
        duration: Seconds; 0.0 if unknown.
        watched: The stretches that were watched before.
        position: The second at which it was left; None if there is none to go on from.
    """

    video_id: int
    path: Path
    name: str
    duration: float
    watched: tuple[Span, ...] = ()
    position: float | None = None
