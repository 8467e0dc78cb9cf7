"""What a recogniser of speech hears, before any of it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of all sound that speech is recognised in."""

UNSPACED_LANGUAGES = frozenset({"zh", "yue", "ja", "th", "lo", "my"})
"""Languages that are written without spaces, and whose words Whisper cannot tell: it times their characters."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word, a character or a part of a word, as it was heard.

    Attributes:
        text: With the punctuation that belongs to it, and with a space before it where one is written.
        start: When it begins, in seconds.
        end: When it ends, in seconds; not before `start`.
        probability: How sure the recogniser is of it, in [0, 1].
    """

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that were heard together, and how far the recogniser believes in them.

    Attributes:
        words: In the order they are said; their times are counted from the first sample that was given.
        log_probability: Of its tokens on average.
        no_speech: How probable it is that nobody speaks, in [0, 1].
    """

    words: tuple[HeardWord, ...]
    log_probability: float
    no_speech: float


class Recogniser(Protocol):
    """Turns sound into phrases."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages that it knows, as Whisper names them ("en", "zh"); at least one."""
        ...

    def detect_language(self, samples: NDArray[np.float32]) -> str:
        """The language that is spoken in (n,) samples; of more than 30 s, only the first are heard."""
        ...

    def hear(self, samples: NDArray[np.float32], language: str) -> Iterator[Phrase]:
        """Recognise what is said in (n,) samples, one of `languages`; phrases come as soon as they are known."""
        ...
