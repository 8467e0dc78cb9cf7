"""Something to learn: examples of what the encoder makes of a library, and the head that reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

VISUAL_WORDS, WORDS, MOMENTS = "visual_words", "words", "moments"
"""The names of the lessons: hidden windows, masked words, and which moment a sentence belongs to."""

Score = Callable[[Tensor, Tensor], Tensor]
"""How well logits (n, choices) tell what was right (n,): (n,), the greater the better."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Examples of one right choice among several.

    Attributes:
        name: What is learned.
        head: Makes logits (n, choices) of the states.
        states: (n, ..., hidden) float32, what the encoder makes of the examples.
        right: (n,) int64, the right choice of each.
        videos: (n,) int64, the video that each is of.
        measured: (n,) bool, those by which it is measured whether learning helped; the others vary them.
        score: How well a choice is made.
    """

    name: str
    head: nn.Module
    states: Tensor
    right: Tensor
    videos: NDArray[np.int64]
    measured: NDArray[np.bool_]
    score: Score


def log_probability(logits: Tensor, right: Tensor) -> Tensor:
    """The logarithm of how probable the right choice was held to be."""
    return logits.float().log_softmax(-1).gather(1, right.unsqueeze(1)).squeeze(1)


def reciprocal_rank(logits: Tensor, right: Tensor) -> Tensor:
    """One over the place of the right choice; of those that are as good, it has the last place."""
    own = logits.gather(1, right.unsqueeze(1))
    return 1 / (logits >= own).sum(1).to(torch.float32)
