"""What is answered to a question about videos, and what proves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from videobert_desktop.domain.channel import Channel
from videobert_desktop.domain.timing import Span


class Rating(StrEnum):
    """What the user holds of an answer."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Citation:
    """A stretch of a video that proves what is said of it.

    Attributes:
        video_id: The catalogue's id of the video.
        span: The stretch, in seconds, within the video.
        channel: Where in it the proof is found.
        quote: What is said or written there, word by word; None for what is seen.
    """

    video_id: int
    span: Span
    channel: Channel
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer.

    Attributes:
        text: The sentence.
        citations: What proves it, the best proof first.
    """

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a question.

    Attributes:
        question: As it was asked.
        sentences: Each with at least one citation; where nothing is answered, one that says so, with the nearest
            evidence, if there is any.
        confidence: How probable it is that the answer is right, in [0, 1].
        abstained: Whether it says that it does not know.
        answerer: Who has answered: "evidence", or the name of an answer pack.
        notes: What else should be known, such as that the file was not there to be looked at again.
        final: Whether this is all; a draft may still change.
    """

    question: str
    sentences: tuple[AnswerSentence, ...]
    confidence: float
    abstained: bool
    answerer: str
    notes: tuple[str, ...] = ()
    final: bool = True

    @property
    def text(self) -> str:
        """All sentences."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, as a library keeps them.

    Attributes:
        id: The catalogue's id of it.
        answer: The answer, with its question.
        asked: When it was asked, in seconds since 1970.
        rating: What the user holds of it; None if that is not known.
    """

    id: int
    answer: Answer
    asked: float
    rating: Rating | None = None


Drafted = Callable[[Answer], None]
"""Told each draft of an answer as it grows; every one replaces those before it."""
