"""What to watch next: what was left half-way, what nobody has seen yet, and what is like something that was watched."""

from __future__ import annotations

from dataclasses import dataclass


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
        because: For each of the last few that were watched, those that are like it.
    """

    going_on: tuple[int, ...] = ()
    not_seen: tuple[int, ...] = ()
    because: tuple[Because, ...] = ()
