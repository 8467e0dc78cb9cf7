"""Answers that are found in words: what is said, what is written, and what it is all about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from videobert_desktop.domain.answer import AnswerSentence, Citation
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.description import TimedCaption
from videobert_desktop.services.asking.evidence import ClipEvidence, Quote
from videobert_desktop.services.asking.finding import Finding, capital

SURE_QUOTE = 0.6
"""A quote that is less probable is no answer by itself."""
_MOST_WORDS = 14
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{2,}")
_LITTLE = frozenset(
    re.findall(
        r"\S+",
        """
        the and that this with from have has had was were will would can could for are you your our ours
        their they them his her hers its she him who which what when where how why there here then than
        into over under about after before also just very more most some any all one two not but out off
        get got make made going like well really because been being does did doing onto upon these those
        each other another every only same such own too yes yeah okay know think see now new first next
        back still even much many way thing things look come let say said says tell we'll it's that's
        i'm you're we're don't there's
        """,
    )
)


def said(clip: ClipEvidence, hits: Sequence[Quote]) -> Finding | None:
    """What is said that was asked for; if nothing was asked for in particular, the most telling lines."""
    quotes = [hit for hit in hits if hit.channel is Channel.SPEECH] or telling_lines(clip.lines)
    return _quoted(clip, quotes, "It is said")


def written(clip: ClipEvidence, hits: Sequence[Quote]) -> Finding | None:
    """What is written that was asked for; if nothing was asked for in particular, what stands there longest."""
    longest = sorted(clip.writings, key=lambda quote: -quote.span.duration)
    quotes = [hit for hit in hits if hit.channel is Channel.SCREEN] or longest
    return _quoted(clip, quotes, "It is written")


def quoted(clip: ClipEvidence, hits: Sequence[Quote]) -> Finding | None:
    """What is said or written that answers by itself; None if nothing is sure enough."""
    sure = [hit for hit in hits if hit.confidence >= SURE_QUOTE]
    return _quoted(clip, sure, "It is said" if sure and sure[0].channel is Channel.SPEECH else "It is written")


def summed_up(clip: ClipEvidence, captions: Sequence[TimedCaption]) -> Finding | None:
    """What it is all about: by what is said, and by what is shown."""
    sentences = []
    topic = main_topic(clip.lines)
    if topic is not None:
        name, lines = topic
        sentences.append(AnswerSentence(f"It is about {name}.", tuple(_cited(clip, line) for line in lines[:3])))
    told = sorted(captions, key=lambda caption: -caption.confidence * caption.span.duration)[:3]
    for caption in sorted(told, key=lambda caption: caption.span.start):
        proof = Citation(clip.video_id, caption.span, Channel.PICTURE)
        sentences.append(AnswerSentence(f"{capital(caption.text.rstrip('. '))}.", (proof,)))
    if not sentences:
        return None
    certain = 0.7 if topic is not None else max(caption.confidence for caption in told)
    return Finding(tuple(sentences), certain)


def main_topic(lines: Sequence[Quote]) -> tuple[str, list[Quote]] | None:
    """What is spoken of most: a name of several words if there is one, else the commonest telling word."""
    if len(lines) < 2:
        return None
    names = Counter(name for line in lines for name in _names(line.text))
    words = Counter(word for line in lines for word in set(_telling(line.text)))
    counted = [(count * (1 + name.count(" ")), name) for name, count in names.items() if " " in name]
    counted += [(count, word) for word, count in words.items() if count > 1]
    if not counted:
        return None
    _, name = max(counted, key=lambda each: (each[0], len(each[1])))
    found = [line for line in lines if name.lower() in " ".join(line.text.split()).lower()]
    return (f"the {name}" if " " in name else name, found) if found else None


def telling_lines(lines: Sequence[Quote]) -> list[Quote]:
    """The lines that say most of what the others say too, in the order of time."""
    counts = Counter(word for line in lines for word in set(_telling(line.text)))
    weight = {
        line: sum(counts[word] - 1 for word in set(_telling(line.text))) / (4 + len(line.text.split()))
        for line in lines
    }
    return sorted(sorted(lines, key=lambda line: -weight[line])[:3], key=lambda line: line.span.start)


def _quoted(clip: ClipEvidence, quotes: Sequence[Quote], opening: str) -> Finding | None:
    if not quotes:
        return None
    sentences = tuple(
        AnswerSentence(f"{opening if place == 0 else 'And'}: “{_short(quote.text)}”.", (_cited(clip, quote),))
        for place, quote in enumerate(quotes[:3])
    )
    return Finding(sentences, quotes[0].confidence or SURE_QUOTE)


def _cited(clip: ClipEvidence, quote: Quote) -> Citation:
    return Citation(clip.video_id, quote.span, quote.channel, quote.text)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= _MOST_WORDS else " ".join(words[:_MOST_WORDS]) + " …"


def _telling(text: str) -> Iterable[str]:
    return (word for word in (found.lower() for found in _WORD.findall(text)) if word not in _LITTLE)


def _names(text: str) -> Iterable[str]:
    """Runs of capitalised words that do not only begin a sentence."""
    for match in re.finditer(r"(?:[A-Z][a-z]+ ){1,4}[A-Z][a-z]+", " ".join(text.split())):
        words = match[0].split()
        while words and words[0].lower() in _LITTLE:
            words.pop(0)
        if len(words) > 1:
            yield " ".join(words)
