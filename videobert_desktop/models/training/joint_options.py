"""What the training of VideoBERT can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JointOptions:
    """How to train VideoBERT on the tokens of the first stage.

    Attributes:
        seed: Of everything random.
        epochs: Passes over the pictures.
        batch: Pictures a step.
        captions: Sentences a picture and step.
        rate: Peak learning rate of the encoder; what BERT did not bring along learns twice as fast.
        weight_decay: AdamW's.
        averaging: Decay a step of the moving average of the weights, which is what ships.
        measured_every: Epochs from one measurement on held-out pictures to the next.
        patience: Epochs without a better R@1 on held-out pictures after which training stops early.
        longest: Word pieces of a sentence that are read.
        other_sentences: Sentences without pictures a step.
        classes: Planted classes a step.
        aligned: Sentences a step that are told from others' pictures, and for each so many of these.
        captioned: Sentences a step that are learned to be written.
        completed: Sentences a step whose words are masked beside their pictures.
        twice: Share of the batches in which text stands beside two windows of its picture, not one.
        dropped_words: Share of words that are masked where pictures are told apart.
        noise: Greatest noise on tokens, in standard deviations of each number.
        hidden: Share of tokens that are hidden.
        masked_windows: Share of windows whose visual word is to be told.
        masked_words: Share of words that are masked beside pictures; in text alone it is two thirds of that.
    """

    seed: int = 0
    epochs: int = 30
    batch: int = 192
    captions: int = 1
    rate: float = 2e-4
    weight_decay: float = 0.05
    averaging: float = 0.995
    measured_every: int = 5
    patience: int = 15
    longest: int = 28
    other_sentences: int = 64
    classes: int = 64
    aligned: tuple[int, int] = (80, 2)
    captioned: int = 48
    completed: int = 32
    twice: float = 0.25
    dropped_words: float = 0.1
    noise: float = 0.3
    hidden: float = 0.15
    masked_windows: float = 0.12
    masked_words: float = 0.3

    def __post_init__(self) -> None:
        """As a dataclass has it.

        Raises:
            ValueError: Training would stop early before it was measured again.
        """
        if self.patience < self.measured_every:
            raise ValueError(f"A patience of {self.patience} epochs ends before {self.measured_every} are measured.")
