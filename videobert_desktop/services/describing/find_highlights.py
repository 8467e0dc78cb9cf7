"""What stands out in a video."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.description import Highlight
from videobert_desktop.domain.timing import TIME_TOLERANCE, Span

MOST = 10
"""Highlights that a video has at most."""
SECONDS_EACH = 30.0
"""There is at most one for so many seconds of video; one in a shorter video."""
SHORTEST, LONGEST = 2.0, 10.0
"""Seconds that a highlight lasts."""
LEAST = 0.05
"""What stands out by less is no highlight; a picture that stands still has none."""

_APART = 2 * LONGEST
_CORE, _SURROUND = 1, 10
_SHOULDER = 0.6


def find_highlights(embeddings: NDArray[np.float32], spans: Sequence[Span]) -> list[Highlight]:
    """The stretches that stand out most, no two overlapping, the best first.

    A window stands out as far as it is unlike the video as a whole and unlike what surrounds it: rarity, and the
    contrast of centre and surround (Itti, Koch, Niebur: A model of saliency-based visual attention, PAMI 20, 1998).
    It grows by its neighbours while these stand out almost as much.

    Args:
        embeddings: (n, dim), of windows that follow each other, unit-normalised; n is at least 1.
        spans: Their n stretches of the video.
    """
    described = Span(spans[0].start, spans[-1].end)
    if described.duration < SHORTEST - TIME_TOLERANCE:
        return []
    scores = saliency(embeddings)
    middles = np.array([(span.start + span.end) / 2 for span in spans])
    wanted = min(MOST, math.ceil(described.duration / SECONDS_EACH))
    return [
        Highlight(_grown(peak, scores, spans, described), float(scores[peak]))
        for peak in _peaks(scores, middles, wanted)
    ]


def saliency(embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much each of n windows (n, dim) stands out: (n,) in [0, 1]."""
    core = _moving_sum(embeddings, _CORE)
    surround = _moving_sum(embeddings, _SURROUND) - core
    rarity = _distances(core, embeddings.sum(axis=0, dtype=np.float64)[None])
    contrast = np.where(np.any(surround, axis=1), _distances(core, surround), 0.0)
    return np.clip((rarity + contrast) / 2, 0.0, 1.0)


def _moving_sum(embeddings: NDArray[np.float32], reach: int) -> NDArray[np.float64]:
    """For each window the sum of those at most `reach` from it."""
    sums = np.concatenate([np.zeros((1, embeddings.shape[1])), np.cumsum(embeddings, axis=0, dtype=np.float64)])
    places = np.arange(len(embeddings))
    moving: NDArray[np.float64] = (
        sums[np.minimum(places + reach + 1, len(places))] - sums[np.maximum(places - reach, 0)]
    )
    return moving


def _distances(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cosine distances (n,) of rows (n, dim) to rows (n or 1, dim)."""
    lengths = np.linalg.norm(some, axis=1) * np.linalg.norm(others, axis=1)
    distances: NDArray[np.float64] = 1.0 - (some * others).sum(axis=1) / np.maximum(lengths, np.finfo(np.float64).tiny)
    return distances


def _peaks(scores: NDArray[np.float64], middles: NDArray[np.float64], wanted: int) -> list[int]:
    """The windows that stand out most, at most so many, and far enough apart that none can grow into another."""
    least = max(LEAST, float(scores.mean()))
    peaks: list[int] = []
    for number in np.argsort(-scores, kind="stable").tolist():
        if len(peaks) == wanted or scores[number] < least:
            break
        if all(abs(middles[number] - middles[peak]) >= _APART for peak in peaks):
            peaks.append(number)
    return peaks


def _grown(peak: int, scores: NDArray[np.float64], spans: Sequence[Span], described: Span) -> Span:
    """The stretch around a peak: neighbours that stand out almost as much, as long as a highlight may be."""
    first = last = peak
    while True:
        sides = [
            number
            for number in (first - 1, last + 1)
            if 0 <= number < len(spans)
            and scores[number] >= _SHOULDER * scores[peak]
            and spans[max(last, number)].end - spans[min(first, number)].start <= LONGEST
        ]
        if not sides:
            break
        best = max(sides, key=lambda number: scores[number])
        first, last = min(first, best), max(last, best)
    return _lasting(Span(spans[first].start, spans[last].end), described)


def _lasting(span: Span, described: Span) -> Span:
    """The span, made as long or as short as a highlight may be, around its middle and within what is described."""
    length = min(max(span.duration, SHORTEST), LONGEST)
    start = (span.start + span.end - length) / 2
    start = min(max(start, described.start), described.end - length)
    return Span(start, start + length)
