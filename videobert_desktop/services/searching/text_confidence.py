"""How probable it is that a text is what was asked for."""

from __future__ import annotations

import math

from videobert_desktop.domain.folding import folded
from videobert_desktop.domain.text_query import TextHit, TextQuery

_PHRASE, _PHRASE_OF_ONE = 0.97, 0.9
_ALL_WORDS, _ONE_WORD, _SOME_WORDS = 0.9, 0.8, 0.6
_INEXACT = 0.7
_STEEPNESS = 14.0
_MEANING_AT_EVEN_ODDS = 0.62


def confidence_of_words(query: TextQuery, hit: TextHit) -> float:
    """From what of a query stands in a text, in [0, 1]; words that are only like those asked for count less."""
    if query.phrases:
        several = any(" " in folded(phrase) for phrase in query.phrases)
        probability = _PHRASE if several else _PHRASE_OF_ONE
    else:
        share = _share_of_words(query, hit)
        whole = _ALL_WORDS if len(query.words) > 1 else _ONE_WORD
        probability = whole if share == 1 else _SOME_WORDS * share**2
    return probability if hit.exact else probability * _INEXACT


def confidence_of_meaning(similarity: float, typical: float) -> float:
    """From the similarity of a query and a text, in [0, 1].

    Args:
        similarity: Of their embeddings.
        typical: How similar to such a query the most similar of unrelated texts are.
    """
    return 1 / (1 + math.exp(-_STEEPNESS * (similarity - max(typical, _MEANING_AT_EVEN_ODDS))))


def _share_of_words(query: TextQuery, hit: TextHit) -> float:
    """How many of the words are there; a match that is only like a word stands for one."""
    matched = {folded(hit.text[start:end]) for start, end in hit.matches}
    return min(1.0, len(matched) / max(1, len({folded(word) for word in query.words})))
