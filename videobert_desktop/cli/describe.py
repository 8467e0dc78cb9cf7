"""`videobert describe`: what a video shows, in words."""

from __future__ import annotations

import math
import sys

import click

from videobert_desktop.cli.output import Document, Output, clock, percentage, printable
from videobert_desktop.cli.session import Session, pass_session
from videobert_desktop.domain.description import Description
from videobert_desktop.domain.timing import Span

_KEPT = "Nothing of a description is kept; the library stays as it is."
_TIME = "from \N{EN DASH} to"


@click.command("describe")
@click.argument("video")
@click.option("--from", "start", metavar="S", type=float, help="Only from this second on.")
@click.option("--to", "end", metavar="S", type=float, help="Only up to this second.")
@pass_session
def command(session: Session, video: str, start: float | None, end: float | None) -> None:
    """Tell what VIDEO shows: a summary, captions, chapters and highlights.

    VIDEO is a path, a file name that only one video has, or a video's id. It has to be indexed; its file need not be
    there. What is not sure is left out.
    """
    span = _span(start, end)
    from videobert_desktop.services.describing.describe_clip import describe

    library = session.open_library()
    with session.working(_KEPT) as work:
        device = session.settings.device
        description = describe(library, video, span, device=device, cancel=work.cancel, report=work.report)
    if session.output.json:
        session.output.document(_document(description))
    else:
        _show_to_people(session.output, description)


def _span(start: float | None, end: float | None) -> Span | None:
    """The stretch that is asked for; None for the whole video.

    Raises:
        click.UsageError: There can be no such stretch.
    """
    if start is None and end is None:
        return None
    first, last = start or 0.0, sys.float_info.max if end is None else end  # which no video reaches
    if not (math.isfinite(first) and math.isfinite(last) and 0 <= first < last):
        raise click.UsageError("--from and --to are seconds from the beginning, the first before the second.")
    return Span(first, last)


def _document(description: Description) -> Document:
    return {
        "video": str(description.path),
        "video_id": description.video_id,
        **_times(description.span),
        "summary": description.summary,
        "captions": [
            {**_times(caption.span), "text": caption.text, "confidence": round(float(caption.confidence), 4)}
            for caption in description.captions
        ],
        "chapters": [{**_times(chapter.span), "title": chapter.title} for chapter in description.chapters],
        "highlights": [
            {**_times(highlight.span), "score": round(float(highlight.score), 4)}
            for highlight in description.highlights
        ],
    }


def _times(span: Span) -> dict[str, float]:
    return {"start": round(float(span.start), 3), "end": round(float(span.end), 3)}


def _show_to_people(output: Output, description: Description) -> None:
    output.line(printable(description.path))
    output.line(printable(description.summary))
    chapters = [(_shown(chapter.span), printable(chapter.title)) for chapter in description.chapters]
    output.table(chapters, (_TIME, "chapter"))
    if description.captions:
        captions = [
            (_shown(caption.span), percentage(caption.confidence), printable(caption.text))
            for caption in description.captions
        ]
        output.table(captions, (_TIME, "confidence", "caption"))
    if description.highlights:
        highlights = [(_shown(highlight.span), percentage(highlight.score)) for highlight in description.highlights]
        output.table(highlights, (_TIME, "highlight"))


def _shown(span: Span) -> str:
    return f"{clock(span.start)} \N{EN DASH} {clock(span.end)}"
