"""What a training run can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """How to train.

    Attributes:
        seed: Of everything random.
        device: "auto", "cpu", "cuda" or "mps".
        epochs: Passes over the pictures.
        head_epochs: How many of them leave the frame encoder alone.
        batch: Pictures a step.
        captions: Sentences a picture and step.
        views: Cached views of each picture.
        head_rate: Peak learning rate of the head.
        tail_rate: Peak learning rate of the frame encoder's tail.
        weight_decay: AdamW's.
        distillation: Weight of staying true to the ImageNet classifier.
        prototypes: Weight of the class pairs.
        averaging: Decay a step of the moving average of the weights, which is what ships.
    """

    seed: int = 0
    device: str = "auto"
    epochs: int = 16
    head_epochs: int = 2
    batch: int = 192
    captions: int = 3
    views: int = 5
    head_rate: float = 6e-4
    tail_rate: float = 2e-4
    weight_decay: float = 0.05
    distillation: float = 0.3
    prototypes: float = 0.3
    averaging: float = 0.99
