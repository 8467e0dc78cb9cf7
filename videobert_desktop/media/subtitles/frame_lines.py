"""Subtitles of one cue a line, between two numbers: MicroDVD counts frames, MPL2 tenths of seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain

from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.substation import events_of

_RATE = re.compile(r".?\{([01])\}\{\1\}\s*([1-9]\d{0,2}(?:[.,]\d{1,6})?)\s*$")


def microdvd_cues(lines: Iterable[str], frame_rate: Fraction) -> Iterator[Cue]:
    """Yield the cues of MicroDVD, whose first line may say at how many frames a second it counts, if not `frame_rate`.

    Raises:
        UserError: It does not say, and `frame_rate` is 0.
    """
    remaining = iter(lines)
    first = next(remaining, "")
    declared = _RATE.match(first)
    rate = float(declared[2].replace(",", ".")) if declared else float(frame_rate)
    if rate <= 0:
        raise UserError(
            "It counts frames, and neither it nor the video says how many there are a second.",
            hint="Save it again as SubRip (.srt).",
        )
    yield from events_of(remaining if declared else chain([first], remaining), "microdvd", fps=rate)


def mpl2_cues(lines: Iterable[str]) -> Iterator[Cue]:
    """Yield the cues of MPL2."""
    return events_of(lines, "mpl2")
