"""A small library without any media or model, and a desktop that is played by the test."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QWidget

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Failure, UserError
from videobert_desktop.domain.moment import Evidence, MatchCurve, MatchExplanation, Moment, SearchResult
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span
from videobert_desktop.domain.viewing import Viewing
from videobert_desktop.services.caches import CacheSizes
from videobert_desktop.services.indexing.index_videos import IndexReport
from videobert_desktop.services.library_folders import LibraryFolder
from videobert_desktop.services.list_videos import LibraryVideo, VideoState
from videobert_desktop.services.playing.open_frames import FrameSource, Picture, SourceInfo
from videobert_desktop.services.thumbnailing.filmstrip import Tile
from videobert_desktop.services.transcribing.video_texts import VideoTexts
from videobert_desktop.services.viewing.suggest_videos import Suggestions

if TYPE_CHECKING:
    from videobert_desktop.services.watching.watch_folders import Index, Told


FILM_SECONDS = 12.0
FRAME_SECONDS = 0.5


def video(
    name: str, state: VideoState = VideoState.INDEXED, duration: float | None = 12.0, note: str = "", video_id: int = 1
) -> LibraryVideo:
    return LibraryVideo(Path("/films") / name, duration, state, note, id=video_id)


def moment(
    path: Path, start: float = 3.0, confidence: float = 0.8, *, online: bool = True, video_id: int = 1
) -> Moment:
    return Moment(video_id, path, Span(start, start + 4.5), start + 1, 1.0, confidence, Evidence(1.0), online)


def found(query: str, *moments: Moment, in_library: bool = True) -> SearchResult:
    return SearchResult(query, in_library, 0.01, moments)


def index_report(indexed: int = 0, unchanged: int = 0, failed: Sequence[Failure] = ()) -> IndexReport:
    return IndexReport(indexed, unchanged, 0, tuple(failed), 60.0, 1.0, "cpu", nothing_usable=False)


class FakeFrames(FrameSource):
    """A film of twelve seconds without sound, two frames a second, which is seen to get lighter."""

    def __init__(self) -> None:
        # What was joined is played from its frames alone, without Qt's own player, which wants a file.
        self.info = SourceInfo(
            duration=FILM_SECONDS,
            frame_seconds=FRAME_SECONDS,
            codec="h264",
            lag=0.0,
            track=0,
            joined=True,
            has_sound=False,
            has_subtitles=False,
        )

    def at(self, second: float, *, moving: bool = False, alive: Callable[[], None] = lambda: None) -> Picture:
        return self.beside(second, 0)

    def beside(
        self,
        second: float,
        frames: int,
        *,
        moving: bool = False,
        alive: Callable[[], None] = lambda: None,
    ) -> Picture:
        last = round(FILM_SECONDS / FRAME_SECONDS) - 1
        number = min(max(0, int(second / FRAME_SECONDS + 0.01) + frames), last)
        pixels = np.full((36, 64, 4), 20 + 9 * number, np.uint8)
        return Picture(number * FRAME_SECONDS, (number + 1) * FRAME_SECONDS, number == last, pixels)

    def check(self) -> None:
        """It is always there."""

    def close(self) -> None:
        """There is nothing to close."""


@dataclass
class FakeServices:
    """Says what the test wants it to, and writes down what it was asked.

    Attributes:
        library: What is in the library.
        watched: The folders that the library watches.
        unindexed: The files outside those folders that are not indexed yet.
        outdated: Whether a newer revision of the pack has something to take over.
        to_add: What indexing adds to it.
        answer: Makes the result of a query.
        report: What indexing gives back.
        progress: What indexing reports.
        error: What the next call raises, but for those that run by themselves.
        seen: What was watched of videos before.
        said: What is said in videos.
        indexed: The paths that were indexed.
        queries: What was searched for.
        calls: Everything else that was done, in order.
    """

    library: list[LibraryVideo] = field(default_factory=list)
    watched: list[Path] = field(default_factory=list)
    unindexed: list[Path] = field(default_factory=list)
    outdated: bool = False
    to_add: list[LibraryVideo] = field(default_factory=list)
    answer: Callable[[str], SearchResult] = found
    report: IndexReport = field(default_factory=index_report)
    progress: list[Progress] = field(default_factory=list)
    error: Exception | None = None
    seen: dict[int, Viewing] = field(default_factory=dict)
    said: dict[int, VideoTexts] = field(default_factory=dict)
    indexed: list[Path] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    calls: list[tuple[object, ...]] = field(default_factory=list)

    def videos(self) -> Sequence[LibraryVideo]:
        self._raise()
        return tuple(sorted(self.library, key=lambda item: (item.path.name.casefold(), item.path)))

    def folders(self) -> Sequence[LibraryFolder]:
        return tuple(LibraryFolder(path, there=True, videos=len(self.library)) for path in self.watched)

    def suggestions(self) -> Suggestions:
        return Suggestions()

    def unfinished(self) -> Sequence[Path]:
        return tuple(self.unindexed)

    def needs_renewal(self) -> bool:
        return self.outdated

    def thumbnail(self, video_id: int) -> Path | None:
        return None

    def tile(self, video_id: int, second: float) -> Tile | None:
        return None

    def index(self, paths: Sequence[Path], *, cancel: CancelToken, report: Report) -> IndexReport:
        self._raise()
        for progress in self.progress:
            report(progress)
            cancel.raise_if_cancelled()
        self.indexed += paths
        self.calls += [] if paths else [("renew",)]
        self.library += self.to_add
        return self.report

    def watch(self, index: Index, *, cancel: CancelToken, told: Told) -> None:
        """There is nothing to be noticed."""

    def index_first(self, video_ids: Collection[int]) -> None:
        self.calls.append(("index first", *video_ids))

    def index_again(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        self.calls.append(("index again", *video_ids))
        return [item.path for item in self.library if item.id in video_ids] + list(paths)

    def forget(self, video_ids: Collection[int], paths: Collection[Path]) -> Sequence[Path]:
        self._raise()
        self.calls.append(("forget", *video_ids))
        out = [item.path for item in self.library if item.id in video_ids]
        self.library = [item for item in self.library if item.id not in video_ids]
        return [*paths, *out]

    def remove_folder(self, path: Path) -> None:
        self.calls.append(("remove folder", path))
        self.watched.remove(path)

    def restore_pictures(self, video_id: int, cancel: CancelToken) -> None:
        self.calls.append(("restore pictures", video_id))

    def count_videos(self, folder: Path, cancel: CancelToken) -> int:
        return len(self.to_add)

    def prepare_search(self) -> Sequence[str]:
        return ("en",)

    def search(self, query: Query) -> SearchResult:
        self._raise()
        self.queries.append(str(query))
        return self.answer(str(query))

    def rerank(self, query: Query, found: SearchResult, cancel: CancelToken) -> SearchResult:
        return found

    def explain(self, text: str, moment: Moment) -> MatchExplanation:
        self._raise()
        self.calls.append(("explain", text, moment.video_id))
        words = tuple(text.split())
        third = [[[1 / 27] * 3] * 3] * 3
        spans = tuple(Span(moment.span.start + 1.5 * n, moment.span.start + 1.5 * (n + 1)) for n in range(3))
        return MatchExplanation(words, spans, [[1 / 3] * 3] * len(words), [third] * len(words))

    def curve(self, video_id: int, query: Query) -> MatchCurve:
        self.calls.append(("curve", video_id, str(query)))
        return MatchCurve(Path("/films/a.mp4"), 12.0, 1.5, {"picture": [0.1, 0.2, 0.9, 0.8, 0.2, 0.1, 0.0, 0.0]})

    def recent_searches(self) -> Sequence[str]:
        return ()

    def note_search(self, text: str) -> None:
        self.calls.append(("note search", text))

    def viewing(self, video_id: int) -> Viewing | None:
        return self.seen.get(video_id)

    def note_viewing(self, video_id: int, position: float, watched: Sequence[Span]) -> None:
        self.calls.append(("note viewing", video_id, position))
        self.library = [replace(item, position=position) if item.id == video_id else item for item in self.library]

    def texts(self, video_id: int, track: int | None) -> VideoTexts:
        return self.said.get(video_id, VideoTexts(video_id))

    def edit_line(self, line_id: int, text: str | None) -> None:
        self.calls.append(("edit line", line_id, text))
        self._raise()

    def export_transcript(self, track: int, path: Path) -> Path:
        self.calls.append(("export transcript", track, path))
        self._raise()
        return path

    def open_frames(self, path: Path) -> FrameSource:
        if path.name.startswith("no "):
            raise UserError("There is nothing at this path.", path=path, hint="Check how it is written.")
        return FakeFrames()

    def install_speech_pack(self, name: str, *, cancel: CancelToken, report: Report) -> None:
        self.calls.append(("install", name))
        report(Progress("downloading", 50.0, 100.0, "MB", name))
        self._raise()

    def cache_sizes(self) -> CacheSizes:
        return CacheSizes(1_000_000, 2_000_000)

    def clear(self, what: str) -> None:
        self.calls.append(("clear", what))

    def _raise(self) -> None:
        error, self.error = self.error, None
        if error is not None:
            raise error


@dataclass
class FakeDesktop:
    """A person who chooses `folder`, `files`, `place`, `picture` and `transcript`, and a desktop that shows files.

    Attributes:
        revealed: The files that were shown in the file manager.
    """

    folder: Path | None = None
    files: list[Path] = field(default_factory=list)
    place: Path | None = None
    picture: Path | None = None
    transcript: Path | None = None
    works: bool = True
    revealed: list[Path] = field(default_factory=list)

    def choose_folder(self, parent: QWidget) -> Path | None:
        return self.folder

    def choose_files(self, parent: QWidget) -> list[Path]:
        return self.files

    def choose_place(self, parent: QWidget, start: Path) -> Path | None:
        return self.place

    def choose_picture(self, parent: QWidget, name: str) -> Path | None:
        return self.picture

    def choose_transcript(self, parent: QWidget, name: str) -> Path | None:
        return self.transcript

    def play(self, path: Path) -> bool:
        return self.works

    def reveal(self, path: Path) -> bool:
        self.revealed.append(path)
        return self.works
