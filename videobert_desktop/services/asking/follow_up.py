"""Questions that go on from the one before: "and what does he do next?", "what colour is it?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from videobert_desktop.domain.answer import Exchange

_LINK = re.compile(r"^(?:and|so|but|then|ok|okay|now)[, ]+", re.IGNORECASE)
_LATER = re.compile(r",? *\b(?:next|then|afterwards?|after (?:that|this|it))\b *(?=[?.! ]*$)", re.IGNORECASE)
_EARLIER = re.compile(r",? *\b(?:before (?:that|this|it))\b *(?=[?.! ]*$)", re.IGNORECASE)
_THING = re.compile(r"(?:an?|the) ([a-z][a-z ]{1,30})\.", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|that|this)\b(?! (?:video|clip|film|movie))", re.IGNORECASE)
_ABOUT_IT = re.compile(r"^(?:what colou?r|how many|where|when|what|is|does|who)\b.*\b(?:it|that|this)\b", re.IGNORECASE)
_NOT_A_THING = re.compile(r"\b(?:take place|weather|day|night|happen|season|about|raining|snowing)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be understood by itself.

    Attributes:
        text: The question.
        after: Only from this second on.
        before: Only up to this second.
    """

    text: str
    after: float = 0.0
    before: float = float("inf")


def in_context(question: str, earlier: Sequence[Exchange]) -> Asked:
    """A question with what it takes from the one before.

    Args:
        question: As it was asked.
        earlier: The conversation so far, in the order of time.
    """
    text = _LINK.sub("", question.strip())
    last = next((exchange.answer for exchange in reversed(earlier) if not exchange.answer.abstained), None)
    if last is None or not last.sentences or not last.sentences[0].citations:
        return Asked(text)
    proof = last.sentences[0].citations[0].span
    if _LATER.search(text):
        return Asked(_LATER.sub("", text), after=proof.end)
    if _EARLIER.search(text):
        return Asked(_EARLIER.sub("", text), before=proof.start)
    thing = _THING.fullmatch(last.sentences[0].text)
    if thing and _ABOUT_IT.match(text) and not _NOT_A_THING.search(text):
        return Asked(_IT.sub(f"the {thing[1]}", text, count=1))
    return Asked(text)
