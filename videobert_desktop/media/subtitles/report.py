"""What was found when a video's subtitles were read."""

from __future__ import annotations

from dataclasses import dataclass

from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.transcript import SubtitleTrack


@dataclass(frozen=True, slots=True)
class SubtitleReport:
    """The subtitles of a video.

    Attributes:
        tracks: Those inside the file, in their order there, then those beside it by name; each has a segment at least.
        failures: What could not be read, each with the file's name and the reason.
        passed_over: Subtitles with which nothing is wrong, but that are pictures and not text, or of a kind that
            nobody here reads; worth telling who asks for them, but no fault.
    """

    tracks: tuple[SubtitleTrack, ...]
    failures: tuple[Failure, ...] = ()
    passed_over: tuple[Failure, ...] = ()
