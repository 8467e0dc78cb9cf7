"""Why a moment answers a sentence: which words looked at which of its windows, and where in them."""

from __future__ import annotations

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchExplanation, Moment
from videobert_desktop.services.searching.search_moments import MomentSearcher

MOST_WINDOWS = 12
"""How many windows of a moment are read, evenly spread over it."""


def explain_moment(searcher: MomentSearcher, text: str, moment: Moment) -> MatchExplanation:
    """Explain a moment.

    Args:
        searcher: Of the library.
        text: The sentence that it was found for.
        moment: As a search of that library gave it.

    Raises:
        UserError: Nothing is stored any more of the moment, or it is damaged, or the pack is not installed.
    """
    view = searcher.view()
    if view is None:
        raise _nothing_stored(moment)
    (stretch,) = searcher.reader(view).read(moment.video_id, [moment.span])
    if stretch is None:
        raise _nothing_stored(moment)
    read = stretch.spread(MOST_WINDOWS)
    found = view.pack.explain(text, read.rows)
    return MatchExplanation(found.words, read.spans, found.windows.tolist(), found.grid.tolist())


def _nothing_stored(moment: Moment) -> UserError:
    return UserError("Nothing is stored any more of this moment.", path=moment.path, hint="Search again.")
