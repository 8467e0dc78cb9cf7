"""What to measure, and on how much."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PARTS = ("pairs", "captions", "cloze", "visual_words", "alignment", "cost")
"""Everything that can be measured, in the order in which it is."""
DEFAULT_QUERIES = 1000


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """What to measure, and on how much.

    Attributes:
        parts: Which of `PARTS`.
        queries: On how many captions to measure re-ranking and alignment, which cost most.
        rerank_weight: Of the alignment in the fused score; the pack's own if None.
        clips: A folder of videos, for visual words.
        train_baseline: Whether to encode the training pictures, whose captions are a baseline of captioning.
        seed: Of all that is drawn at random.
    """

    parts: tuple[str, ...] = ("pairs",)
    queries: int = DEFAULT_QUERIES
    rerank_weight: float | None = None
    clips: Path | None = None
    train_baseline: bool = True
    seed: int = 0
