"""What a pack says that a moment shows."""

from __future__ import annotations

from dataclasses import dataclass

CAPTION_BEAMS = 10
"""How many captions are followed at a time; more find hardly better ones."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence about a moment.

    Attributes:
        text: The sentence.
        log_probability: The mean over its word pieces of the logarithm of how probable each was.
    """

    text: str
    log_probability: float
