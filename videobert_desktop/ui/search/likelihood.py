"""Which of the moments that were found count, and which are only listed below them."""

from __future__ import annotations

from videobert_desktop.domain.moment import IN_LIBRARY, Moment, SearchResult

_WORTH_A_LOOK = 0.01
_MOST_OF_THE_NEAREST = 12


def is_likely(moment: Moment) -> bool:
    """Whether a moment probably shows what was asked for."""
    return moment.confidence >= IN_LIBRARY


def listed(result: SearchResult) -> tuple[Moment, ...]:
    """What is worth listing of what was found, best first.

    Beside moments that are likely those that are all but impossible help nobody; where none is likely, the nearest few
    show what the search took the words for.
    """
    if not any(map(is_likely, result.moments)):
        return result.moments[:_MOST_OF_THE_NEAREST]
    return tuple(moment for moment in result.moments if moment.confidence >= _WORTH_A_LOOK)
