"""Indexing and watching without any media, and a record of what a QObject tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Slot

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.progress import Progress, Report, ignore_progress
from videobert_desktop.services.indexing.index_videos import IndexOptions, IndexReport
from videobert_desktop.services.library import Library
from videobert_desktop.services.watching.watch_event import WatchEvent

if TYPE_CHECKING:
    from videobert_desktop.services.watching.watch_folders import Index, Told


def report(
    indexed: int = 0,
    unchanged: int = 0,
    failed: Sequence[Failure] = (),
    failed_before: Sequence[Failure] = (),
    moved: int = 0,
) -> IndexReport:
    return IndexReport(
        indexed,
        unchanged,
        moved,
        tuple(failed),
        60.0,
        1.0,
        "cpu",
        nothing_usable=False,
        failed_before=frozenset(failed_before),
    )


def at(done: float, total: float | None = 100.0, name: str = "beach.mp4", stage: str = "indexing") -> Progress:
    """A progress of indexing a video."""
    return Progress(stage, done, total, "s", name, video_id=1, part=0.5)


def scanning(count: int) -> Progress:
    """A progress of looking through files."""
    return Progress("scanning", count, None, "files", "beach.mp4")


@dataclass
class FakeIndexer:
    """Says what the test wants it to, and writes down what it was asked.

    Attributes:
        progress: What indexing reports.
        report: What it gives back.
        asked: The paths, call by call.
    """

    progress: Sequence[Progress] = ()
    report: IndexReport = field(default_factory=report)
    asked: list[tuple[Path, ...]] = field(default_factory=list)
    _errors: list[Exception] = field(default_factory=list)

    def fail(self, error: Exception) -> None:
        """Have the next call raise this."""
        self._errors = [error]

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        self.asked.append(tuple(paths))
        errors, self._errors = self._errors, []
        for progress in self.progress:
            report(progress)
            cancel.raise_if_cancelled()
        if errors:
            raise errors.pop()  # an error in a variable of ours would hold on to this frame, and that to the indexing
        return self.report


Visit = Callable[["Visitor"], None]


@dataclass
class Visitor:
    """What a watcher has while it watches.

    Attributes:
        cancel: Its token.
        told: Told its events.
    """

    hand_over: Index
    cancel: CancelToken
    told: Told

    def index(self, *paths: Path) -> IndexReport:
        """Have paths indexed."""
        return self.hand_over(
            Library(Path("/library")),
            paths,
            IndexOptions(),
            cancel=self.cancel,
            report=ignore_progress,
            failed=lambda _: None,
        )


@dataclass
class FakeWatcher:
    """Does what the test says each time that it is asked to watch."""

    visit: Visit

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        self.visit(Visitor(index, cancel, told))


class Heard:
    """Writes down what is told by signals of one argument or none, and in which thread.

    Attributes:
        told: Each signal's name, with its value.
        threads: Where it was told.
    """

    def __init__(self, source: QObject, *names: str) -> None:
        self.told: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        self._ears = [_Ear(name, self.told, self.threads) for name in names]
        for ear, name in zip(self._ears, names, strict=True):
            getattr(source, name).connect(ear.hear)

    @property
    def names(self) -> list[str]:
        """What was told, without values."""
        return [name for name, _ in self.told]

    @property
    def events(self) -> list[WatchEvent]:
        """What was told of folders."""
        return [value for _, value in self.told if isinstance(value, WatchEvent)]


class _Ear(QObject):
    """Holds nothing that holds it: garbage in a circle is collected in whatever thread, and is not to be a QObject."""

    def __init__(self, name: str, told: list[tuple[str, object]], threads: set[QThread]) -> None:
        super().__init__()
        self._name = name
        self._told = told
        self._threads = threads

    @Slot()
    @Slot(object)
    @Slot(bool)
    def hear(self, value: object = None) -> None:
        self._told.append((self._name, value))
        self._threads.add(QThread.currentThread())
