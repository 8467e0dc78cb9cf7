"""Remembers where each video was left and what was watched of it: in the library alone, until it is to be forgotten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing, joined
from videobert_desktop.services.library import Library


def note_viewing(library: Library, video_id: int, position: float, watched: Sequence[Span]) -> None:
    """Remember where a video is left, and add to what was watched of it.

    Nothing is remembered of a video that the library does not have any more.

    Args:
        library: The library.
        video_id: The video.
        position: The second where it is left.
        watched: The stretches that were watched since the last time, in any order.

    Raises:
        ValueError: The position is no instant of a video.
        UserError: The library cannot be written to.
    """
    if not (math.isfinite(position) and position >= 0):
        raise ValueError(f"not an instant of a video: {position}")
    with library.catalogue() as catalogue, catalogue.transaction():
        if catalogue.videos.get(video_id) is None:
            return
        before = catalogue.viewings.get(video_id)
        spans = joined([*(before.watched if before is not None else ()), *map(_from_the_beginning, watched)])
        catalogue.viewings.put(Viewing(video_id, position, spans, datetime.now(UTC)))


def viewing_of(library: Library, video_id: int) -> Viewing | None:
    """What is remembered of watching a video; None if nothing is.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        return catalogue.viewings.get(video_id)


def forget_viewings(library: Library) -> None:
    """Forget what was watched of all videos, so that nothing of it is left on the disk.

    Raises:
        UserError: The library cannot be written to.
    """
    with library.catalogue() as catalogue:
        catalogue.viewings.clear()
        catalogue.empty_log()


def _from_the_beginning(span: Span) -> Span:
    """The same stretch without what lies before the first picture, as clocks that are not exact have it."""
    return Span(max(0.0, span.start), max(0.0, span.end))
