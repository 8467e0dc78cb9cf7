"""Searching as the window sees it: the latest search wins."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.moment import SearchResult
from videobert_desktop.domain.progress import Report
from videobert_desktop.domain.query import Query
from videobert_desktop.jobs.job import Job
from videobert_desktop.jobs.runner import Runner

LIMIT = 50
"""How many moments are shown at most."""


class MomentFinder(Protocol):
    """Finds moments; called in the lane, always in the same thread."""

    def search(self, query: Query) -> SearchResult:
        """Find the moments that answer `query`; may raise a `UserError`."""

    def rerank(self, query: Query, found: SearchResult, cancel: CancelToken) -> SearchResult:
        """Rank again what `search` has just found; `found` itself if nothing was; may raise a `UserError`."""


class Searching(QObject):
    """Searches the library; whatever an older search finds is dropped.

    What is found at once is told at once. To rank the best of it again takes longer: that is a job of its own, which
    stops as soon as something else is searched for, so that nobody who types waits for it.

    Signals:
        found: (SearchResult) what the latest search found.
        improved: (SearchResult) the same in a better order, or what `again` found for the same query.
        failed: (Exception) the latest search broke off.
    """

    found = Signal(object)
    improved = Signal(object)
    failed = Signal(object)

    def __init__(self, services: MomentFinder, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._query: Query | None = None
        self._latest: int | None = None
        self._silent = False
        self._outdated = False
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    @property
    def running(self) -> bool:
        """Whether the result of a search is still to come; what only improves one is none."""
        return self._latest is not None and not self._silent

    @property
    def possible(self) -> bool:
        """Whether searches are still accepted."""
        return self._lane.accepting

    def search(self, query: Query) -> None:
        """Search for `query`, and for nothing else any more."""
        self.forget()
        self._query = replace(query, limit=LIMIT)
        if self._lane.accepting:
            self._submit(partial(self._search, self._query), silent=False)

    def again(self) -> None:
        """Search for the same once more, for there may be more to be found; after a search that still runs."""
        if self._latest is not None:
            self._outdated = True
        elif self._query is not None and self._lane.accepting:
            self._submit(partial(self._search_wholly, self._query), silent=True)

    def forget(self) -> None:
        """Want no result any more."""
        if self._latest is not None:
            self._lane.cancel(self._latest)
        self._query = self._latest = None
        self._outdated = False

    def _submit(self, job: Job, *, silent: bool) -> None:
        self._silent = silent
        self._latest = self._lane.submit(job)

    def _search(self, query: Query, cancel: CancelToken, report: Report) -> SearchResult:  # noqa: ARG002 - too short
        return self._services.search(query)

    def _rerank(
        self,
        query: Query,
        found: SearchResult,
        cancel: CancelToken,
        report: Report,  # noqa: ARG002 - nobody waits
    ) -> SearchResult | None:
        better = self._services.rerank(query, found, cancel)
        return None if better is found else better

    def _search_wholly(self, query: Query, cancel: CancelToken, report: Report) -> SearchResult:  # noqa: ARG002
        # In one go, so that what is shown already is not disturbed twice.
        return self._services.rerank(query, self._services.search(query), cancel)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: object) -> None:
        if job_id != self._latest:
            return
        self._latest = None
        if self._silent and result is not None:
            self.improved.emit(result)
        elif not self._silent:
            self.found.emit(result)
            self._improve(result)
        self._look_again_if_outdated()

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id != self._latest:
            return
        # What was found before still holds; whoever searches next is told.
        told = not (self._silent and isinstance(error, UserError))
        self._latest = None
        self._outdated = False
        if told:
            self.failed.emit(error)

    def _improve(self, result: object) -> None:
        """Have what was found ranked again, unless something else is wanted by now, or more is to be found."""
        query = self._query
        if query is None or self._latest is not None or self._outdated or not self._lane.accepting:
            return
        if isinstance(result, SearchResult) and len(result.moments) > 1:
            self._submit(partial(self._rerank, query, result), silent=True)

    def _look_again_if_outdated(self) -> None:
        if self._outdated and self._latest is None:
            self._outdated = False
            self.again()
