"""What the decoder and its child process say to each other over their pipe; pictures go through shared memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.passes import Pass
from videobert_desktop.domain.transcript import SubtitleTrack
from videobert_desktop.domain.video import MediaInfo
from videobert_desktop.media.audio_chunks import AudioChunk
from videobert_desktop.media.frames import DecodeEnd
from videobert_desktop.media.stills import Still
from videobert_desktop.media.subtitles.report import SubtitleReport


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
class AudioRequest:
    """Asks for the sound of `path` from `start` (in seconds) on; answered by AudioChunk…, then AudioEnd or Failure."""

    path: Path
    start: float


@dataclass(frozen=True, slots=True)
class StillsRequest:
    """Asks for sparse pictures of `path` from `start` (in seconds) on; answered by Still…, StillsEnd or Failure."""

    path: Path
    start: float


@dataclass(frozen=True, slots=True)
class SubtitlesRequest:
    """Asks for the subtitles of `path`; answered by SubtitleTrack…, then a SubtitleReport of all else, or Failure.

    Attributes:
        path: The file.
        sidecars: Whether files beside it are read too.
    """

    path: Path
    sidecars: bool


@dataclass(frozen=True, slots=True)
class AudioEnd:
    """There is no more sound."""


@dataclass(frozen=True, slots=True)
class StillsEnd:
    """There are no more stills.

    Attributes:
        end: The end of the last frame, in seconds.
    """

    end: float


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


Request = ProbeRequest | DecodeRequest | AudioRequest | StillsRequest | SubtitlesRequest
Answer = MediaInfo | DecodeEnd | AudioEnd | StillsEnd | SubtitleReport | Failure
Reply = FilledSlot | AudioChunk | Still | SubtitleTrack | Alive | Answer
