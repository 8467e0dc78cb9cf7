"""What adapting can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdaptOptions:
    """How to adapt a pack to a library.

    Attributes:
        minutes: For how long examples are read at most; what is learned from them takes little longer.
        seed: Of everything random.
        folds: Into so many parts the videos are split, each of which is held out once.
        batch: Examples a step.
        rate: Learning rate.
        steps: At most.
        measured_every: Steps from one look at the videos kept for validation to the next.
        patience: Looks without a better one after which learning stops.
        faithful: How much it counts to say what the pack has said before.
    """

    minutes: float = 20.0
    seed: int = 0
    folds: int = 5
    batch: int = 64
    rate: float = 1e-3
    steps: int = 400
    measured_every: int = 10
    patience: int = 5
    faithful: float = 0.1
