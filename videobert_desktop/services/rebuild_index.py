"""Makes the search index anew; it is a cache over the features files."""

from __future__ import annotations

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.library import Library
from videobert_desktop.services.stored_vectors import build_index, index_identity


def rebuild_index(library: Library, report: Report, cancel: CancelToken) -> int:
    """Build the index of every pack from the features and put it in place of the old one.

    Returns:
        How many windows the indexes hold.

    Raises:
        Cancelled: It was asked to stop; the index being built is dropped and the old one still there.
        UserError: Somebody else is changing the library, a features file is missing or damaged, or the disk is full.
    """
    windows = 0
    with library.lock("rebuilding the search index"), library.catalogue() as catalogue:
        # An index is named after its pack; where there are several revisions of one, it is the newest one's.
        newest = {pack.name: pack for pack in catalogue.packs.all() if catalogue.windows.count(pack.id)}
        for pack in newest.values():
            index = build_index(library, catalogue, pack, cancel=cancel, report=report)
            index.save(library.index_directory, index_identity(catalogue, pack))
            windows += len(index)
    return windows
