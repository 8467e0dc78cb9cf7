"""Sound in which loud is a voice, and a recogniser that hears one word in each loud stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from videobert_desktop.models.speech.phrases import SAMPLE_RATE, HeardWord, Phrase
from videobert_desktop.models.speech.voice_activity import FRAME

Chunk = tuple[float, NDArray[np.float32]]


def sound(*stretches: tuple[float, bool]) -> NDArray[np.float32]:
    """Samples of stretches, each with its seconds and whether it is a voice."""
    parts = [np.full(round(seconds * SAMPLE_RATE), 0.5 if voice else 0.0, np.float32) for seconds, voice in stretches]
    return np.concatenate([np.zeros(0, np.float32), *parts])


def chunks(samples: NDArray[np.float32], seconds: float = 5.0, start: float = 0.0) -> Iterator[Chunk]:
    """The samples in chunks of so many seconds."""
    step = round(seconds * SAMPLE_RATE)
    for first in range(0, len(samples), step):
        yield start + first / SAMPLE_RATE, samples[first : first + step]


def loudness(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Stands for the model of voice activity: the share of loud samples in each frame."""
    padded = np.pad(samples, (0, -len(samples) % FRAME)).reshape(-1, FRAME)
    return (padded > 0.25).mean(1, dtype=np.float32)


@pytest.fixture
def _loud_is_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let loud sound be a voice."""
    monkeypatch.setattr("videobert_desktop.models.speech.sound_pieces.voice_probabilities", loudness)


class FakeRecogniser:
    """Hears one word in each loud stretch: how many samples it has.

    Attributes:
        languages: What it knows.
        heard: How many samples it was given, each time, and in which language.
        asked: How many samples it was asked to tell the language of, each time.
    """

    def __init__(self, *languages: str) -> None:
        self.languages: Sequence[str] = languages or ("en",)
        self.heard: list[tuple[int, str]] = []
        self.asked: list[int] = []

    def detect_language(self, samples: NDArray[np.float32]) -> str:
        self.asked.append(len(samples))
        return self.languages[-1]

    def hear(self, samples: NDArray[np.float32], language: str) -> Iterator[Phrase]:
        self.heard.append((len(samples), language))
        edges = np.flatnonzero(np.diff(samples > 0.25, prepend=False, append=False))
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            word = HeardWord(f" {end - first}", first / SAMPLE_RATE, end / SAMPLE_RATE, 0.9)
            yield Phrase((word,), log_probability=-0.2, no_speech=0.1)
