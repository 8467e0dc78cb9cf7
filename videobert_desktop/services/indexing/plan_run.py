"""What a run of indexing has to do, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import UNIT_SECONDS
from videobert_desktop.domain.video import Video
from videobert_desktop.services.indexing.index_queue import IndexQueue, Step

# So much new video is done by the closer pass about as soon as anybody would look for it, and the index follows no
# more often than that anyway: a first look would only put the end off.
FIRST_LOOK_SECONDS = 300.0


def plan_run(catalogue: Catalogue, pack: PackRow, videos: Sequence[Video], mode: Pass) -> IndexQueue:
    """Plan what is missing until every video has been looked at as closely as `mode`, or more so.

    A fast pass through everything that no pass has been through comes first, if that is more than five minutes of
    video.
    """
    passes = catalogue.units.passes(pack.id)
    waiting = [video.id for video in videos if video.id not in passes or not passes[video.id].at_least(mode)]
    new = [video for video in videos if video.id not in passes]
    worthwhile = mode is not Pass.FAST and sum(video.info.duration for video in new) > FIRST_LOOK_SECONDS
    first_look = {Pass.FAST: [video.id for video in new]} if worthwhile else {}
    return IndexQueue(first_look | {mode: waiting})


def seconds_of_work(
    catalogue: Catalogue, pack: PackRow, queue: IndexQueue, videos: Mapping[int, Video]
) -> dict[Step, float]:
    """Seconds of video that each step of a queue has still to go through."""
    counts = catalogue.units.counts(pack.id)

    def left(step: Step) -> float:
        units = counts.get(step.video_id, {}).items()
        done = sum(count for pass_name, count in units if pass_name.at_least(step.pass_name))
        return max(0.0, videos[step.video_id].info.duration - done * UNIT_SECONDS)

    return {step: left(step) for step in queue}


def first_missing_unit(catalogue: Catalogue, pack: PackRow, step: Step) -> int:
    """The first unit of a video that was not looked at as closely as a step wants; all before were."""
    units = catalogue.units.of_video(step.video_id, pack.id)
    done = {unit.number for unit in units if unit.pass_name.at_least(step.pass_name)}
    return next(number for number in range(len(done) + 1) if number not in done)
