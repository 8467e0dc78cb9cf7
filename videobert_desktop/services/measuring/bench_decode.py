"""Measures what decoding costs: every way in which this program goes through a video, beside plain decoding."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.plain_decode import plain_decode
from videobert_desktop.services.manage_packs import find_pack
from videobert_desktop.settings.resources import resource_path

ALL_FRAMES, SKIP_LOOP_FILTER = "all_frames", "skip_loop_filter"
# Children are counted in hundredths of a second: what is over sooner than this is done again and again.
_LEAST_CPU_SECONDS = 1.0
_MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class DecodeBench:
    """What decoding a video costs.

    Attributes:
        path: The video.
        video_seconds: Its length.
        frames: How many pictures it has.
        cost: Processor seconds for a second of video, of each way to go through it; `ALL_FRAMES` is plain decoding.
    """

    path: Path
    video_seconds: float
    frames: int
    cost: dict[str, float]

    def ratio(self, way: str) -> float:
        """What a way costs beside plain decoding."""
        return self.cost[way] / self.cost[ALL_FRAMES]


def sample_clip() -> Path:
    """A short clip that comes with the program.

    Raises:
        UserError: The installation has no resources.
    """
    return resource_path("samples", "forest-stream.mp4")


def bench_decode(
    path: Path, *, pack: str = "starter", plain_only: bool = False, cancel: CancelToken, report: Report
) -> DecodeBench:
    """Decode a video in every way there is, each in one thread.

    The passes run as they do while indexing, in the decoder's process, to pictures of the size that the pack wants;
    the start of that process is not counted.

    Args:
        path: The video.
        pack: The pack for whose pictures the passes are measured.
        plain_only: Whether to leave it at plain decoding.
        cancel: Looked at for every picture.
        report: Told which way is being measured.

    Raises:
        Cancelled: It was asked to stop.
        UserError: The video cannot be decoded, or there is no such pack.
    """
    plain = partial(plain_decode, path, alive=cancel.raise_if_cancelled)
    stage = f"decoding {path.name}"
    report(Progress(stage, 0, None, "ways", ALL_FRAMES))
    whole = plain()
    spent = {ALL_FRAMES: _mean(lambda: plain().cpu_seconds, whole.cpu_seconds)}
    with Decoder() as decoder:
        ways = {} if plain_only else _other_ways(path, find_pack(pack).frame_size, decoder, cancel)
        for number, (way, measure) in enumerate(ways.items(), 1):
            report(Progress(stage, number, 1 + len(ways), "ways", way))
            spent[way] = _mean(measure, measure())
    seconds = max(whole.seconds, 1e-3)
    return DecodeBench(path, seconds, whole.frames, {way: cpu / seconds for way, cpu in spent.items()})


def _other_ways(path: Path, size: int, decoder: Decoder, cancel: CancelToken) -> dict[str, Callable[[], float]]:
    """What gives the processor seconds of one round, of each way but plain decoding."""
    passes = (Pass.STANDARD, Pass.THOROUGH, Pass.FAST)

    def unfiltered() -> float:
        return plain_decode(path, skip_loop_filter=True, alive=cancel.raise_if_cancelled).cpu_seconds

    def going_through(mode: Pass) -> float:
        decoder.probe(path, cancel)  # starts the decoder's process if there is none
        before = _cpu_seconds()
        for _ in decoder.frames(path, size=size, mode=mode, cancel=cancel):
            cancel.raise_if_cancelled()
        return _cpu_seconds() - before

    return {SKIP_LOOP_FILTER: unfiltered} | {mode.value: partial(going_through, mode) for mode in passes}


def _mean(measure: Callable[[], float], first: float) -> float:
    """The mean of as many rounds as it takes to measure it well, the first of which is done."""
    rounds = [first]
    while sum(rounds) < _LEAST_CPU_SECONDS and len(rounds) < _MOST_ROUNDS:
        rounds.append(measure())
    return fmean(rounds)


def _cpu_seconds() -> float:
    """Processor seconds that this process and its living children have taken so far."""
    import psutil

    children = [child.cpu_times() for child in psutil.Process().children()]
    return time.process_time() + float(sum(times.user + times.system for times in children))
