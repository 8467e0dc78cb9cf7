"""Asking for something, and choosing among what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.query import Query
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.ui.search.explaining import Explaining
from videobert_desktop.ui.search.history import History
from videobert_desktop.ui.search.results_panel import ResultsPanel
from videobert_desktop.ui.search.search_field import SearchField
from videobert_desktop.ui.search.searching import Searching
from videobert_desktop.ui.sentences import told


class FindingFlow(QObject):
    """From the search field to the results, and back again with "more like this".

    Signals:
        matched: (Query or None, sequence of Moment) what is asked now, and where it was found.
        failed: (Exception) a search broke off.
    """

    matched = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        field: SearchField,
        results: ResultsPanel,
        searching: Searching,
        explaining: Explaining,
        history: History,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._results = results
        self._searching = searching
        self._history = history
        self._query: Query | None = None
        self._videos: Sequence[LibraryVideo] | None = None
        self._indexing = False
        self._connect_field()
        self._connect_history()
        searching.found.connect(self._on_found)
        searching.improved.connect(self._on_improved)
        searching.failed.connect(self._on_failed)
        explaining.explained.connect(results.show_explanation)
        explaining.failed.connect(self._on_unexplained)
        results.why_asked.connect(explaining.ask)
        results.why_closed.connect(explaining.forget)
        results.similar_asked.connect(field.ask_for_similar)
        results.retry_asked.connect(self._ask_once_more)

    @Slot(object)
    def ask(self, query: Query | None) -> None:
        """Search for `query`; None for nothing any more."""
        self._query = query
        if query is None:
            self._searching.forget()
            self.matched.emit(None, ())
            self._say_what_to_do()
        else:
            self._results.show_searching(self._field.wanted)
            self._searching.search(query)

    @Slot()
    def look_again(self) -> None:
        """Search for the same once more, for there is more to be found now."""
        if self._query is not None and self._searching.possible:
            self._searching.again()

    def show_library(self, videos: Sequence[LibraryVideo], *, indexing: bool) -> None:
        """Take note of what is in the library, and whether more is being taken in."""
        self._videos, self._indexing = videos, indexing
        self._results.set_indexing(indexing)
        if self._query is None:
            self._say_what_to_do()

    @Slot(object)
    def _on_found(self, result: SearchResult) -> None:
        if not result.moments and not self._searchable:
            self._say_what_to_do()  # other words would not help
            return
        self._results.show_result(result)
        self.matched.emit(self._query, result.moments)

    @Slot(object)
    def _on_improved(self, result: SearchResult) -> None:
        self._results.show_better(result)
        self.matched.emit(self._query, result.moments)

    @Slot()
    def _ask_once_more(self) -> None:
        self.ask(self._query)

    @Slot(str, str)
    def _on_hindered(self, title: str, text: str) -> None:
        self._results.show_hint(title, text)

    def _connect_field(self) -> None:
        self._field.asked.connect(self.ask)
        self._field.hindered.connect(self._on_hindered)
        self._field.noted.connect(self._results.show_note)
        self._field.results_asked.connect(self._results.focus)

    def _connect_history(self) -> None:
        self._field.asked.connect(self._history.consider)
        self._field.history_cleared.connect(self._history.forget)
        self._history.changed.connect(self._field.show_history)
        self._results.activated.connect(self._history.keep)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.matched.emit(None, ())
        if isinstance(error, UserError):
            self._results.show_problem(self.tr("This search could not be made"), told(error))
        else:
            self._results.show_hint(self.tr("This search could not be made"), "")
            self.failed.emit(error)

    @Slot(object)
    def _on_unexplained(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._results.show_unexplained(told(error))
        else:
            self._results.close_explanation()
            self.failed.emit(error)

    @property
    def _searchable(self) -> bool:
        searchable = (VideoState.INDEXED, VideoState.OFFLINE)
        return self._videos is not None and any(video.state in searchable for video in self._videos)

    def _say_what_to_do(self) -> None:
        """There is no query: say how to come by one, or why none would find anything yet."""
        hindrance = self._field.hindrance
        if hindrance is not None:
            self._results.show_hint(hindrance.title, hindrance.text)
        elif self._videos is None:
            self._results.show_hint(self.tr("Opening the library"), "")
        elif self._searchable:
            hint = self.tr("Say in your own words what is to be seen, as in “a dog runs along the beach”.")
            self._results.show_hint(self.tr("Describe a moment"), hint)
        elif self._indexing:
            hint = self.tr("Videos can be searched one by one, as soon as each is done.")
            self._results.show_hint(self.tr("Getting to know your videos"), hint)
        elif self._videos:
            hint = self.tr("None of the videos is indexed yet. The library on the left says how each of them is doing.")
            self._results.show_hint(self.tr("Nothing to search yet"), hint)
        else:
            hint = self.tr("What you search for shows up here.")
            self._results.show_hint(self.tr("No videos yet"), hint)
