"""Looking at what is in the library, as often as it changes and never twice at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.services.viewing.suggest_videos import Suggestions
from videobert_desktop.ui.library.arranging import Arrangement, arranged

Contents = tuple[Sequence[LibraryVideo], Sequence[LibraryFolder], Suggestions]


class Contained(Protocol):
    """Says what is in a library; called in a lane, and may raise a `UserError`."""

    def videos(self) -> Sequence[LibraryVideo]:
        """Its videos."""

    def folders(self) -> Sequence[LibraryFolder]:
        """The folders that it watches."""

    def suggestions(self) -> Suggestions:
        """What to watch next."""


class Listing(QObject):
    """Keeps what the window shows of the library up to date.

    Signals:
        listed: (sequence of LibraryVideo, sequence of LibraryFolder, Suggestions) what is in the library.
        failed: (Exception) it cannot be looked at.
    """

    listed = Signal(object, object, object)
    failed = Signal(object)

    def __init__(self, services: Contained, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._job: int | None = None
        self._outdated = False
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)

    @Slot()
    def refresh(self) -> None:
        """Look again; if somebody is just looking, once more after that."""
        if self._job is not None:
            self._outdated = True
        elif self._lane.accepting:
            self._job = self._lane.submit(self._list)

    def _list(self, cancel: CancelToken, report: Report) -> Contents:  # noqa: ARG002 - it cannot tell how far it is
        # Put in order here, so that the window finds thousands of names taken apart already.
        videos = arranged(self._services.videos(), Arrangement())
        cancel.raise_if_cancelled()
        return videos, self._services.folders(), self._services.suggestions()

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, contents: Contents) -> None:
        if job_id == self._job:
            self.listed.emit(*contents)
            self._look_again_if_outdated()

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id == self._job:
            self.failed.emit(error)
            self._look_again_if_outdated()

    def _look_again_if_outdated(self) -> None:
        self._job = None
        if self._outdated:
            self._outdated = False
            self.refresh()
