"""A sentence about a whole video, and titles for its chapters: made of captions, and of nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from videobert_desktop.domain.description import Chapter, TimedCaption
from videobert_desktop.domain.timing import Span

NOTHING_SURE = "Nothing could be described with confidence."
LONGEST_TITLE = 60
"""Characters of a title."""
MOST_TOLD = 3
"""Captions in a summary."""

_CLAUSE_ENDS = re.compile(r"\s*(?:[,;:.!?]|\b(?:while|and then)\b)")
_FEWEST_WORDS = 3
_LINKS = ("First ", "then ", "later ")


def summarise(captions: Sequence[TimedCaption], chapters: Sequence[Chapter]) -> str:
    """A sentence of the captions that stand for the most of a video.

    Args:
        captions: All that is sure, in the order of time.
        chapters: In the order of time.
    """
    leading = {best.text: best for chapter in chapters if (best := leading_caption(captions, chapter.span))}
    weight = _weights(captions)
    told = sorted(leading, key=lambda text: -weight[text])[:MOST_TOLD]
    sentences = [_bare(text) for text in leading if text in told]
    if not sentences:
        return NOTHING_SURE
    if len(sentences) == 1:
        return f"{_capital(sentences[0])}."
    return "; ".join(link + sentence for link, sentence in zip(_LINKS, sentences, strict=False)) + "."


def titled(spans: Sequence[Span], captions: Sequence[TimedCaption]) -> list[Chapter]:
    """Chapters with their titles; neighbours that would be called the same are one.

    Args:
        spans: Of the chapters, each beginning where the one before it ends.
        captions: All that is sure, in the order of time.
    """
    chapters: list[Chapter] = []
    for span in spans:
        caption = leading_caption(captions, span)
        title = title_of(caption.text) if caption else ""
        if title and chapters and chapters[-1].title == title:
            chapters[-1] = Chapter(Span(chapters[-1].span.start, span.end), title)
        else:
            chapters.append(Chapter(span, title))
    return [
        chapter if chapter.title else Chapter(chapter.span, f"Scene {number}")
        for number, chapter in enumerate(chapters, 1)
    ]


def leading_caption(captions: Iterable[TimedCaption], span: Span) -> TimedCaption | None:
    """The caption that stands for the most of a span, the first of its text; None if there is none in it."""
    inside = [caption for caption in captions if caption.span.overlaps(span)]
    weight = _weights(inside)
    return max(inside, key=lambda caption: weight[caption.text], default=None)


def title_of(text: str) -> str:
    """The first clause of a sentence, shortened at a word if it is long."""
    sentence = _bare(text)
    clauses = (sentence[: match.start()] for match in _CLAUSE_ENDS.finditer(sentence))
    title = next((clause for clause in clauses if len(clause.split()) >= _FEWEST_WORDS), sentence)
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(",;: ") + "…"
    return _capital(title)


def _weights(captions: Iterable[TimedCaption]) -> dict[str, float]:
    """The seconds that each text stands for, counted by its confidence."""
    weights: defaultdict[str, float] = defaultdict(float)
    for caption in captions:
        weights[caption.text] += caption.span.duration * caption.confidence
    return weights


def _bare(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
