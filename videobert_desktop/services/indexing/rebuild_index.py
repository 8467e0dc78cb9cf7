"""Makes the search indexes anew: that of the windows is a cache over the features files, that of words over texts."""

from __future__ import annotations

from videobert_desktop.catalogue import DamagedFeaturesError
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.indexing.refresh_index import refresh_index
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_revisions


def rebuild_index(library: Library, report: Report, cancel: CancelToken) -> int:
    """Build the index of every pack from the features and put it in place of the old one; and that of words.

    Returns:
        How many windows the indexes hold.

    Raises:
        Cancelled: It was asked to stop; the index being built is dropped and the old one still there.
        UserError: Somebody else is changing the library, or the disk is full; or features were damaged: the rest of
            the index is made, and the videos are forgotten so that the next indexing encodes them again.
    """
    windows = 0
    damaged: list[DamagedFeaturesError] = []
    with library.lock("rebuilding the search index"), library.catalogue() as catalogue:
        catalogue.full_text.rebuild()
        for pack in searched_revisions(catalogue):
            windows += refresh_index(
                library, catalogue, pack, cancel=cancel, report=report, damaged=damaged.append, anew=True
            )
    if damaged:
        reason = f"What was kept of {len(damaged)} of the videos is damaged, this first; all others are in the index."
        raise UserError(reason, path=damaged[0].path, hint="Run `videobert index` on the library's folders again.")
    return windows
