"""Videos of few visual words, for a tiny VideoBERT."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.unit.models.videobert.tiny_videobert import PARTS, SIZE, VISUAL_WORDS, tiny_model, tiny_processor
from videobert_desktop.domain.timing import WINDOW_SECONDS, Span
from videobert_desktop.models.adapting.library_video import LibraryVideo, TimedSentence
from videobert_desktop.models.adapting.reading import Reader
from videobert_desktop.models.packs.window_rows import WindowRows

NAMES = ("red", "blue", "green", "dog", "cat", "ball")
"""What each visual word is called."""


def tiny_reader() -> Reader:
    """A random transformer and its processor."""
    return Reader(tiny_model(), tiny_processor())


def rows_of(words: Sequence[int]) -> WindowRows:
    """Windows of visual words, each of which always looks the same."""
    looks = np.random.default_rng(5).normal(size=(VISUAL_WORDS, PARTS, SIZE)).astype(np.float32)
    return WindowRows(looks[list(words)], np.array(words, np.int64))


def video_of(words: Sequence[int], *, told: bool = False, tags: tuple[str, ...] = ()) -> LibraryVideo:
    """A video, with a sentence for each of its windows if it is told."""
    spans = tuple(Span(place * WINDOW_SECONDS, (place + 1) * WINDOW_SECONDS) for place in range(len(words)))
    sentences = tuple(
        TimedSentence(span.start, span.end, f"the {NAMES[word]}") for span, word in zip(spans, words, strict=True)
    )
    return LibraryVideo(Path("a.mp4"), spans, rows_of(words), sentences if told else (), tags)


def cycles(videos: int, windows: int = 18) -> list[list[int]]:
    """Videos that go through all visual words, always in the same order."""
    return [[(start + place) % VISUAL_WORDS for place in range(windows)] for start in range(videos)]


def noise(videos: int, windows: int = 18, seed: int = 0) -> list[list[int]]:
    """Videos that go through visual words in no order."""
    random = np.random.default_rng(seed)
    return [random.integers(0, VISUAL_WORDS, windows).tolist() for _ in range(videos)]
