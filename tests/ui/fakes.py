"""A small library without any media or model, and a desktop that is played by the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure
from videobert_desktop.domain.moment import Evidence, Moment, SearchResult
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.timing import Span
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.services.list_videos import LibraryVideo, VideoState


def video(
    name: str, state: VideoState = VideoState.INDEXED, duration: float | None = 12.0, note: str = ""
) -> LibraryVideo:
    return LibraryVideo(Path("/films") / name, duration, state, note)


def moment(path: Path, start: float = 3.0, confidence: float = 0.8, *, online: bool = True) -> Moment:
    return Moment(1, path, Span(start, start + 4.5), start + 1, 1.0, confidence, Evidence(1.0), online)


def found(query: str, *moments: Moment, in_library: bool = True) -> SearchResult:
    return SearchResult(query, in_library, 0.01, moments)


def index_report(indexed: int = 0, unchanged: int = 0, failed: Sequence[Failure] = ()) -> IndexReport:
    return IndexReport(indexed, unchanged, 0, tuple(failed), 60.0, 1.0, "cpu", nothing_usable=False)


@dataclass
class FakeServices:
    """Says what the test wants it to, and writes down what it was asked.

    Attributes:
        library: What is in the library.
        to_add: What indexing adds to it.
        answer: Makes the result of a query.
        report: What indexing gives back.
        progress: What indexing reports.
        error: What the next call raises.
        indexed: The paths that were indexed.
        queries: What was searched for.
    """

    library: list[LibraryVideo] = field(default_factory=list)
    to_add: list[LibraryVideo] = field(default_factory=list)
    answer: Callable[[str], SearchResult] = found
    report: IndexReport = field(default_factory=index_report)
    progress: list[Progress] = field(default_factory=list)
    error: Exception | None = None
    indexed: list[Path] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def videos(self) -> Sequence[LibraryVideo]:
        self._raise()
        return tuple(sorted(self.library, key=lambda item: (item.path.name.casefold(), item.path)))

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        self._raise()
        for progress in self.progress:
            report(progress)
            cancel.raise_if_cancelled()
        self.indexed += paths
        self.library += self.to_add
        return self.report

    def search(self, query: str, limit: int) -> SearchResult:
        self._raise()
        self.queries.append(query)
        return self.answer(query)

    def _raise(self) -> None:
        error, self.error = self.error, None
        if error is not None:
            raise error


@dataclass
class FakeDesktop:
    """A person who chooses `folder` and `files`, and a player that plays if there `is_player`."""

    folder: Path | None = None
    files: list[Path] = field(default_factory=list)
    is_player: bool = True
    played: list[Path] = field(default_factory=list)

    def choose_folder(self, parent: QWidget) -> Path | None:
        return self.folder

    def choose_files(self, parent: QWidget) -> list[Path]:
        return self.files

    def play(self, path: Path) -> bool:
        self.played.append(path)
        return self.is_player
