"""Turns one video into units of features: decoded in the child, encoded here, kept by the writer, all at once."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.timing import WINDOWS_PER_UNIT, unit_number, unit_span, window_number, window_span
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.frames import DecodeEnd, SampledFrames
from videobert_desktop.services.unit_writer import EncodedUnit, UnitWriter

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack

Reached = Callable[[float], None]


class UnitAssembler:
    """Collects the encoded frames of one video and gives a unit away as soon as it is full."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._times: list[NDArray[np.float64]] = []
        self._frames: list[dict[str, NDArray[Any]]] = []

    def add(self, batch: SampledFrames) -> None:
        """Encode and keep a batch of frames."""
        self._times.append(batch.times)
        self._frames.append(self._pack.encode_frames(batch.pixels))

    def full_units(self) -> Generator[EncodedUnit]:
        """The units that no later frame can belong to."""
        while self._times and unit_number(self._times[0][0]) < unit_number(self._times[-1][-1]):
            yield self._take(float("inf"))

    def last_unit(self, duration: float) -> EncodedUnit | None:
        """What is left when the video of `duration` seconds has ended, if anything is."""
        return self._take(duration) if self._times else None

    def _take(self, duration: float) -> EncodedUnit:
        times = np.concatenate(self._times)
        frames = {name: np.concatenate([part[name] for part in self._frames]) for name in self._frames[0]}
        number = unit_number(times[0])
        count = int(np.searchsorted([unit_number(time) for time in times], number, side="right"))
        rest = {name: array[count:] for name, array in frames.items()}
        self._times, self._frames = ([times[count:]], [rest]) if count < len(times) else ([], [])
        return self._unit(number, times[:count], {name: array[:count] for name, array in frames.items()}, duration)

    def _unit(
        self, number: int, times: NDArray[np.float64], frames: dict[str, NDArray[Any]], duration: float
    ) -> EncodedUnit:
        # Sampling leaves no instant out, so that the windows of a unit follow each other without a gap.
        first = number * WINDOWS_PER_UNIT
        window_of_frame = np.array([window_number(time) - first for time in times])
        embeddings = self._pack.embed_windows(frames, window_of_frame)
        hubness = self._pack.background.hubness(embeddings.astype(np.float32))
        spans = [window_span(first + window, duration) for window in range(len(embeddings))]
        own: dict[str, NDArray[Any]] = {"times": times, "embeddings": embeddings, "hubness": hubness}
        return EncodedUnit(number, first, spans, frames | own)


def encode_video(
    video_id: int,
    path: Path,
    *,
    first_unit: int,
    pack: Pack,
    decoder: Decoder,
    writer: UnitWriter,
    cancel: CancelToken,
    reached: Reached,
) -> DecodeEnd:
    """Encode a video from `first_unit` on and mark it as done.

    Args:
        video_id: The catalogue's id of the video.
        path: A file that holds it.
        first_unit: The first unit that is not kept yet.
        pack: Encodes the frames.
        decoder: Decodes the file.
        writer: Keeps the units.
        cancel: Looked at between batches.
        reached: Told the second of the video that was reached.

    Returns:
        Where the video ended, and whether that was too early.

    Raises:
        Cancelled: It was asked to stop; full units are kept.
        UserError: The file cannot be decoded, or the disk is full; full units are kept.
    """
    assembler = UnitAssembler(pack)
    start = unit_span(first_unit, float("inf")).start
    frames = decoder.frames(path, size=pack.info.frame_size, start=start, cancel=cancel)
    end = yield_from(frames, lambda batch: _encode_batch(batch, video_id, assembler, writer, cancel, reached))
    last = assembler.last_unit(end.duration)
    if last is not None:
        writer.write(video_id, last)
    writer.finish(video_id, end.damage)
    return end


def yield_from(
    frames: Generator[SampledFrames, None, DecodeEnd], consume: Callable[[SampledFrames], None]
) -> DecodeEnd:
    """Hand every batch to `consume`, and give back what the generator returns."""
    try:
        while True:
            consume(next(frames))
    except StopIteration as stop:
        end: DecodeEnd = stop.value
        return end
    finally:
        frames.close()


def _encode_batch(
    batch: SampledFrames,
    video_id: int,
    assembler: UnitAssembler,
    writer: UnitWriter,
    cancel: CancelToken,
    reached: Reached,
) -> None:
    cancel.raise_if_cancelled()
    assembler.add(batch)
    for unit in assembler.full_units():
        writer.write(video_id, unit)
    reached(float(batch.times[-1]))
