"""Brings the vector index up to what the catalogue holds, with no more work than what has changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report, ignore_progress
from videobert_desktop.index.storage import StaleIndex
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.library import Library
from videobert_desktop.services.stored_vectors import build_index, index_identity, video_vectors


def current_index(
    library: Library, catalogue: Catalogue, pack: PackRow, *, cancel: CancelToken, report: Report = ignore_progress
) -> VectorIndex:
    """The saved index, or a new one made from the features where the saved one disagrees with the catalogue.

    Raises:
        Cancelled: It was asked to stop.
        UserError: A features file is missing or damaged.
    """
    try:
        return VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
    except StaleIndex:
        return build_index(library, catalogue, pack, cancel=cancel, report=report)


def refresh_index(library: Library, catalogue: Catalogue, pack: PackRow) -> None:
    """Add what was committed since the index was saved, drop what is gone, and save it under a new generation.

    Nothing is written where nothing has changed.

    Raises:
        UserError: A features file is missing or damaged, or the disk is full.
    """
    index = _saved_index(library, catalogue, pack)
    wanted = catalogue.windows.ids(pack.id)
    held = index.ids if index is not None else np.empty(0, np.int64)
    gone, missing = np.setdiff1d(held, wanted), np.setdiff1d(wanted, held)
    if index is not None and not len(gone) and not len(missing):
        return
    if index is None:
        index = build_index(library, catalogue, pack, cancel=CancelToken(), report=ignore_progress)
    else:
        index.remove(gone)
        _add(index, library, catalogue, pack, missing)
    catalogue.advance_generation()
    index.save(library.index_directory, index_identity(catalogue, pack))


def _saved_index(library: Library, catalogue: Catalogue, pack: PackRow) -> VectorIndex | None:
    try:
        return VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
    except StaleIndex:
        return None


def _add(index: VectorIndex, library: Library, catalogue: Catalogue, pack: PackRow, missing: NDArray[np.int64]) -> None:
    for video_id in sorted({row.video_id for row in catalogue.windows.by_ids(missing)}):
        ids, vectors = video_vectors(library, catalogue, pack, video_id)
        new = np.isin(ids, missing)
        index.add(ids[new], vectors[new])
