"""How `search --explain` says where the words of a query point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from videobert_desktop.cli.output import clock, printable, tell
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchExplanation, Moment

if TYPE_CHECKING:
    from videobert_desktop.services.searching.search_moments import MomentSearcher

Explanations = Sequence[MatchExplanation | None]
"""One for each moment that is listed; None for one that is not explained."""

_DIGITS = 4


def explanations_of(searcher: MomentSearcher, text: str, moments: Sequence[Moment], most: int) -> Explanations:
    """Explain the first moments.

    Args:
        searcher: Of the library.
        text: What they were found for.
        moments: As they are listed.
        most: How many to explain. One that cannot be explained is left out; why is told beside the results, once.
    """
    from videobert_desktop.services.searching.explain_moment import explain_moment

    explanations: list[MatchExplanation | None] = [None] * len(moments)
    reasons: dict[str, None] = {}
    for number, moment in enumerate(moments[:most]):
        try:
            explanations[number] = explain_moment(searcher, text, moment)
        except UserError as error:
            reasons[f"Not explained: {error}"] = None
    for reason in reasons:
        tell(reason)
    return explanations


def explanation_document(explanation: MatchExplanation | None) -> dict[str, object] | None:
    """For scripts: the words, what each weighs in each window, and where in the best window each looked.

    A word's weights over the windows sum to 1, as do its weights over the 3 x 3 parts of the best window's picture.
    """
    if explanation is None:
        return None
    best = explanation.best_window
    weights = zip(*explanation.windows, strict=True) if explanation.words else ((),) * len(explanation.spans)
    parts = [explanation.parts(word, best) for word in range(len(explanation.words))]
    return {
        "words": list(explanation.words),
        "windows": [
            {**_place(explanation, window), "weights": [round(weight, _DIGITS) for weight in of_words]}
            for window, of_words in enumerate(weights)
        ],
        "grid": {
            **_place(explanation, best),
            "weights": [[[round(cell, _DIGITS) for cell in row] for row in of_word] for of_word in parts],
        },
    }


def explanation_line(explanation: MatchExplanation) -> str:
    """For people: each word with the second that it points at most."""
    spans = (explanation.spans[explanation.strongest(word)] for word in range(len(explanation.words)))
    words = zip(explanation.words, spans, strict=True)
    return " \N{MIDDLE DOT} ".join(f"{printable(word)} {clock((span.start + span.end) / 2)}" for word, span in words)


def _place(explanation: MatchExplanation, window: int) -> dict[str, float]:
    span = explanation.spans[window]
    return {"start": round(span.start, 3), "end": round(span.end, 3)}
