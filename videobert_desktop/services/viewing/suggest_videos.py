"""What to watch next: what was left half-way, what nobody has seen yet, and what is like something that was watched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.services.library import Library
from videobert_desktop.services.searching.find_video import shown_file
from videobert_desktop.services.viewing.video_summaries import Summaries, video_summaries

MOST = 12
"""So many videos are suggested of each kind."""
WATCHED, SIMILAR = 3, 6
"""For so many that were watched, so many that are like each."""
_LOOKED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Because:
    """Videos that are like one that was watched.

    Attributes:
        watched: The id of the video that was watched.
        similar: The ids of videos like it that were not watched yet, the most similar first.
    """

    watched: int
    similar: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Videos to watch, by their ids; each of them is there to be played.

    Attributes:
        going_on: Those that were left half-way, the latest first.
        not_seen: Those that can be searched and were never watched, the newest first.
        because: For each of the last few that were watched, those that are like it and not yet named before.
    """

    going_on: tuple[int, ...] = ()
    not_seen: tuple[int, ...] = ()
    because: tuple[Because, ...] = ()


def suggestions(library: Library) -> Suggestions:
    """What to watch next.

    Raises:
        UserError: The catalogue is damaged.
    """
    with library.catalogue() as catalogue:
        viewings, durations = catalogue.viewings.all(), catalogue.videos.durations()
        half_way = [
            viewing.video_id for viewing in viewings if viewing.is_half_way(durations.get(viewing.video_id, 0.0))
        ]
        watched = [viewing.video_id for viewing in viewings if viewing.watched]
        unseen = _indexed(catalogue) - {*half_way, *watched}
        return Suggestions(
            going_on=_those_there(catalogue, half_way, MOST),
            not_seen=_those_there(catalogue, sorted(unseen, reverse=True), MOST),
            because=_because(library, catalogue, watched, unseen) if watched and unseen else (),
        )


def _indexed(catalogue: Catalogue) -> set[int]:
    """The videos that any pass of any pack has been through."""
    return {video_id for pack in catalogue.packs.all() for video_id in catalogue.units.passes(pack.id)}


def _because(
    library: Library, catalogue: Catalogue, watched: Sequence[int], unseen: Collection[int]
) -> tuple[Because, ...]:
    """For the first of the watched videos, those of the unseen ones that are like each."""
    # The pack that has been through the most answers; of several, the newest.
    pack = max(catalogue.packs.all(), key=lambda pack: (len(catalogue.units.passes(pack.id)), pack.id))
    summaries = video_summaries(library, catalogue, pack)
    known = set(summaries.videos.tolist())
    left = set(unseen)
    rows = []
    for video_id in islice((video_id for video_id in watched if video_id in known), WATCHED):
        alike = [other for other in _most_alike(summaries, video_id) if other in left]
        similar = _those_there(catalogue, alike, SIMILAR)
        left.difference_update(similar)
        if similar:
            rows.append(Because(video_id, similar))
    return tuple(rows)


def _most_alike(summaries: Summaries, video_id: int) -> list[int]:
    """All videos, the most similar to this one first."""
    own = summaries.vectors[summaries.videos == video_id][0]
    order: list[int] = summaries.videos[np.argsort(-(summaries.vectors @ own), kind="stable")].tolist()
    return order


def _those_there(catalogue: Catalogue, video_ids: Sequence[int], limit: int) -> tuple[int, ...]:
    """The first of the videos that are there to be played, up to so many."""
    found: list[int] = []
    for first in range(0, len(video_ids), _LOOKED_AT_ONCE):
        some = video_ids[first : first + _LOOKED_AT_ONCE]
        held = catalogue.files.of_videos(some)
        found += [video_id for video_id in some if video_id in held and shown_file(held[video_id])[1]]
        if len(found) >= limit:
            break
    return tuple(found[:limit])
