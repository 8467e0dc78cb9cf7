"""From the features files to what the vector index holds.

A window's vector is its embedding with one more coordinate, minus its hubness: with a 1 appended to the query, the
inner product is the similarity less what the window has for every query.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow, Timeline
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.index.storage import IndexIdentity
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.library import Library

# The index looks through all its ids at each addition, so that few and large ones are best.
WINDOWS_PER_ADDITION = 20_000

Vectors = tuple[NDArray[np.int64], NDArray[np.float32]]
Damaged = Callable[[DamagedFeaturesError], None]


def with_hubness(embeddings: NDArray[np.floating], hubness: NDArray[np.floating]) -> NDArray[np.float32]:
    """What the index holds for windows.

    Args:
        embeddings: (n, dim) float16 or float32.
        hubness: (n,) float16 or float32.

    Returns:
        (n, dim + 1) float32.
    """
    return np.column_stack((embeddings, -hubness)).astype(np.float32)


def with_one(queries: NDArray[np.floating]) -> NDArray[np.float32]:
    """Queries (q, dim) as the index wants them, (q, dim + 1) float32."""
    return np.column_stack((queries, np.ones(len(queries)))).astype(np.float32)


def without_hubness(query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The query (dim + 1,) that does not ask for hubness: its inner products are plain similarities."""
    return np.append(query[:-1], np.float32(0))


def index_identity(catalogue: Catalogue, pack: PackRow) -> IndexIdentity:
    """Which index belongs to the catalogue as it is now."""
    return IndexIdentity(pack.name, pack.revision, pack.dim + 1, catalogue.generation)


def video_vectors(
    library: Library, catalogue: Catalogue, pack: PackRow, video_id: int, *, but: Collection[int] = ()
) -> Vectors:
    """The window ids (n,) int64 and vectors (n, dim + 1) float32 of one video, in time order; n may be 0.

    Args:
        library: Where the features are.
        catalogue: Says which windows there are.
        pack: Whose vectors they are.
        video_id: The video.
        but: The ids of windows that are not needed; a unit that has no others is not read.

    Raises:
        DamagedFeaturesError: A features file is missing or damaged.
    """
    try:
        return _read_vectors(library, catalogue, pack, video_id, but)
    except DamagedFeaturesError:
        # An indexer may have merged the files after their rows were read; the rows say now where they have gone.
        return _read_vectors(library, catalogue, pack, video_id, but)


def _read_vectors(
    library: Library, catalogue: Catalogue, pack: PackRow, video_id: int, but: Collection[int]
) -> Vectors:
    windows = catalogue.windows.of_video(video_id, pack.id)
    wanted = {window.unit_id for window in windows if window.id not in but}
    ids = np.array([window.id for window in windows if window.unit_id in wanted], dtype=np.int64)
    shards = [unit.shard for unit in catalogue.units.of_video(video_id, pack.id) if unit.id in wanted]
    if not len(ids):
        return ids, np.empty((0, pack.dim + 1), dtype=np.float32)
    arrays = library.features.read_video(video_id, pack.key, shards, names=("embeddings", "hubness"))
    if arrays["embeddings"].shape != (len(ids), pack.dim) or arrays["hubness"].shape != (len(ids),):
        reason = f"The features of video {video_id} are not those of its {len(ids)} windows."
        raise DamagedFeaturesError(video_id, reason, library.features_directory / str(video_id))
    return ids, with_hubness(arrays["embeddings"], arrays["hubness"])


def complete_index(
    index: VectorIndex,
    library: Library,
    catalogue: Catalogue,
    pack: PackRow,
    *,
    cancel: CancelToken,
    report: Report,
    damaged: Damaged,
    timeline: Timeline | None = None,
) -> bool:
    """Drop from an index the windows that are gone, and add those it lacks; it is not saved.

    Args:
        index: Any index of the pack's vectors; an empty one becomes whole. Units that it holds are not read again.
        library: Where the features are.
        catalogue: Says which windows there are.
        pack: Whose vectors they are.
        cancel: Looked at between videos.
        report: Told the progress.
        damaged: Told of each video whose features cannot be read; it is left out, and the others go on.
        timeline: The windows it shall hold, if they were read from the catalogue before.

    Returns:
        Whether the index has changed.

    Raises:
        Cancelled: It was asked to stop.
    """
    wanted, videos, _, _ = catalogue.windows.timeline(pack.id) if timeline is None else timeline
    held = index.ids
    gone = np.setdiff1d(held, wanted)
    if len(gone):
        index.remove(gone)
    is_missing = ~np.isin(wanted, held)
    before, read, total = len(index), 0, int(is_missing.sum())
    waiting: list[Vectors] = []
    # In no order, so that what the index has so far is a fair sample of what it lacked.
    for video_id in np.random.default_rng(0).permutation(np.unique(videos[is_missing])).tolist():
        cancel.raise_if_cancelled()
        own = slice(*np.searchsorted(videos, [video_id, video_id + 1]))
        present, missing = wanted[own][~is_missing[own]], wanted[own][is_missing[own]]
        try:
            ids, vectors = video_vectors(library, catalogue, pack, video_id, but=set(present.tolist()))
        except DamagedFeaturesError as error:
            damaged(error)
            continue
        new = np.isin(ids, missing)
        waiting.append((ids[new], vectors[new]))
        read += int(new.sum())
        if before + read - len(index) >= WINDOWS_PER_ADDITION:
            _add(index, waiting)
        report(Progress("reading features", read, total, "windows"))
    _add(index, waiting)
    return bool(len(gone)) or len(index) > before


def _add(index: VectorIndex, waiting: list[Vectors]) -> None:
    if waiting:
        ids, vectors = zip(*waiting, strict=True)
        index.add(np.concatenate(ids), np.concatenate(vectors))
        waiting.clear()
