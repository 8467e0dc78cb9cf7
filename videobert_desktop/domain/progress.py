"""How long work tells its caller how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One report: `done` of `total` in `unit`, within `stage`.

    Attributes:
        stage: What is being done, in a word or two ("indexing").
        done: How much is finished, in `unit`.
        total: How much there is, in `unit`; None while unknown.
        unit: What is counted: "files", "s" (seconds of video), "steps".
        item: What is being worked on right now, usually a file's name.
        video_id: The catalogue's id of the video that is being worked on, if it is one.
        part: How far the present pass over that video is, in [0, 1]; None while its length is unknown.
    """

    stage: str
    done: float
    total: float | None
    unit: str
    item: str = ""
    video_id: int | None = None
    part: float | None = None


Report = Callable[[Progress], None]


def ignore_progress(progress: Progress) -> None:
    """A `Report` for callers who do not look."""
