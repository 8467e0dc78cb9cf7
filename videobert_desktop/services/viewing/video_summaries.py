"""What each video is like as a whole: the mean of its windows' embeddings, made once and kept in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow
from videobert_desktop.domain.errors import UserError
from videobert_desktop.services.library import Library

# So many videos are summed up from their features files, each of which is read whole; if more are to be, then first
# all that the search index holds.
FEW = 20
_WINDOWS_AT_ONCE = 20_000


class Summaries(NamedTuple):
    """What videos are like as a whole.

    Attributes:
        videos: (n,) int64, their ids.
        vectors: (n, dim) float32, of length one.
    """

    videos: NDArray[np.int64]
    vectors: NDArray[np.float32]


def video_summaries(library: Library, catalogue: Catalogue, pack: PackRow) -> Summaries:
    """What the videos are like that a pass of a pack has been through.

    Those that have no summary yet get one; where they are many that the search index does not hold, some have to wait
    for the next time.

    Raises:
        UserError: The catalogue is damaged.
    """
    kept = Summaries(*catalogue.summaries.all(pack.id, pack.dim))
    missing = np.setdiff1d(list(catalogue.units.passes(pack.id)), kept.videos).astype(np.int64)
    if not len(missing):
        return kept
    indexed = _empty(pack)
    if len(missing) > FEW:
        indexed = _from_index(library, catalogue, pack, missing)
        missing = np.setdiff1d(missing, indexed.videos)
    made = _joined(indexed, _from_features(library, catalogue, pack, missing[-FEW:].tolist()))
    with suppress(UserError):  # where it cannot be kept, it is made again the next time
        catalogue.summaries.put(pack.id, zip(made.videos.tolist(), made.vectors, strict=True))
    return _joined(kept, made)


def _from_features(library: Library, catalogue: Catalogue, pack: PackRow, videos: Iterable[int]) -> Summaries:
    """The summaries of those videos whose features can be read."""
    from videobert_desktop.services.indexing.stored_vectors import video_vectors

    found = [_empty(pack)]
    for video_id in videos:
        with suppress(DamagedFeaturesError):  # verifying the library names it
            ids, vectors = video_vectors(library, catalogue, pack, video_id)
            if len(ids):
                total = vectors[:, :-1].sum(axis=0, keepdims=True)
                found.append(Summaries(np.array([video_id]), _of_length_one(total)))
    return _joined(*found)


def _from_index(library: Library, catalogue: Catalogue, pack: PackRow, wanted: NDArray[np.int64]) -> Summaries:
    """The summaries of those videos that the saved search index holds wholly."""
    from videobert_desktop.index.storage import StaleIndex
    from videobert_desktop.index.vector_index import VectorIndex
    from videobert_desktop.services.indexing.stored_vectors import index_identity

    try:
        index = VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
    except StaleIndex:
        return _empty(pack)
    timeline = catalogue.windows.timeline(pack.id)
    incomplete = np.unique(timeline.videos[~np.isin(timeline.ids, index.ids)])
    chosen = np.isin(timeline.videos, np.setdiff1d(wanted, incomplete))
    ids = timeline.ids[chosen]
    videos, places = np.unique(timeline.videos[chosen], return_inverse=True)
    totals = np.zeros((len(videos), pack.dim), np.float32)
    for first in range(0, len(ids), _WINDOWS_AT_ONCE):
        part = slice(first, first + _WINDOWS_AT_ONCE)
        # The windows of one video follow one another.
        present, firsts = np.unique(places[part], return_index=True)
        totals[present] += np.add.reduceat(index.vectors(ids[part])[:, :-1], firsts)
    return Summaries(videos, _of_length_one(totals))


def _of_length_one(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1.0
    return vectors / lengths


def _joined(*summaries: Summaries) -> Summaries:
    return Summaries(*(np.concatenate(parts) for parts in zip(*summaries, strict=True)))


def _empty(pack: PackRow) -> Summaries:
    return Summaries(np.empty(0, np.int64), np.empty((0, pack.dim), np.float32))
