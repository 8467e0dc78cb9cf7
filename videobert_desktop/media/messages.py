"""What the decoder and its child process say to each other over their pipe; pictures go through shared memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.frames import DecodeEnd


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """Asks for what `path` says about itself; answered by MediaInfo or Failure."""

    path: Path


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """Asks for the sampled pictures of `path`; answered by FilledSlot…, then DecodeEnd or Failure.

    Attributes:
        path: The file.
        size: Side of the square pictures, in pixels.
        mode: How closely to look.
        start: The first instant wanted, in seconds.
    """

    path: Path
    size: int
    mode: Pass
    start: float


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """Tells the child that a slot of the ring was read and may be filled again."""

    slot: int


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """Tells the parent that a slot of the ring holds a picture for each of `times`, in seconds."""

    slot: int
    times: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Alive:
    """A sign of life: the child is ready, or at work on something that takes long."""


Request = ProbeRequest | DecodeRequest
Answer = MediaInfo | DecodeEnd | Failure
Reply = FilledSlot | Alive | Answer
