"""Changing the library: what is indexed first or again, what is forgotten, which folders it watches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Report
from videobert_desktop.jobs.runner import Runner
from videobert_desktop.services.list_videos import LibraryVideo
from videobert_desktop.ui.texts import shown


class Changeable(Protocol):
    """Changes a library; called in a lane, and may raise a `UserError`."""

    def index_first(self, video_ids: Collection[int]) -> None:
        """Have these indexed before all others."""

    def index_again(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        """Have these indexed anew by the next run; gives the files to hand to it."""

    def forget(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        """Take videos, and files that never became one, out of the library; gives the files that are out now."""

    def remove_folder(self, path: Path) -> None:
        """Watch a folder no longer."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A change that is to be made.

    Attributes:
        sentence: What is said of it when it is made.
        takes_out: Whether the paths that it gives are not to be taken in any more, instead of to be indexed.
    """

    sentence: str
    takes_out: bool


class Managing(QObject):
    """Each change is a job; they are made in the order in which they are asked for.

    Signals:
        taken_out: (sequence of Path) these files were forgotten, or this folder is not to be watched any more.
        done: (str) a change was made: what, in a sentence for the message bar; empty if it speaks for itself.
        to_index: (list of Path) these are to be indexed now.
        failed: (Exception) a change could not be made.
    """

    taken_out = Signal(object)
    done = Signal(str)
    to_index = Signal(object)
    failed = Signal(object)

    def __init__(self, services: Changeable, lane: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._lane = lane
        self._changes: dict[int, _Change] = {}
        lane.succeeded.connect(self._on_succeeded)
        lane.failed.connect(self._on_failed)
        lane.cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether a change is still to be made."""
        return bool(self._changes)

    @Slot(object)
    def index_first(self, videos: Sequence[LibraryVideo]) -> None:
        """Have these videos indexed before all others; files that are none yet wait for their turn."""
        ids, _ = _told_apart(videos)
        if ids:
            self._submit(lambda: self._services.index_first(ids), "")

    @Slot(object)
    def index_again(self, videos: Sequence[LibraryVideo]) -> None:
        """Have these videos indexed anew, and those that failed tried again."""
        ids, paths = _told_apart(videos)
        self._submit(lambda: list(self._services.index_again(ids, paths)), "")

    @Slot(object)
    def forget(self, videos: Sequence[LibraryVideo]) -> None:
        """Take these videos out of the library; their files stay where they are."""
        ids, paths = _told_apart(videos)
        if len(videos) == 1:
            sentence = self.tr("{name} is no longer in the library.").format(name=shown(videos[0].path.name))
        else:
            sentence = self.tr("{count} videos are no longer in the library.").format(count=len(videos))
        self._submit(lambda: self._services.forget(ids, paths), sentence, takes_out=True)

    @Slot(object)
    def remove_folder(self, path: Path) -> None:
        """Watch this folder no longer; its videos stay in the library."""
        sentence = self.tr("{folder} is no longer watched. Its videos stay in the library.")

        def remove() -> Sequence[Path]:
            self._services.remove_folder(path)
            return [path]

        self._submit(remove, sentence.format(folder=shown(path)), takes_out=True)

    def _submit(self, change: Callable[[], Sequence[Path] | None], sentence: str, *, takes_out: bool = False) -> None:
        def job(cancel: CancelToken, report: Report) -> Sequence[Path] | None:  # noqa: ARG001 - it is made or not
            return change()

        if self._lane.accepting:
            self._changes[self._lane.submit(job)] = _Change(sentence, takes_out)

    @Slot(int, object)
    def _on_succeeded(self, job_id: int, paths: Sequence[Path] | None) -> None:
        change = self._changes.pop(job_id, None)
        if change is None:
            return
        if change.takes_out:
            self.taken_out.emit(paths)
        self.done.emit(change.sentence)
        if paths and not change.takes_out:
            self.to_index.emit(paths)

    @Slot(int, object)
    def _on_failed(self, job_id: int, error: object) -> None:
        if self._changes.pop(job_id, None) is not None:
            self.failed.emit(error)

    @Slot(int)
    def _on_cancelled(self, job_id: int) -> None:
        self._changes.pop(job_id, None)


def _told_apart(videos: Sequence[LibraryVideo]) -> tuple[list[int], list[Path]]:
    """The ids of those that are videos, and the files of those that never became one."""
    ids = [video.id for video in videos if video.id is not None]
    return ids, [video.path for video in videos if video.id is None]
