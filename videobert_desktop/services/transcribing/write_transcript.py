"""A transcript as a file that other programs read: SubRip, WebVTT, or plain text."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from videobert_desktop.domain.transcript import Segment

_MILLISECONDS_AN_HOUR, _MILLISECONDS_A_MINUTE = 3_600_000, 60_000


class TranscriptFormat(StrEnum):
    """How a transcript is written.

    Attributes:
        SRT: SubRip, which nearly every player reads.
        VTT: WebVTT, for the web.
        TXT: The text alone, a line a segment.
    """

    SRT = "srt"
    VTT = "vtt"
    TXT = "txt"


def write_transcript(segments: Sequence[Segment], form: TranscriptFormat) -> str:
    """The text of a transcript file.

    A blank line would end a cue, and an arrow would be taken for its times: within a cue neither is written so.

    Args:
        segments: In the order of their start.
        form: How it is written.
    """
    if form is TranscriptFormat.TXT:
        return "".join(f"{' '.join(segment.text.split())}\n" for segment in segments)
    if form is TranscriptFormat.VTT:
        return "WEBVTT\n" + "".join(f"\n{_times(segment, '.')}\n{_escaped(segment.text)}\n" for segment in segments)
    cues = [
        f"{number}\n{_times(segment, ',')}\n{_lines(segment.text)}\n"
        for number, segment in enumerate(segments, start=1)
    ]
    return "\n".join(cues)


def _times(segment: Segment, point: str) -> str:
    return f"{_clock(segment.span.start, point)} --> {_clock(segment.span.end, point)}"


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(max(0.0, seconds) * 1000)
    hours, milliseconds = divmod(milliseconds, _MILLISECONDS_AN_HOUR)
    minutes, milliseconds = divmod(milliseconds, _MILLISECONDS_A_MINUTE)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"


def _escaped(text: str) -> str:
    return _lines(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _lines(text: str) -> str:
    """The lines that are not blank, without an arrow among them."""
    return "\n".join(line for line in text.replace("-->", "\N{RIGHTWARDS ARROW}").splitlines() if line.strip())
