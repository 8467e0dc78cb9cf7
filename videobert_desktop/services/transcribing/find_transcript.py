"""What is said in a video, out of all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.transcript import TranscriptSource
from videobert_desktop.services.searching.find_video import find_video, shown_file


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A line of a transcript, as it is shown.

    Attributes:
        id: The catalogue's id of it.
        span: When it is said.
        text: What it says, as the user has left it.
        confidence: How sure the recogniser is, in [0, 1]; None for what somebody has written.
        edited: Whether the user has put it right.
    """

    id: int
    span: Span
    text: str
    confidence: float | None
    edited: bool


@dataclass(frozen=True, slots=True)
class ShownTranscript:
    """The transcript of a video that is shown.

    Attributes:
        path: A file that holds the video.
        language: BCP 47; empty if it is not known.
        source: Where it comes from.
        lines: In the order of time.
    """

    path: Path
    language: str
    source: TranscriptSource
    lines: tuple[TranscriptLine, ...]


def find_transcript(catalogue: Catalogue, video: int | str, languages: Sequence[str] = ()) -> ShownTranscript:
    """The transcript of a video: subtitles where there are any, else what was recognised.

    Args:
        catalogue: Of the library.
        video: As `find_video` understands it.
        languages: Those that are preferred, BCP 47.

    Raises:
        UserError: There is no such video, or nothing is known of what is said in it.
    """
    found = find_video(catalogue, video)
    files = catalogue.files.of_video(found.id)
    path = shown_file(files)[0].fingerprint.path if files else Path(str(video))
    chosen = catalogue.transcripts.preferred(found.id, languages)
    if chosen is None:
        raise _nothing_known(path, silent=not found.info.audio_streams)
    return ShownTranscript(path, chosen.language, chosen.source, transcript_lines(catalogue, chosen.id))


def transcript_lines(catalogue: Catalogue, transcript_id: int) -> tuple[TranscriptLine, ...]:
    """The lines of a transcript that say something, in the order of time."""
    return tuple(
        TranscriptLine(
            stored.id, stored.segment.span, stored.text, stored.segment.confidence, stored.edited is not None
        )
        for stored in catalogue.transcripts.segments(transcript_id)
        if stored.text
    )


def _nothing_known(path: Path, *, silent: bool) -> UserError:
    if silent:
        return UserError("The video has neither sound nor subtitles.", path=path)
    hint = "Install a speech pack (`videobert pack list`) or put a subtitle file beside it, then index it again."
    return UserError("Nothing is known of what is said in it.", path=path, hint=hint)
