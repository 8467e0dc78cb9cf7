"""What is said in a video, to be followed, put right and taken along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.catalogue.disk import replace_file
from videobert_desktop.domain.transcript import Segment, TranscriptSource
from videobert_desktop.services.transcribing.find_transcript import TranscriptLine, transcript_lines
from videobert_desktop.services.transcribing.heard import is_to_be_heard
from videobert_desktop.services.transcribing.write_transcript import TranscriptFormat, write_transcript


@dataclass(frozen=True, slots=True)
class Track:
    """A transcript to choose.

    Attributes:
        id: The catalogue's id.
        source: Where it comes from.
        language: BCP 47; empty if it is not known.
        title: What its file calls it; may be empty.
    """

    id: int
    source: TranscriptSource
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class VideoTexts:
    """What is known of what is said in a video.

    Attributes:
        video_id: The video.
        tracks: What there is to choose among; those without a line are left out.
        track: The one whose lines these are; None if there is none.
        lines: In the order of time.
        has_sound: Whether there is anything to listen to.
        unheard: Whether nobody has listened to it, who could.
    """

    video_id: int
    tracks: tuple[Track, ...] = ()
    track: int | None = None
    lines: tuple[TranscriptLine, ...] = ()
    has_sound: bool = False
    unheard: bool = False


def video_texts(catalogue: Catalogue, video_id: int, track: int | None = None) -> VideoTexts:
    """Look up what is said in a video.

    Args:
        catalogue: Of the library.
        video_id: The video.
        track: The transcript that is wanted; the preferred one if None, or if it is gone.
    """
    video = catalogue.videos.get(video_id)
    if video is None:
        return VideoTexts(video_id)
    known = [each for each in catalogue.transcripts.all_of(video_id) if each.lines]
    tracks = tuple(Track(each.id, each.source, each.language, each.title) for each in known)
    preferred = catalogue.transcripts.preferred(video_id)
    chosen = track if track in {each.id for each in tracks} else None if preferred is None else preferred.id
    return VideoTexts(
        video_id,
        tracks,
        chosen,
        () if chosen is None else transcript_lines(catalogue, chosen),
        has_sound=bool(video.info.audio_streams),
        unheard=is_to_be_heard(catalogue, video_id),
    )


def edit_line(catalogue: Catalogue, line_id: int, text: str | None) -> None:
    """Note what the user wants a line to say; None to have it say again what it said at first."""
    if text is None:
        catalogue.transcripts.undo_edit(line_id)
    else:
        catalogue.transcripts.edit(line_id, text)


def export_transcript(catalogue: Catalogue, track: int, path: Path) -> Path:
    """Write a transcript to a file, as the end of its name says: .srt, .vtt or .txt; .srt where it says nothing.

    Returns:
        The file.

    Raises:
        UserError: It cannot be written; a file of that name is as it was.
    """
    forms = {form.value: form for form in TranscriptFormat}
    form = forms.get(path.suffix[1:].lower())
    if form is None:
        form, path = TranscriptFormat.SRT, path.with_name(f"{path.name}.srt")
    segments = [Segment(line.span, line.text, line.confidence) for line in transcript_lines(catalogue, track)]
    with replace_file(path) as partial:
        partial.write_text(write_transcript(segments, form), encoding="utf-8")
    return path
