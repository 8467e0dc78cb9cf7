"""Plain text from subtitles: styling is taken away, and whatever is not styling stays as it was written."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

# Tags of SubRip, WebVTT (voices, classes, ruby, times of words) and SAMI. Any other is text between two brackets.
_STYLING = re.compile(
    r"</?(?:b|i|u|s|em|strong|strike|font|span|c|v|lang|ruby|rt|rp|p|div|tt)(?:[ .][^<>]*)?/?>"
    r"|<(?:\d+:)?\d{2}:\d{2}[.,]\d{1,3}>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br *\/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
# Braces that hold commands of SubStation Alpha; in SubRip and WebVTT all others are text.
_COMMANDS = re.compile(r"\{\\[^{}]*\}")
_BRACES = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\\p(\d+)")
_LINE_BREAK = re.compile(r"\\[Nn]|\r\n?|[\x85\u2028\u2029]")
# They turn the direction of whatever stands around them; marks and joiners, which languages need, do not.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_UNSEEN = frozenset(["Cc", "Cs"])


def from_markup(text: str) -> str:
    """What is read where SubRip or WebVTT has `text`: tags for styling removed, entities decoded once."""
    text = _BREAK.sub("\n", _COMMANDS.sub("", text))
    text = _ENTITY.sub(_character, _STYLING.sub("", text))
    return tidy(text.replace(r"\h", " "))


def from_substation(text: str) -> str:
    """What is read where SubStation Alpha has `text`: commands, comments and drawings removed."""
    parts, drawing, place = [], False, 0
    for block in _BRACES.finditer(text):
        parts.append("" if drawing else text[place : block.start()])
        scales = _DRAWING.findall(block[0])
        drawing = int(scales[-1]) > 0 if scales else drawing
        place = block.end()
    parts.append("" if drawing else text[place:])
    return tidy("".join(parts).replace(r"\h", " "))


def tidy(text: str) -> str:
    """Text in lines without what nobody sees: control characters, overrides of direction, spaces at the ends.

    Returns:
        Lines that are not empty, separated by line feeds.
    """
    text = _LINE_BREAK.sub("\n", text).translate(_TURNING)
    if not text.isprintable():
        text = "".join(_seen(character) for character in text)
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for; one that there is not stands for itself."""
    if entity[0].startswith("&#"):
        return html.unescape(entity[0])
    return html5.get(entity[0][1:], entity[0])


def _seen(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _UNSEEN else character
