"""What is said in a video, as it was recognised or as somebody has written it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from videobert_desktop.domain.timing import Span


class TranscriptSource(StrEnum):
    """Where a transcript comes from.

    Attributes:
        EMBEDDED: A subtitle track inside the video's file.
        SIDECAR: A subtitle file beside the video's.
        SPEECH: It was recognised from the sound.
    """

    EMBEDDED = "embedded"
    SIDECAR = "sidecar"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was heard.

    Attributes:
        text: The word, with the punctuation that belongs to it and without spaces around it.
        span: When it is said.
        probability: How sure the recogniser is of it, in [0, 1].
    """

    text: str
    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of a transcript, or a cue of subtitles.

    Attributes:
        span: When it is said or shown.
        text: Plain text, never markup; lines are separated by a line feed; not empty.
        confidence: How sure the recogniser is, in [0, 1]; None for what somebody has written.
        words: Its words with their times, as far as they are known.
    """

    span: Span
    text: str
    confidence: float | None = None
    words: tuple[Word, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SubtitleTrack:
    """Subtitles in one language.

    Attributes:
        source: EMBEDDED or SIDECAR.
        origin: What tells it from the video's other tracks: "stream 2", or the sidecar's file name.
        language: BCP 47, as it is said to be: "en", "zh-Hans"; empty if it is not known.
        title: What the track calls itself; empty if it does not.
        segments: In the order of their start.
    """

    source: TranscriptSource
    origin: str
    language: str
    title: str
    segments: tuple[Segment, ...]
