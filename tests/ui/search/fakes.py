"""Moments, pictures and services without a library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.moment import Evidence, Moment, SearchResult
from videobert_desktop.domain.query import Query
from videobert_desktop.domain.timing import Span


def moment(
    video_id: int = 1, start: float = 3.0, confidence: float = 0.8, *, name: str = "", online: bool = True
) -> Moment:
    """A moment of 4.5 seconds whose peak is one second after its start."""
    path = Path("/films") / (name or f"{video_id}.mp4")
    return Moment(video_id, path, Span(start, start + 4.5), start + 1, 1.0, confidence, Evidence(1.0), online)


def found(*moments: Moment, query: str = "a dog", in_library: bool = True) -> SearchResult:
    return SearchResult(query, in_library, 0.01, moments)


class FakePictures(QObject):
    """Stands in for `Pictures`: plain pictures of one colour a video.

    Attributes:
        tiles: The pictures of any second, by video.
        thumbnails: The thumbnails, by video.
        asked: The seconds that were asked for, with their videos.
    """

    arrived = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.tiles: dict[int, QImage] = {}
        self.thumbnails: dict[int, QImage] = {}
        self.asked: list[tuple[int, float]] = []

    def thumbnail(self, video_id: int) -> QImage | None:
        return self.thumbnails.get(video_id)

    def at(self, video_id: int, second: float) -> QImage | None:
        self.asked.append((video_id, second))
        return self.tiles.get(video_id)


def plain(colour: str, width: int = 160, height: int = 90) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@dataclass
class FakeSearches:
    """Finds what the test wants, and keeps a history.

    Attributes:
        answer: Makes the result of a query.
        history: What was searched for, the latest first.
        error: What every call raises.
        queries: What was searched for.
        better: Ranks a result again.
    """

    answer: Callable[[Query], SearchResult] = lambda query: found(moment(), query=str(query))
    history: list[str] = field(default_factory=list)
    error: Exception | None = None
    queries: list[Query] = field(default_factory=list)
    better: Callable[[SearchResult], SearchResult] = lambda result: result

    def search(self, query: Query) -> SearchResult:
        self._raise()
        self.queries.append(query)
        return self.answer(query)

    def rerank(self, query: Query, found: SearchResult, cancel: CancelToken) -> SearchResult:
        cancel.raise_if_cancelled()
        self._raise()
        return self.better(found)

    def recent_searches(self) -> Sequence[str]:
        self._raise()
        return tuple(self.history)

    def note_search(self, text: str) -> None:
        self._raise()
        self.history.insert(0, text)

    def clear(self, what: str) -> None:
        self._raise()
        assert what == "searches"
        self.history.clear()

    def _raise(self) -> None:
        if self.error is not None:
            raise self.error
