"""Where time zero of a video lies on the clock of its container, by which sound and subtitles are stamped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.opening import OpenVideo
from videobert_desktop.media.presentation import Presentation


@dataclass(frozen=True, slots=True)
class Origin:
    """The first presented frame on the container's clock.

    Attributes:
        zero: When it is presented, in seconds; exact.
        lag: Seconds from the container's own beginning, which the sound may make and from which players count, to it.
    """

    zero: Fraction
    lag: float


def find_origin(video: OpenVideo, limits: DecodeLimits, alive: Callable[[], None] = lambda: None) -> Origin:
    """Decode the first frame of a video that was just opened, which then has to be opened again.

    Raises:
        UserError: Nothing can be decoded, or the file cannot be read.
    """
    presentation = Presentation(video, limits, alive)
    next(presentation.frames())
    begins = (video.container.start_time or 0) / 1e6
    return Origin(presentation.zero, max(0.0, float(presentation.zero) - begins))
