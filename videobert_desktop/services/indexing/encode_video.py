"""Takes one video through one pass: decoded in the child, encoded here, kept by the writer, all at once."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.timing import unit_span
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.frames import DecodeEnd, SampledFrames
from videobert_desktop.services.indexing.unit_assembler import UnitAssembler
from videobert_desktop.services.indexing.unit_writer import UnitWriter
from videobert_desktop.services.presence import is_there

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack


class Onlooker(Protocol):
    """Who else looks at the pictures of a pass."""

    def add(self, batch: SampledFrames) -> None:
        """Look at a batch of pictures, in the order of time."""

    def finish(self) -> None:
        """The video is at its end."""


@dataclass(frozen=True, slots=True)
class Route:
    """A pass through a video, or what is left of it.

    Attributes:
        video_id: The catalogue's id of the video.
        path: A file that holds it.
        pass_name: How closely to look.
        first_unit: The first unit that was not looked at as closely yet.
        spare: Whether there is another copy to go on with, should this one end early.
    """

    video_id: int
    path: Path
    pass_name: Pass
    first_unit: int
    spare: bool = False

    @property
    def start(self) -> float:
        """The second of the video where it begins."""
        return unit_span(self.first_unit, float("inf")).start


@dataclass(frozen=True, slots=True)
class Travelled:
    """How far a pass has come.

    Attributes:
        seconds: Of video, from the route's start on.
        complete: Whether it has reached the end; if not, it gave way to something else, or to another copy.
        damage: How the file ended early ("damaged after 12.3 s"), or None if it did not.
    """

    seconds: float
    complete: bool
    damage: str | None = None


def encode_video(
    route: Route,
    *,
    pack: Pack,
    decoder: Decoder,
    writer: UnitWriter,
    onlooker: Onlooker,
    cancel: CancelToken,
    reached: Callable[[float], None],
    go_on: Callable[[], bool],
) -> Travelled:
    """Encode a video along a route and, at its end, mark the pass as done.

    Where a copy ends early and there is another, its full units are kept and the rest is left for that one.

    Args:
        route: Which video, how closely, and from where on.
        pack: Encodes the pictures.
        decoder: Decodes the file.
        writer: Keeps the units.
        onlooker: Is shown every picture.
        cancel: Looked at between batches.
        reached: Told the seconds of video that are behind, of this route.
        go_on: Asked after every unit; if not, the units so far are kept and the rest is left for later.

    Raises:
        Cancelled: It was asked to stop; full units are kept.
        UserError: The file cannot be decoded, or the disk is full; full units are kept.
    """
    assembler = UnitAssembler(pack, route.pass_name, route.first_unit)
    decoding = _Decoding(
        decoder.frames(route.path, size=pack.info.frame_size, mode=route.pass_name, start=route.start, cancel=cancel)
    )
    with closing(iter(decoding)) as batches:
        for batch in batches:
            cancel.raise_if_cancelled()
            onlooker.add(batch)
            assembler.add(batch)
            full = list(assembler.full_units())
            for unit in full:
                writer.write(route.video_id, unit)
            reached(float(batch.times[-1]) - route.start)
            if full and not go_on():
                return Travelled(unit_span(assembler.next_unit, float("inf")).start - route.start, complete=False)
    return _finish(route, decoding.end, assembler, writer, onlooker)


def _finish(
    route: Route, end: DecodeEnd, assembler: UnitAssembler, writer: UnitWriter, onlooker: Onlooker
) -> Travelled:
    if end.damage is not None and not is_there(route.path):
        raise UserError(
            "It vanished while it was being looked at.", path=route.path, hint="Connect its drive again.", passing=True
        )
    if end.damage is not None and route.spare:
        reached = unit_span(assembler.next_unit, float("inf")).start
        return Travelled(reached - route.start, complete=False, damage=end.damage)
    for unit in assembler.last_units(end.duration):
        writer.write(route.video_id, unit)
    onlooker.finish()
    writer.finish(route.video_id, route.pass_name, assembler.next_unit, end.damage)
    return Travelled(max(0.0, end.duration - route.start), complete=True, damage=end.damage)


class _Decoding:
    """The batches of a video and, when they are over, how it ended.

    Attributes:
        end: How it ended.
    """

    end: DecodeEnd

    def __init__(self, frames: Generator[SampledFrames, None, DecodeEnd]) -> None:
        self._frames = frames

    def __iter__(self) -> Generator[SampledFrames]:
        self.end = yield from self._frames
