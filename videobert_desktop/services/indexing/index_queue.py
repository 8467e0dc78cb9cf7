"""Which video a run of indexing looks at next, and how closely."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from videobert_desktop.domain.passes import Pass


class Step(NamedTuple):
    """A pass through a video."""

    video_id: int
    pass_name: Pass


class IndexQueue:
    """The steps of a run that are not done yet, to be asked for the next one as often as priorities may change.

    Videos of the highest priority come first, with all their passes. Among equals breadth comes before depth: one
    pass goes through all of them before a closer one begins.
    """

    def __init__(self, videos: Mapping[Pass, Iterable[int]]) -> None:
        """Take the videos that each pass is to go through, in their order."""
        passes = sorted(videos, key=lambda pass_name: pass_name.closeness)
        self._waiting = {pass_name: dict.fromkeys(videos[pass_name]) for pass_name in passes}

    def __contains__(self, video_id: int) -> bool:
        return any(video_id in waiting for waiting in self._waiting.values())

    def __iter__(self) -> Iterator[Step]:
        return (Step(video_id, pass_name) for pass_name, waiting in self._waiting.items() for video_id in waiting)

    def next(self, priorities: Mapping[int, int]) -> Step | None:
        """The step to take now, or None if all are done.

        Args:
            priorities: The priority of each video that has one above 0.
        """
        preferred = {video_id: priority for video_id, priority in priorities.items() if video_id in self}
        highest = max(preferred.values(), default=0)
        if highest <= 0:
            return next(iter(self), None)
        return self._first_of({video_id for video_id, priority in preferred.items() if priority == highest})

    def done(self, step: Step) -> None:
        """Take out a step."""
        del self._waiting[step.pass_name][step.video_id]

    def _first_of(self, videos: Collection[int]) -> Step | None:
        return next((step for step in self if step.video_id in videos), None)
