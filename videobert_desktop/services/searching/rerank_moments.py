"""Ranks the best moments of a search again, by how well the words and the moments belong together, read together.

The first stage compares vectors that know nothing of each other; here the transformer reads the sentence beside each
moment's windows, and its [CLS] says how well they are aligned (Sun et al.: VideoBERT, ICCV 2019, section 3.3). That is
slower by far, and so only the best are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from videobert_desktop.catalogue import DamagedFeaturesError
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import IN_LIBRARY, Moment
from videobert_desktop.services.searching.window_reader import WindowReader

if TYPE_CHECKING:
    from videobert_desktop.models.packs.manifest import PackInfo
    from videobert_desktop.models.packs.pack import Pack
    from videobert_desktop.models.packs.window_rows import WindowRows

RERANKED = 50
"""How many moments are read."""
WINDOWS = 4
"""How many windows of each, those around its peak."""
# A quarter of a second on one core: who asks for something else meanwhile waits no longer.
_AT_ONCE = 8


def reranking_weight(info: PackInfo) -> float | None:
    """What the alignment's logit counts beside the first stage's score; None unless it was measured to help."""
    measured = info.reranking
    return measured.weight if measured is not None and measured.low > 0 else None


def rerank_moments(
    sentence: str, moments: Sequence[Moment], pack: Pack, reader: WindowReader, *, weight: float, cancel: CancelToken
) -> list[Moment]:
    """The moments in the order of score + weight * alignment, where what is there stays before what is not.

    Args:
        sentence: What they were found for.
        moments: As the first stage ranks them; only the first `RERANKED` are read, the others stay behind them.
        pack: Reads them.
        reader: Of the library's windows.
        weight: Of the alignment.
        cancel: Looked at between videos, and between a few moments.

    Returns:
        Those that were read with another score and their alignment; one that cannot be read keeps its place.

    Raises:
        Cancelled: It was asked to stop.
    """
    best, others = moments[:RERANKED], moments[RERANKED:]
    rows = _rows(best, reader, cancel)
    readable = [number for number, own in enumerate(rows) if own is not None]
    fused: dict[int, Moment] = {}
    for start in range(0, len(readable), _AT_ONCE):
        cancel.raise_if_cancelled()
        numbers = readable[start : start + _AT_ONCE]
        logits = pack.align(sentence, [own for number in numbers if (own := rows[number]) is not None])
        fused |= {
            number: _fused(best[number], float(logit), weight) for number, logit in zip(numbers, logits, strict=True)
        }
    in_order = iter(sorted(fused.values(), key=lambda moment: (moment.confidence < IN_LIBRARY, -moment.score)))
    return [*(next(in_order) if number in fused else moment for number, moment in enumerate(best)), *others]


def _fused(moment: Moment, logit: float, weight: float) -> Moment:
    evidence = replace(moment.evidence, alignment=logit)
    return replace(moment, score=moment.score + weight * logit, evidence=evidence)


def _rows(moments: Sequence[Moment], reader: WindowReader, cancel: CancelToken) -> list[WindowRows | None]:
    """What is read of each moment; None where its video's features are damaged, or gone."""
    rows: list[WindowRows | None] = [None] * len(moments)
    for video_id, numbers in _by_video(moments).items():
        cancel.raise_if_cancelled()
        try:
            stretches = reader.read(video_id, [moments[number].span for number in numbers])
        except DamagedFeaturesError:
            continue  # a search costs nobody a video: indexing will make its features again
        for number, stretch in zip(numbers, stretches, strict=True):
            if stretch is not None:
                rows[number] = stretch.around(moments[number].peak, WINDOWS)
    return rows


def _by_video(moments: Sequence[Moment]) -> dict[int, list[int]]:
    """The places of each video's moments."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for number, moment in enumerate(moments):
        places[moment.video_id].append(number)
    return places
