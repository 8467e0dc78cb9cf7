"""What VideoBERT learns from of a library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.timing import Span
from videobert_desktop.models.packs.window_rows import WindowRows


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A sentence that belongs to a stretch of a video: one that is spoken there, say.

    Attributes:
        start: Seconds.
        end: Seconds.
        text: The sentence.
    """

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class LibraryVideo:
    """Windows of a video that follow each other, with what is known of them in words.

    Attributes:
        path: A file of the video, to name it by.
        spans: Of the windows, in the order of time.
        rows: What the transformer reads of the windows.
        sentences: Those of the video, in the order of time; only those count that a window is there for.
        tags: What a person has agreed that the video shows.
    """

    path: Path
    spans: tuple[Span, ...]
    rows: WindowRows
    sentences: tuple[TimedSentence, ...] = field(default=())
    tags: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.spans)

    def said(self) -> list[tuple[str, NDArray[np.int64]]]:
        """Each sentence that has windows, with their numbers."""
        found = [(sentence.text.strip(), self._windows(sentence)) for sentence in self.sentences]
        return [(text, windows) for text, windows in found if text and len(windows)]

    def _windows(self, sentence: TimedSentence) -> NDArray[np.int64]:
        span = Span(sentence.start, sentence.end)
        return np.flatnonzero([own.overlaps(span) for own in self.spans]).astype(np.int64)
