"""How well one video answers a query all along: what a match strip shows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import MatchCurve
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import TIME_TOLERANCE, WINDOW_SECONDS, Span
from videobert_desktop.services.searching.find_video import find_video, shown_file
from videobert_desktop.services.searching.library_view import LibraryView
from videobert_desktop.services.searching.moment_curve import CurveMoment, smooth
from videobert_desktop.services.searching.search_aim import Source, find_source, take_aim, unwanted
from videobert_desktop.services.searching.search_moments import MomentSearcher
from videobert_desktop.services.searching.text_moments import TextMoment

_TEXT_CHANNELS = (Channel.SPEECH, Channel.SCREEN)


def match_curve(searcher: MomentSearcher, video: int | str, query: Query | str) -> MatchCurve:
    """The probability that a video answers a query, step by step from its beginning to its end.

    Args:
        searcher: Of the library.
        video: As `find_video` understands it.
        query: A sentence in the user's own words, or all that is asked; where else it looks, and how much of it is
            listed, is of no account here.

    Returns:
        One value for each window's length of time; zero where nothing is indexed yet.

    Raises:
        ValueError: The text is empty, or not text.
        UserError: There is no such video in the library, nor one of the example, or the pack that indexed it is not
            installed.
    """
    asked = Query(query) if isinstance(query, str) else query
    found = find_video(searcher.catalogue, video)
    files = searcher.catalogue.files.of_video(found.id)
    if not files:
        raise UserError(f"Nothing is known any more of the files of the video {found.id}.")
    source = None if asked.like is None else find_source(searcher.catalogue, asked.like)
    spans, probabilities = _probabilities(searcher.view(), asked, source, found.id)
    duration = max(found.info.duration, spans[-1].end if spans else 0.0)
    picture = _stepped(probabilities, spans, duration)
    texts = searcher.texts(asked, {found.id})
    channels = {"picture": picture} | {
        channel.value: _text_curve(texts.get(channel, ()), len(picture)) for channel in _TEXT_CHANNELS
    }
    return MatchCurve(shown_file(files)[0].fingerprint.path, duration, WINDOW_SECONDS, channels)


def _probabilities(
    view: LibraryView | None, query: Query, source: Source | None, video_id: int
) -> tuple[Sequence[Span], NDArray[np.float64]]:
    """A video's windows and the probability (n,) of each; smoothed as a search does it, so that their peaks agree."""
    if view is None:
        return [], np.empty(0)
    aim = take_aim(view, query, source)
    avoid = unwanted(view, query.not_text)
    spans, found = view.windows.scores_of(video_id, aim.vector, avoid=avoid, imagined=aim.imagined)
    curves = [smooth(values, spans) for values in found]
    moments = [
        CurveMoment(span, (span.start + span.end) / 2, *map(float, values))
        for span, *values in zip(spans, *curves, strict=True)
    ]
    return spans, aim.confidence(moments)


def _text_curve(moments: Sequence[TextMoment], steps: int) -> list[float]:
    """For each step the probability of the best text that is said or stands there; zero where there is none."""
    values = [0.0] * steps
    for moment in moments:
        span = moment.hit.span
        first, last = int(max(0.0, span.start) / WINDOW_SECONDS), math.ceil(span.end / WINDOW_SECONDS)
        for step in range(first, min(max(last, first + 1), steps)):
            values[step] = max(values[step], moment.confidence)
    return values


def _stepped(probabilities: NDArray[np.float64], spans: Sequence[Span], duration: float) -> list[float]:
    """For each step the probability of the window that is shown at its start, or zero where there is none."""
    starts = np.arange(math.ceil((duration - TIME_TOLERANCE) / WINDOW_SECONDS)) * WINDOW_SECONDS + TIME_TOLERANCE
    windows = np.searchsorted([span.start for span in spans], starts, side="right") - 1
    ends = np.array([-np.inf, *(span.end for span in spans)])
    values = np.where(starts < ends[windows + 1], np.array([0.0, *probabilities])[windows + 1], 0.0)
    return [float(value) for value in values]
