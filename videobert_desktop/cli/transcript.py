"""`videobert transcript`: what is said in a video."""

from __future__ import annotations

import click

from videobert_desktop.cli.output import clock, printable
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.transcript import Segment
from videobert_desktop.services.transcribing.find_transcript import ShownTranscript, TranscriptLine, find_transcript
from videobert_desktop.services.transcribing.write_transcript import TranscriptFormat, write_transcript

_FORMATS = ("json", *(form.value for form in TranscriptFormat))


@click.command("transcript")
@click.argument("video")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="As a file for other programs; JSON with --json.")
@click.option(
    "--language", "languages", metavar="TAG", multiple=True, help="In this language (en, zh-Hans) if there is one."
)
@pass_session
def command(session: Session, video: str, form: str | None, languages: tuple[str, ...]) -> None:
    """Show what is said in VIDEO: its subtitles, or what was recognised from its sound.

    VIDEO is a path, a file name that only one video has, or a video's id.
    """
    with session.open_library().catalogue() as catalogue:
        transcript = find_transcript(catalogue, video, languages)
    if form == "json" or (form is None and session.output.json):
        session.output.document(_document(transcript))
    elif form is None:
        _show(session, transcript)
    else:
        text = write_transcript([_segment(line) for line in transcript.lines], TranscriptFormat(form))
        if session.output.json:
            session.output.document({"format": form, "text": text})
        else:
            session.output.line(text.removesuffix("\n"))


def _show(session: Session, transcript: ShownTranscript) -> None:
    session.output.line(printable(transcript.path))
    for line in transcript.lines:
        text = " ".join(line.text.split())
        session.output.line(f"{clock(line.span.start)}  {printable(text)}")


def _document(transcript: ShownTranscript) -> dict[str, object]:
    return {
        "video": str(transcript.path),
        "language": transcript.language,
        "source": transcript.source.value,
        "segments": [
            {
                "start": round(line.span.start, 3),
                "end": round(line.span.end, 3),
                "text": line.text,
                "confidence": line.confidence,
                "edited": line.edited,
            }
            for line in transcript.lines
        ],
    }


def _segment(line: TranscriptLine) -> Segment:
    return Segment(line.span, line.text, line.confidence)
