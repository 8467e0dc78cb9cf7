"""Queries whose answers are known: what is seen in clips, what is said over them, and what is written on slides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from videobert_desktop.domain.timing import Span

HERE = Path(__file__).parent
SECONDS_A_SLIDE = 12.0
SLIDES_A_VIDEO = 4
_WORDS_QUOTED = 4


@dataclass(frozen=True)
class AskedMoment:
    """A query and where its answer is.

    Attributes:
        text: The query.
        asks_for: What it asks for: "seen", "said" or "written".
        video: The file name of the answer.
        span: When it is; None for the whole video.
        tune: Whether it belongs to the half that weights are chosen on.
    """

    text: str
    asks_for: str
    video: str
    span: Span | None
    tune: bool


@dataclass(frozen=True)
class Line:
    """A line that is said or written, and two ways in which somebody may ask for it."""

    text: str
    remembered: str
    question: str


def said_lines() -> list[Line]:
    """What is said, a line a video."""
    return _lines(HERE / "said.tsv")


def written_lines() -> list[Line]:
    """What stands on slides, the lines of each separated by bars."""
    return _lines(HERE / "written.tsv")


def seen(captions: Path) -> Iterator[AskedMoment]:
    """The descriptions of the clips, and questions made of them."""
    described: dict[str, list[str]] = json.loads(captions.read_text(encoding="utf-8"))
    for number, (video, texts) in enumerate(described.items()):
        for text in texts:
            yield AskedMoment(text, "seen", video, None, number % 2 == 0)
        yield AskedMoment(f"Where is {texts[0]}?", "seen", video, None, number % 2 == 0)


def said(places: Sequence[tuple[str, Span]]) -> Iterator[AskedMoment]:
    """Quotations, half-remembered words and questions for what is said at these places, a line each."""
    for number, (line, (video, span)) in enumerate(zip(said_lines(), places, strict=True)):
        yield from _asked(line, line.text, "said", video, span, tune=number % 2 == 0)


def written(videos: Sequence[str]) -> Iterator[AskedMoment]:
    """Quotations, half-remembered words and questions for what is written in these videos of slides."""
    for number, line in enumerate(written_lines()):
        video, place = divmod(number, SLIDES_A_VIDEO)
        span = Span(place * SECONDS_A_SLIDE, (place + 1) * SECONDS_A_SLIDE)
        yield from _asked(line, line.text.partition("|")[0], "written", videos[video], span, tune=video % 2 == 0)


def _asked(line: Line, quoted: str, asks_for: str, video: str, span: Span, *, tune: bool) -> Iterator[AskedMoment]:
    words = quoted.rstrip(".").split()
    first = max(0, (len(words) - _WORDS_QUOTED) // 2)
    for text in (f'"{" ".join(words[first : first + _WORDS_QUOTED])}"', line.remembered, line.question):
        yield AskedMoment(text, asks_for, video, span, tune)


def _lines(path: Path) -> list[Line]:
    rows = path.read_text(encoding="utf-8").splitlines()
    return [Line(*row.split("\t")) for row in rows]
