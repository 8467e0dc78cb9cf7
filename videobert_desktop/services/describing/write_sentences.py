"""Sentences about moments: several are written of each, and the one that is best aligned with it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from videobert_desktop.models.packs.pack import Pack
    from videobert_desktop.models.packs.window_rows import WindowRows

READ_AT_ONCE = 4
"""So many windows of a moment are read together; of more, evenly spread ones are."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a moment is said to show.

    Attributes:
        text: The sentence; may be empty.
        confidence: How probable it is, by their alignment, that sentence and moment belong together, in [0, 1].
        fluency: How probable its words are on the average, each after those before it, in [0, 1].
    """

    text: str
    confidence: float
    fluency: float

    @property
    def certainty(self) -> float:
        """How sure both sides are together, in [0, 1]: neither makes up for what the other denies."""
        return self.confidence * self.fluency if self.text else 0.0


def best_sentences(pack: Pack, moments: Sequence[WindowRows]) -> list[Sentence]:
    """For each moment the sentence that is best aligned with it, of those that are written about it and its halves.

    The writer reads a few windows and may say what holds for these only; the alignment with the whole moment decides.
    So were captions ranked by Fang et al.: From captions to visual concepts and back (CVPR 2015).
    """
    views = [_views(moment) for moment in moments]
    written = iter(pack.caption([view for several in views for view in several]))
    candidates: list[dict[str, float]] = []
    for several in views:
        own: dict[str, float] = {}
        for caption in (next(written) for _ in several):
            text = " ".join(caption.text.split())
            own[text] = max(own.get(text, -np.inf), caption.log_probability)
        candidates.append(own)
    alignments = _alignments(pack, candidates, moments)
    return [_best(own, alignment) for own, alignment in zip(candidates, alignments, strict=True)]


def _views(moment: WindowRows) -> list[WindowRows]:
    """The moment, and its halves if it has more windows than are read at once."""
    if len(moment) <= READ_AT_ONCE:
        return [moment]
    middle = len(moment) // 2
    return [moment, moment[:middle], moment[middle:]]


def _alignments(
    pack: Pack, candidates: Sequence[dict[str, float]], moments: Sequence[WindowRows]
) -> list[dict[str, float]]:
    """For each moment the probability that each of its candidates belongs to it; every text is read once."""
    found: list[dict[str, float]] = [{} for _ in moments]
    for text in dict.fromkeys(text for own in candidates for text in own if text):
        places = [place for place, own in enumerate(candidates) if text in own]
        logits = np.asarray(pack.align(text, [moments[place] for place in places]), np.float64)
        for place, probability in zip(places, (1 + np.tanh(logits / 2)) / 2, strict=True):
            found[place][text] = float(probability)
    return found


def _best(candidates: dict[str, float], alignments: dict[str, float]) -> Sentence:
    if not alignments:
        return Sentence("", 0.0, 0.0)
    text = max(alignments, key=lambda text: (alignments[text], candidates[text]))
    return Sentence(text, alignments[text], float(np.exp(min(candidates[text], 0.0))))
