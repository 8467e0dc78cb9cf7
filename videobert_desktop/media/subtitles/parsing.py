"""The cues of a subtitle file, whichever of the common formats it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.frame_lines import microdvd_cues, mpl2_cues
from videobert_desktop.media.subtitles.lyrics import lyrics_cues
from videobert_desktop.media.subtitles.substation import substation_cues
from videobert_desktop.media.subtitles.timed_lines import subrip_cues, subviewer_cues, webvtt_cues

EXTENSIONS = frozenset([".srt", ".vtt", ".ass", ".ssa", ".sub", ".sbv", ".lrc"])

# What a file is shows within so many characters.
_HEAD = 65_536
# Names of files lie: what a file begins with says more. The first that is found is it.
_SIGNS = (
    ("vtt", re.compile(r"\A\ufeff?\s*WEBVTT")),
    ("ass", re.compile(r"^\s*\[(?:Script Info|V4\+? Styles|Events)\]", re.IGNORECASE | re.MULTILINE)),
    ("srt", re.compile(r"^.{0,3}\d{1,4}:\d{1,2}.{1,30}?--?>.{1,30}?:\d", re.MULTILINE)),
    ("microdvd", re.compile(r"^.?\{\d+\}\{\d*\}", re.MULTILINE)),
    ("mpl2", re.compile(r"^.?\[\d+\]\[\d*\]", re.MULTILINE)),
    ("sbv", re.compile(r"^.?\d+:\d+:\d+\.\d+,\d+:\d+:\d+\.\d+\s*$", re.MULTILINE)),
    ("lrc", re.compile(r"^.?\[\d+:\d+(?:[.:]\d+)?\]", re.MULTILINE)),
)
# Lines end here, and not where Python would have them end too: at separators that may stand in a text.
_LINE = re.compile(r"[^\r\n]+(?:\r\n?|\n)?|\r\n?|\n")


def parse_cues(text: str, frame_rate: Fraction, alive: Callable[[], None]) -> Iterator[Cue]:
    """Yield the cues of a file in the order in which they stand there, as plain text.

    Args:
        text: What the file holds.
        frame_rate: The video's, in frames a second, for a format that counts frames and does not say at which rate;
            0 if it is not known.
        alive: Called now and then.

    Raises:
        UserError: It counts frames, and nothing says how many there are a second.
    """
    lines = _lines(text, alive)
    match _format(text[:_HEAD]):
        case "vtt":
            return webvtt_cues(lines)
        case "ass":
            return substation_cues(lines)
        case "microdvd":
            return microdvd_cues(lines, frame_rate)
        case "mpl2":
            return mpl2_cues(lines)
        case "sbv":
            return subviewer_cues(lines)
        case "lrc":
            return lyrics_cues(lines)
        case _:
            return subrip_cues(lines)


def _format(head: str) -> str:
    return next((name for name, sign in _SIGNS if sign.search(head)), "srt")


def _lines(text: str, alive: Callable[[], None]) -> Iterator[str]:
    for match in _LINE.finditer(text):
        alive()
        yield match[0].rstrip("\r\n")
