"""Brings the vector index up to what the catalogue holds, with no more work than what has changed."""

from __future__ import annotations

from videobert_desktop.catalogue import Catalogue, DamagedFeaturesError, PackRow, Timeline
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report, ignore_progress
from videobert_desktop.index.storage import StaleIndex
from videobert_desktop.index.vector_index import VectorIndex
from videobert_desktop.services.indexing.stored_vectors import Damaged, complete_index, index_identity
from videobert_desktop.services.library import Library


def current_index(
    library: Library, catalogue: Catalogue, pack: PackRow, *, cancel: CancelToken, timeline: Timeline | None = None
) -> VectorIndex:
    """The saved index with what was committed since, or a new one where it cannot be used; neither is saved.

    So a search misses nothing that a run of indexing has replaced a moment ago, nor after one that was broken off. A
    video whose features are damaged is left out: `library verify` names it, and the others can be searched.

    Args:
        library: The library.
        catalogue: Its catalogue.
        pack: Whose vectors the index holds.
        cancel: Looked at between videos.
        timeline: The windows it shall hold, if they were read from the catalogue before.

    Raises:
        Cancelled: It was asked to stop.
        DamagedFeaturesError: There are no others.
    """
    saved = _saved_index(library, catalogue, pack)
    index = _new_index(catalogue, pack) if saved is None else saved
    damaged: list[DamagedFeaturesError] = []
    complete_index(
        index,
        library,
        catalogue,
        pack,
        cancel=cancel,
        report=ignore_progress,
        damaged=damaged.append,
        timeline=timeline,
    )
    if damaged and not len(index):
        raise damaged[0]
    return index


def refresh_index(
    library: Library,
    catalogue: Catalogue,
    pack: PackRow,
    *,
    cancel: CancelToken,
    report: Report = ignore_progress,
    damaged: Damaged,
    anew: bool = False,
) -> int:
    """Add what was committed since the index was saved, drop what is gone, and save it under a new generation.

    Nothing is written where nothing has changed. Where the library has outgrown its index, or shrunk far below it, a
    new one is made from the features. A video whose features are damaged is forgotten, so that the next
    indexing encodes it again. The library has to be locked.

    Args:
        library: The library.
        catalogue: Its catalogue.
        pack: Whose vectors the index holds.
        cancel: Looked at between videos.
        report: Told the progress.
        damaged: Told of each video whose features are damaged.
        anew: Whether to pay no heed to the saved index.

    Returns:
        How many windows the index holds.

    Raises:
        Cancelled: It was asked to stop; the saved index is as it was.
        UserError: The disk is full.
    """

    def forget(error: DamagedFeaturesError) -> None:
        catalogue.units.forget(error.video_id, pack.id)
        damaged(error)

    saved = None if anew else _saved_index(library, catalogue, pack)
    if saved is not None and not saved.suits(catalogue.windows.count(pack.id)):
        saved = None
    index = _new_index(catalogue, pack) if saved is None else saved
    changed = complete_index(index, library, catalogue, pack, cancel=cancel, report=report, damaged=forget)
    if changed or saved is None:
        # Nobody sees the new generation before its index is there.
        with catalogue.transaction():
            catalogue.advance_generation()
            index.save(library.index_directory, index_identity(catalogue, pack))
    return len(index)


def _new_index(catalogue: Catalogue, pack: PackRow) -> VectorIndex:
    return VectorIndex(pack.dim + 1, expected=catalogue.windows.count(pack.id))


def _saved_index(library: Library, catalogue: Catalogue, pack: PackRow) -> VectorIndex | None:
    try:
        return VectorIndex.load(library.index_directory, index_identity(catalogue, pack))
    except StaleIndex:
        return None
