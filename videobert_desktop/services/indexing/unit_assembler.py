"""Collects the encoded pictures of one pass through a video into units."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import (
    SAMPLES_PER_SECOND,
    TIME_TOLERANCE,
    WINDOWS_PER_UNIT,
    Span,
    unit_number,
    unit_span,
    window_number,
    window_span,
)
from videobert_desktop.media.frames import SampledFrames
from videobert_desktop.services.indexing.unit_writer import EncodedUnit

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

Frames = dict[str, NDArray[Any]]


class UnitAssembler:
    """Encodes pictures as they come and gives a unit away as soon as no later picture can belong to it.

    The windows of a unit follow each other without a gap. In the standard and the thorough pass they are 1.5 s long,
    each made of its three or six pictures and read among its neighbours. In the fast pass there is one for each
    picture, which lasts until the next; a unit that has no picture of its own, as where one stands for minutes, shows
    the one before.

    Of what the pack makes of the pictures, two a second at most are kept: an hour that was looked at thoroughly takes
    no more room on the disk than one in the standard pass, and its embeddings have seen all pictures nevertheless.

    Attributes:
        next_unit: The number of the unit that comes next; as many as there are, once all are given away.
    """

    def __init__(self, pack: Pack, pass_name: Pass, first_unit: int = 0) -> None:
        self.next_unit = first_unit
        self._pack = pack
        self._pass_name = pass_name
        self._times = np.empty(0)
        self._frames: Frames = {}
        self._shown: Frames = {}

    def add(self, batch: SampledFrames) -> None:
        """Encode and keep a batch of pictures."""
        frames = self._pack.encode_frames(batch.pixels)
        waiting = self._frames or {name: array[:0] for name, array in frames.items()}
        self._times = np.concatenate((self._times, batch.times))
        self._frames = {name: np.concatenate((waiting[name], array)) for name, array in frames.items()}

    def full_units(self) -> Generator[EncodedUnit]:
        """The units that no later picture can belong to."""
        while len(self._times) and self.next_unit < unit_number(self._times[-1]):
            yield self._take(float("inf"))

    def last_units(self, duration: float) -> Generator[EncodedUnit]:
        """What is left when the video of `duration` seconds has ended; usually one unit, or none."""
        while len(self._times) or (self._shown and self._next_start < duration - TIME_TOLERANCE):
            yield self._take(duration)

    @property
    def _next_start(self) -> float:
        return unit_span(self.next_unit, float("inf")).start

    def _take(self, duration: float) -> EncodedUnit:
        number, count = self.next_unit, self._pictures_of_next_unit()
        if count:
            times, frames = self._times[:count], _rows(self._frames, slice(None, count))
        else:
            times, frames = np.array([self._next_start]), self._shown or _rows(self._frames, slice(None, 1))
        self._times, self._frames = self._times[count:], _rows(self._frames, slice(count, None))
        self._shown = _rows(frames, slice(-1, None))
        self.next_unit += 1
        return self._unit(number, times, frames, duration)

    def _pictures_of_next_unit(self) -> int:
        return int(np.searchsorted([unit_number(time) for time in self._times], self.next_unit, side="right"))

    def _unit(self, number: int, times: NDArray[np.float64], frames: Frames, duration: float) -> EncodedUnit:
        if self._pass_name is Pass.FAST:
            spans, window_of_frame = (
                list(_spans_from_picture_to_picture(number, times, duration)),
                np.arange(len(times)),
            )
        else:
            # Sampling leaves no instant out, so that the windows of a unit follow each other without a gap.
            first = number * WINDOWS_PER_UNIT
            window_of_frame = np.array([window_number(time) - first for time in times])
            spans = [window_span(first + window, duration) for window in range(window_of_frame[-1] + 1)]
        windows = encoded_windows(self._pack, frames, window_of_frame)
        kept = _rows(frames | {"times": times}, self._kept(times))
        return EncodedUnit(number, self._pass_name, spans, kept | windows)

    def _kept(self, times: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which pictures are kept, (n,) bool: two a second of those that were sampled at a rate, else all."""
        rate = self._pass_name.pictures_per_second
        if rate is None:
            return np.ones(len(times), np.bool_)
        every = round(rate / SAMPLES_PER_SECOND)
        kept: NDArray[np.bool_] = np.round(times * rate).astype(np.int64) % every == 0
        return kept


def encoded_windows(pack: Pack, frames: Mapping[str, NDArray[Any]], window_of_frame: NDArray[np.int64]) -> Frames:
    """What a unit keeps of its windows: what a pack makes of their frames, and how near each is to every sentence.

    Args:
        pack: The pack.
        frames: What its `encode_frames` made of n pictures.
        window_of_frame: (n,), the window of each, from 0, with none left out.

    Returns:
        "embeddings" (n_windows, dim) float16, "visual_words" (n_windows,) of integers, "hubness" (n_windows,) float32.
    """
    windows = pack.encode_windows(frames, window_of_frame)
    return windows | {"hubness": pack.background.hubness(windows["embeddings"].astype(np.float32))}


def _rows(frames: Frames, which: slice | NDArray[np.bool_]) -> Frames:
    return {name: array[which] for name, array in frames.items()}


def _spans_from_picture_to_picture(number: int, times: NDArray[np.float64], duration: float) -> Iterator[Span]:
    """The windows of a unit whose pictures come as they come: they fill it from its start to its end."""
    unit = unit_span(number, duration)
    for start, end in pairwise((unit.start, *times[1:].tolist(), unit.end)):
        yield Span(start, end)
