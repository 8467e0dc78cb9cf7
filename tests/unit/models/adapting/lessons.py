"""Lessons that were made up, for tests."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from videobert_desktop.models.adapting.lesson import Lesson, log_probability

SIZE, CHOICES = 6, 4


def made_up_lesson(*, related: bool, videos: int = 12, each: int = 20, seed: int = 0) -> Lesson:
    """What is right follows from the states, or has nothing to do with them."""
    random = torch.Generator().manual_seed(seed)
    count = videos * each
    states = torch.randn(count, SIZE, generator=random)
    right = states[:, :CHOICES].argmax(1) if related else torch.randint(CHOICES, (count,), generator=random)
    return Lesson(
        "made up",
        beginner(),
        states,
        right,
        np.arange(videos).repeat(each),
        np.ones(count, np.bool_),
        log_probability,
    )


def beginner() -> nn.Linear:
    """A head that holds everything for as probable."""
    head = nn.Linear(SIZE, CHOICES)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    return head
