"""What the window asks of the services: as protocols, and as they are for a library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.query import Query
from videobert_desktop.services.library import Library
from videobert_desktop.services.list_videos import LibraryVideo, library_videos
from videobert_desktop.settings.options import Settings

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport
    from videobert_desktop.services.searching.search_moments import MomentSearcher


class WindowServices(Protocol):
    """Everything the window asks for; each call is made in a lane, and may raise a `UserError`."""

    def videos(self) -> Sequence[LibraryVideo]:
        """The library's videos."""

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        """Take files and folders into the library, and make them searchable."""

    def search(self, query: str, limit: int) -> SearchResult:
        """Find the moments that answer `query`, at most `limit`; always called in the same thread."""


class LibraryServices:
    """The services, for one library."""

    def __init__(self, library: Library, settings: Settings) -> None:
        """Take note of the library, and of which pack to index it with, and where."""
        self._library = library
        self._settings = settings
        self._searcher: MomentSearcher | None = None

    def videos(self) -> Sequence[LibraryVideo]:
        """The library's videos.

        Raises:
            UserError: The catalogue is damaged.
        """
        return library_videos(self._library)

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        """Take files and folders into the library, and make them searchable.

        Raises:
            Cancelled: It was asked to stop; what was finished can be searched.
            UserError: Somebody else is indexing, the pack or the device is not there, or the disk is full.
        """
        from videobert_desktop.services.indexing.index_videos import IndexOptions, index_videos

        options = IndexOptions.of_settings(self._settings)
        return index_videos(self._library, paths, options, cancel=cancel, report=report, failed=told_with_the_report)

    def search(self, query: str, limit: int) -> SearchResult:
        """Find the moments that answer `query`; the first call loads the model, on the processor.

        The graphics card, if there is one, belongs to indexing.

        Raises:
            UserError: The library cannot be searched.
        """
        from videobert_desktop.services.searching.search_moments import MomentSearcher

        if self._searcher is None:
            self._searcher = MomentSearcher(self._library, device="cpu")
        return self._searcher.search(Query(query, limit=limit))

    def close(self) -> None:
        """Let go of what searching has opened, in the thread that searched."""
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None


def told_with_the_report(failure: Failure) -> None:
    """A `Failed` for a window that shows failures in its list and, when all is done, names those of the report."""
