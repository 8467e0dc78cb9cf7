"""Everything that the window has done for it in its lanes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import UserError
from videobert_desktop.domain.progress import Report
from videobert_desktop.ui.jobs.indexing import Indexing
from videobert_desktop.ui.jobs.watching import Watching
from videobert_desktop.ui.lanes import Lanes
from videobert_desktop.ui.library.listing import Listing
from videobert_desktop.ui.library.managing import Managing
from videobert_desktop.ui.pictures import Pictures
from videobert_desktop.ui.pictures.restoring import Restoring
from videobert_desktop.ui.player.curves import Curves
from videobert_desktop.ui.player.frame_saving import FrameSaving
from videobert_desktop.ui.player.playback import Playback
from videobert_desktop.ui.player.remembering import Remembering
from videobert_desktop.ui.preferences.clearing import Clearing
from videobert_desktop.ui.preferences.pack_installing import PackInstalling
from videobert_desktop.ui.search.explaining import Explaining
from videobert_desktop.ui.search.history import History
from videobert_desktop.ui.search.searching import Searching
from videobert_desktop.ui.transcript.transcripts import Transcripts
from videobert_desktop.ui.window_services import WindowServices


class Work(QObject):
    """The controllers, each with its lane.

    Attributes:
        indexing: Takes files and folders in.
        watching: Notices what changes in the library's folders.
        listing: Looks at what is in the library.
        managing: Changes what is in the library.
        searching: Finds moments.
        explaining: Says why a moment was found.
        history: Remembers what was searched for.
        curves: How well a video matches all along.
        pictures: Thumbnails and filmstrips.
        restoring: Makes pictures again that are missing.
        playback: Plays a file.
        saving: Writes frames as pictures.
        remembering: Remembers what was watched.
        clearing: Empties caches.
        installing: Installs speech packs.
        transcripts: What is said in a video.

    Signals:
        languages_known: (sequence of str) the codes of the languages that can be searched in; none if not known.
        counted: (Path, int) so many videos seem to be in a folder.
        failed: (Exception) something that runs by itself broke off.
    """

    languages_known = Signal(object)
    counted = Signal(object, int)
    failed = Signal(object)

    def __init__(self, services: WindowServices, lanes: Lanes, *, remember: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._media, self._query = lanes.media, lanes.query
        self._unfinished: int | None = None
        self._renewal: int | None = None
        self._prepared: int | None = None
        self._counts: dict[int, Path] = {}
        self.indexing = Indexing(services, lanes.model, self)
        self.watching = Watching(services, lanes.watch, self.indexing, self)
        self.listing = Listing(services, lanes.media, self)
        self.managing = Managing(services, lanes.media, self)
        self.searching = Searching(services, lanes.query, self)
        self.explaining = Explaining(services, lanes.query, self)
        self.history = History(services, lanes.media, self)
        self.curves = Curves(services, lanes.query, self)
        self.pictures = Pictures(services, lanes.pictures, self)
        self.restoring = Restoring(services, lanes.restoring, self)
        self.playback = Playback(services, lanes.frames, self)
        self.saving = FrameSaving(lanes.media, self)
        self.remembering = Remembering(services, lanes.media, self)
        self.remembering.switch(on=remember)
        self.clearing = Clearing(services, lanes.media, self)
        self.installing = PackInstalling(services, lanes.restoring, self)
        self.transcripts = Transcripts(services, lanes.media, self)
        for part in (self.listing, self.history, self.remembering, self.pictures, self.restoring, self.installing):
            part.failed.connect(self.failed)
        self.restoring.restored.connect(self.pictures.renew)
        lanes.query.succeeded.connect(self._on_prepared)
        lanes.query.failed.connect(self._on_not_prepared)
        lanes.media.succeeded.connect(self._on_succeeded)
        lanes.media.failed.connect(self._on_failed)

    @Slot()
    def prepare_search(self) -> None:
        """Load what searching needs, so that nobody who has typed a query waits for it."""
        if self._query.accepting:
            self._prepared = self._query.submit(self._prepare_search)

    @Slot(object)
    def count(self, folder: Path) -> None:
        """Count the videos of a folder."""
        if self._media.accepting:
            self._counts[self._media.submit(partial(self._count, folder))] = folder

    def resume_unfinished(self) -> None:
        """Go on where the last run was cut off: with the files that no folder is watched for, and with a newer pack."""
        if self._media.accepting:
            self._unfinished = self._media.submit(self._find_unfinished)
            self._renewal = self._media.submit(self._look_for_renewal)

    def _find_unfinished(self, cancel: CancelToken, report: Report) -> object:  # noqa: ARG002 - it is over soon
        return self._services.unfinished()

    def _look_for_renewal(self, cancel: CancelToken, report: Report) -> object:  # noqa: ARG002 - it is over soon
        return self._services.needs_renewal()

    def _prepare_search(self, cancel: CancelToken, report: Report) -> object:  # noqa: ARG002 - it is over soon
        return self._services.prepare_search()

    def _count(self, folder: Path, cancel: CancelToken, report: Report) -> int:  # noqa: ARG002 - nobody waits
        return self._services.count_videos(folder, cancel)

    @Slot(int, object)
    def _on_prepared(self, job_id: int, languages: object) -> None:
        if job_id == self._prepared:
            self.languages_known.emit(languages)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, result: object) -> None:
        if job_id == self._unfinished and isinstance(result, list | tuple) and result:
            self.indexing.add(result, quiet=True)
        elif job_id == self._renewal:
            if result:
                self.indexing.renew()
        elif isinstance(result, int) and job_id in self._counts:
            self.counted.emit(self._counts.pop(job_id), result)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if job_id in (self._unfinished, self._renewal) or self._counts.pop(job_id, None) is not None:
            self.failed.emit(error)

    @Slot(int, object)
    def _on_not_prepared(self, job_id: int, error: object) -> None:
        # What a person can do something about is told when they search.
        if job_id == self._prepared and not isinstance(error, UserError):
            self.failed.emit(error)
