"""What one way of answering has found."""

from __future__ import annotations

from dataclasses import dataclass

from videobert_desktop.domain.answer import AnswerSentence


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer before it is decided whether it is sure enough.

    Attributes:
        sentences: Each with at least one citation; the first answers, the others say more.
        confidence: How probable it is that the first is right, in [0, 1].
    """

    sentences: tuple[AnswerSentence, ...]
    confidence: float


def capital(text: str) -> str:
    """A text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]
