"""Indexing as the window sees it: work that is added, goes on in a lane, and may be paused and stopped."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.ui.jobs.summaries import news_of
from videobert_desktop.ui.jobs.throttle import Throttle

if TYPE_CHECKING:
    from videobert_desktop.services.indexing.index_videos import IndexReport

ADVANCE_MILLISECONDS = 1500
"""How long it takes after an `advanced` for the next, while a batch goes on: each means looking at all videos."""


class Indexer(Protocol):
    """What makes videos searchable."""

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        """Take files and folders into the library, and make them searchable; called in the lane."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was added at once.

    Attributes:
        paths: Files and folders; none to do nothing but take over what an older revision of the pack has made.
        quiet: Whether nobody has asked for it, so that it is not worth a word unless it finds something to do.
        promise: Given what comes of it, for somebody who waits in another thread.
    """

    paths: tuple[Path, ...]
    quiet: bool
    promise: Future[IndexReport] | None


class Indexing(QObject):
    """Takes files and folders into the library, one batch after the other.

    Signals:
        begun: There is work, and there was none before. A quiet batch is no work before it has got to a video, or has
            something to tell.
        progressed: (Progress) how far the present batch is.
        advanced: The library is not as it was: other videos have been reached, or a batch has ended.
        finished: (IndexReport) a batch is done; of a quiet one, what it has indexed and what has failed anew, if any.
        failed: (Exception) a batch broke off to which no promise was given.
        stopped: A batch was cancelled.
        paused_changed: (bool) whether it is paused.
        held: It has let go of the library, as `hold` asked for.
        idle: There is no work any more.
    """

    begun = Signal()
    progressed = Signal(object)
    advanced = Signal()
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    paused_changed = Signal(bool)
    held = Signal()
    idle = Signal()

    def __init__(self, services: Indexer, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._batches: dict[int, Batch] = {}
        self._held: list[Batch] | None = None
        self._stopped: set[Path] = set()
        self._given_up: set[int] = set()
        self._has_begun = self._paused = self._gives_way = False
        self._item = ""
        self._throttle = Throttle(ADVANCE_MILLISECONDS, self)
        self._throttle.granted.connect(self.advanced)
        lane.progressed.connect(self._on_progressed)
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether there is work, a quiet batch included, or work that was made to hold."""
        return bool(self._batches or self._held)

    @property
    def paused(self) -> bool:
        """Whether there is work that waits to be resumed."""
        return self._paused

    def add(self, paths: Sequence[Path], *, quiet: bool = False, promise: Future[IndexReport] | None = None) -> None:
        """Take these in, after what is being taken in now.

        Args:
            paths: Files and folders.
            quiet: Whether nobody has asked for it. What a person has stopped is then left out, once.
            promise: Given the report or the error; `Cancelled` where it was stopped or all of it is left out.
        """
        batch = Batch(self._wanted(paths) if quiet else tuple(paths), quiet, promise)
        if quiet and not batch.paths:
            if promise is not None:
                promise.set_exception(Cancelled())
            return
        if not quiet:
            self._stopped.difference_update(paths)
            self._begin()
        self._take(batch)

    def renew(self) -> None:
        """Have the installed pack take over what an older revision of it has made of the library; take nothing in."""
        self._take(Batch((), quiet=True, promise=None))

    def hold(self) -> None:
        """Let go of the library until `go_on`: what is being done is broken off, to be resumed where it was."""
        if self._held is None:
            self._held = []
            for job_id in self._batches:
                self._lane.cancel(job_id)
        self._tell_if_held()

    def go_on(self) -> None:
        """Resume what was made to hold, if anything was."""
        held, self._held = self._held or [], None
        for batch in held:
            self._submit(batch)
        if not held:
            self._rest()

    @Slot(object)
    def leave_out(self, paths: Sequence[Path]) -> None:
        """Forget these files and folders where what was made to hold names them: naming takes in what was taken out."""
        out = set(paths)
        emptied = [batch for batch in self._held or () if batch.paths and out.issuperset(batch.paths)]
        for batch in emptied:
            _tell_cancelled(batch)
        self._held = self._held and [
            replace(batch, paths=tuple(path for path in batch.paths if path not in out))
            for batch in self._held
            if batch not in emptied
        ]

    def _take(self, batch: Batch) -> None:
        if self._held is None:
            self._submit(batch)
        else:
            self._held.append(batch)

    def _submit(self, batch: Batch) -> None:
        if not self._lane.accepting:
            return
        job_id = self._lane.submit(partial(self._index, batch.paths))
        self._batches[job_id] = batch
        self._lane.be_gentle(job_id, gentle=self._gives_way)
        if self._paused:
            self._lane.pause(job_id)

    @Slot()
    def pause(self) -> None:
        """Wait, within a batch of pictures, until it is resumed or cancelled."""
        if self._batches:
            self._set_paused(paused=True)

    @Slot()
    def resume(self) -> None:
        """Go on after a pause."""
        self._set_paused(paused=False)

    @Slot()
    def cancel(self) -> None:
        """Stop, and forget what waits; what was finished is kept."""
        held = self._held or []
        for batch in [*self._batches.values(), *held]:
            if not batch.quiet:
                self._stopped.update(batch.paths)
        for job_id in self._batches:
            self._lane.cancel(job_id)
        self._given_up = set(self._batches)
        self._held = None if self._held is None else []
        for batch in held:
            _tell_cancelled(batch)
            self.stopped.emit()

    @Slot(bool)
    def give_way(self, yes: bool) -> None:  # noqa: FBT001 - the one thing there is to say
        """Leave more of the machine to something else, such as a video that plays, or no longer so."""
        self._gives_way = yes
        for job_id in self._batches:
            self._lane.be_gentle(job_id, gentle=yes)

    def _wanted(self, paths: Sequence[Path]) -> tuple[Path, ...]:
        wanted = tuple(path for path in paths if path not in self._stopped)
        self._stopped.difference_update(paths)
        return wanted

    def _index(self, paths: Sequence[Path], cancel: CancelToken, report: Report) -> IndexReport:
        return self._services.index(paths, cancel=cancel, report=report)

    def _begin(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self.begun.emit()

    def _set_paused(self, *, paused: bool) -> None:
        act = self._lane.pause if paused else self._lane.resume
        for job_id in self._batches:
            act(job_id)
        if paused != self._paused:
            self._paused = paused
            self.paused_changed.emit(paused)

    @Slot(int, object)
    def _on_progressed(self, job_id: int, progress: Progress) -> None:
        if job_id not in self._batches:
            return
        if progress.video_id is not None:
            self._begin()
        if self._has_begun:
            self.progressed.emit(progress)
        if progress.total and progress.item != self._item:
            self._item = progress.item
            self._throttle.ask()

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, report: IndexReport) -> None:
        batch = self._batches.pop(job_id, None)
        if batch is None:
            return
        if batch.promise is not None:
            batch.promise.set_result(report)
        news = news_of(report) if batch.quiet else report
        if news is not None:
            self._begin()  # which a short batch may not have come to
            self.finished.emit(news)
        self._rest()

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: Exception) -> None:
        batch = self._batches.pop(job_id, None)
        if batch is None:
            return
        if batch.promise is not None:
            batch.promise.set_exception(error)
        else:
            self.failed.emit(error)
        self._rest()

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        batch = self._batches.pop(job_id, None)
        if batch is None:
            return
        if self._held is not None and job_id not in self._given_up:
            self._held.append(batch)
            self._tell_if_held()
            return
        self._given_up.discard(job_id)
        _tell_cancelled(batch)
        self.stopped.emit()
        self._rest()

    def _tell_if_held(self) -> None:
        if self._held is not None and not self._batches:
            self.held.emit()

    def _rest(self) -> None:
        self._throttle.insist()
        self._tell_if_held()
        if self.running or self._held is not None:
            return
        self._set_paused(paused=False)
        if self._has_begun:
            self._has_begun = False
            self.idle.emit()


def _tell_cancelled(batch: Batch) -> None:
    if batch.promise is not None:
        batch.promise.set_exception(Cancelled())
