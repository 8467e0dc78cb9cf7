"""What kind of query somebody has typed: it tells how much each channel counts."""

from __future__ import annotations

import re
from enum import StrEnum

_QUOTATION = re.compile(r'["“”„][^"“”„]*\w[^"“”„]*["“”„]')
_QUESTION = re.compile(
    r"(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|does|do|did|can|could|has|have|had)\b",
    re.IGNORECASE,
)
# What is written so inside a sentence is a name, a number, an abbreviation or an address.
_NAME = re.compile(r"(?<=\s)(?:[A-Z][\w'-]+|[A-Z]{2,})|\b\w*\d\w*\b|\b\w+[@.]\w+\.\w+\b|^[A-Z]{2,}\b")
# Greek, Cyrillic, Hebrew, Arabic, Devanagari, Japanese, Chinese and Korean: read by the text channels only.
_SCRIPTS = ("\u0370-\u052f", "\u0590-\u06ff", "\u0900-\u097f", "\u3040-\u30ff", "\u3400-\u9fff", "\uac00-\ud7af")
_OTHER_SCRIPT = re.compile(f"[{''.join(_SCRIPTS)}]")
_QUESTION_MARKS = ("?", "\N{FULLWIDTH QUESTION MARK}")


class QueryKind(StrEnum):
    """Kinds of queries.

    Attributes:
        QUOTED: Some of it stands in quotation marks: it was said or written just so.
        QUESTION: It asks something.
        NAMED: It names a person, a place, a number, or is in a script that only words are searched in.
        DESCRIBED: It describes what is to be seen.
    """

    QUOTED = "quoted"
    QUESTION = "question"
    NAMED = "named"
    DESCRIBED = "described"


def query_kind(text: str) -> QueryKind:
    """The kind of a query that is not empty."""
    if _QUOTATION.search(text):
        return QueryKind.QUOTED
    if text.rstrip().endswith(_QUESTION_MARKS) or (_QUESTION.match(text) and len(text.split()) > 2):
        return QueryKind.QUESTION
    if _OTHER_SCRIPT.search(text) or (_NAME.search(text) and not text.istitle()):
        return QueryKind.NAMED
    return QueryKind.DESCRIBED
