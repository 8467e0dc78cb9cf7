"""SubStation Alpha (.ass, .ssa), and whatever else pysubs2 reads line by line."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from itertools import islice

from videobert_desktop.media.subtitles.cues import Cue
from videobert_desktop.media.subtitles.plain_text import from_substation

# So many lines are parsed at once: few enough to keep memory small, and for the child to show life.
_LINES = 2_000
_STANDARD = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]


def substation_cues(lines: Iterable[str]) -> Iterator[Cue]:
    """Yield what is said in SubStation Alpha; a line that is broken is left out, and so are comments."""
    return events_of(_dialogue(lines), "ass")


def events_of(lines: Iterable[str], format_name: str, fps: float | None = None) -> Iterator[Cue]:
    """Yield the cues of lines each of which is one, in a format that pysubs2 knows by `format_name`.

    Args:
        lines: The lines; one that cannot be read is left out.
        format_name: pysubs2's name of it.
        fps: Frames a second, for a format that counts them.
    """
    remaining = iter(lines)
    while some := list(islice(remaining, _LINES)):
        try:
            yield from _parsed(some, format_name, fps)
        except ValueError:  # one of them is broken, which pysubs2 does not say
            yield from _one_by_one(some, format_name, fps)


def _one_by_one(lines: list[str], format_name: str, fps: float | None) -> Iterator[Cue]:
    for line in lines:
        try:
            yield from _parsed([line], format_name, fps)
        except ValueError:
            continue


def _parsed(lines: list[str], format_name: str, fps: float | None) -> list[Cue]:
    from pysubs2 import SSAFile

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numbers of layers and margins, which nobody here looks at
        events = SSAFile.from_string("\n".join(lines), format_name, fps)
    return [Cue(event.start / 1000, event.end / 1000, from_substation(event.text)) for event in events]


def _dialogue(lines: Iterable[str]) -> Iterator[str]:
    """The lines that hold what is said, with their fields in the usual order; styles and fonts are not looked at."""
    order = _STANDARD
    for line in lines:
        kind, _, rest = line.strip().lstrip("\ufeff").partition(":")
        if kind == "Format" and "text" in (names := [name.strip().lower() for name in rest.split(",")]):
            order = names
        elif kind == "Dialogue":
            yield line if order == _STANDARD else _reordered(rest, order)


def _reordered(rest: str, order: list[str]) -> str:
    fields = dict(zip(order, rest.strip().split(",", len(order) - 1), strict=False))
    return "Dialogue: " + ",".join(fields.get(name, "0") for name in _STANDARD)
