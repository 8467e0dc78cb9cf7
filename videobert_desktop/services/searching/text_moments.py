"""The moments of a text channel: where the words of a query are said or written, or something that means the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue
from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.folding import folded
from videobert_desktop.domain.text_query import TextHit, TextQuery
from videobert_desktop.services.searching.meant_texts import MeantTexts
from videobert_desktop.services.searching.text_confidence import confidence_of_meaning, confidence_of_words

MOST = 50
"""How many moments a text channel gives."""
LEAST = 0.1
"""What is less probable is no answer and no evidence."""


@dataclass(frozen=True, slots=True)
class TextMoment:
    """What a text channel has found.

    Attributes:
        hit: The text.
        confidence: How probable it is that it is what was asked for, in [0, 1].
    """

    hit: TextHit
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class TextAim:
    """What texts are compared with.

    Attributes:
        words: What to look for in them; None if only their meaning counts.
        meaning: (dim,) float32, the query's embedding; None if only words count.
    """

    words: TextQuery | None
    meaning: NDArray[np.float32] | None = None


def text_moments(
    catalogue: Catalogue,
    channel: Channel,
    aim: TextAim,
    meant: MeantTexts | None,
    *,
    among: Collection[int] | None,
    typical: float = 0.0,
) -> list[TextMoment]:
    """What a text channel has found.

    Args:
        catalogue: Of the library.
        channel: SPEECH or SCREEN.
        aim: What is looked for.
        meant: The channel's texts by their meaning; None if there is no pack that has read them.
        among: Only in these videos; None for all.
        typical: How similar the most similar of unrelated texts are to such a query.

    Returns:
        At most `MOST`, none less probable than `LEAST`; the most probable first, and of equal ones in the order of the
        full-text search; each text once.
    """
    found: dict[int, TextMoment] = {}
    if aim.words is not None:
        for hit in catalogue.full_text.search(aim.words, channel=channel, videos=among, limit=MOST):
            found[hit.row_id] = TextMoment(hit, confidence_of_words(aim.words, hit))
    # What stands in quotation marks is wanted word by word.
    if meant is not None and aim.meaning is not None and not (aim.words is not None and aim.words.phrases):
        near = meant.nearest(aim.meaning, MOST, among)
        known = found.keys()
        probabilities = {each.row_id: confidence_of_meaning(each.similarity, typical) for each in near}
        new = [row for row in probabilities if row not in known]
        for hit in catalogue.text_vectors.texts(channel, new):
            if aim.words is None or not _has_any(hit.text, aim.words.excluded):
                found[hit.row_id] = TextMoment(hit, probabilities[hit.row_id])
        for row in known & probabilities.keys():
            found[row] = _surer(found[row], probabilities[row])
    return _best(list(found.values()))


def _has_any(text: str, phrases: Sequence[str]) -> bool:
    """Whether one of some words or phrases stands in a text."""
    padded = f" {folded(text)} "
    return any(f" {folded(phrase)} " in padded for phrase in phrases if folded(phrase))


def _surer(moment: TextMoment, probability: float) -> TextMoment:
    """A text that has the words and the meaning is more probable than one that has either."""
    return TextMoment(moment.hit, 1 - (1 - moment.confidence) * (1 - probability))


def _best(moments: Sequence[TextMoment]) -> list[TextMoment]:
    probable = [moment for moment in moments if moment.confidence >= LEAST]
    return sorted(probable, key=lambda moment: -moment.confidence)[:MOST]
