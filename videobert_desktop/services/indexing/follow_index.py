"""Has the search index follow a run of indexing, so that what is done can be searched before the run is."""

from __future__ import annotations

import time

from videobert_desktop.catalogue import Catalogue, PackRow
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.services.indexing.refresh_index import refresh_index
from videobert_desktop.services.indexing.stored_vectors import Damaged
from videobert_desktop.services.library import Library
from videobert_desktop.services.manage_packs import searched_revisions

# The index follows after so many seconds, or after so many times what that took the last time, whichever is longer.
REFRESH_SECONDS = 60.0
REFRESH_RATIO = 30.0


class FollowingIndex:
    """The search index of a pack, brought up to date now and then while the library is locked."""

    def __init__(
        self, library: Library, catalogue: Catalogue, pack: PackRow, *, report: Report, damaged: Damaged
    ) -> None:
        self._library = library
        self._catalogue = catalogue
        self._pack = pack
        self._report = report
        self._damaged = damaged
        self._followed = time.monotonic()
        self._cost = 0.0

    @property
    def due(self) -> bool:
        """Whether it was long ago that the index was brought up to date."""
        return time.monotonic() - self._followed > max(REFRESH_SECONDS, REFRESH_RATIO * self._cost)

    def follow(self, cancel: CancelToken) -> None:
        """Bring the index up to date; nobody may be committing units meanwhile.

        As long as another revision of the pack answers, the index is that one's, and is left alone.

        Raises:
            Cancelled: It was asked to stop; the index is as it was.
            UserError: The disk is full.
        """
        began = time.monotonic()
        if not self._another_answers():
            refresh_index(
                self._library, self._catalogue, self._pack, cancel=cancel, report=self._report, damaged=self._damaged
            )
        self._followed = time.monotonic()
        self._cost = self._followed - began

    def _another_answers(self) -> bool:
        revisions = searched_revisions(self._catalogue)
        return any(row.name == self._pack.name and row != self._pack for row in revisions)
