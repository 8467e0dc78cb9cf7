"""What training minimises."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def contrastive_loss(frames: Tensor, sentences: Tensor, owners: Tensor, scale: Tensor) -> Tensor:
    """InfoNCE in both directions (van den Oord et al., 2018) where a frame may own several sentences.

    Args:
        frames: (n, width), unit-normalised.
        sentences: (m, width), unit-normalised.
        owners: (m,) int64, the frame that each sentence describes; every frame owns at least one.
        scale: The factor on cosines, a scalar.

    Returns:
        The mean of both directions, a scalar.
    """
    logits = scale * frames @ sentences.T
    positives = functional.one_hot(owners, len(frames)).T.to(logits.dtype)
    to_sentences = -(logits.log_softmax(1) * positives).sum(1) / positives.sum(1)
    to_frames = functional.cross_entropy(logits.T, owners)
    return (to_sentences.mean() + to_frames) / 2


def distillation_loss(logits: Tensor, teacher: Tensor) -> Tensor:
    """How far the classifier has drifted from what it said before training (Hinton et al., 2015), a scalar."""
    return functional.kl_div(logits.log_softmax(1), teacher.log_softmax(1), reduction="batchmean", log_target=True)


def similarity_distillation_loss(logits: Tensor, teacher: Tensor) -> Tensor:
    """How far a batch's likenesses are from the teacher's, as distributions over each row and each column.

    Args:
        logits: (n, m), scaled cosines.
        teacher: (n, m), the teacher's.

    Returns:
        The mean of both directions, a scalar.
    """
    own, taught = logits.float(), teacher.float()
    return (distillation_loss(own, taught) + distillation_loss(own.T, taught.T)) / 2


def warmup_cosine(step: int, steps: int, warmup: float = 0.15) -> float:
    """The learning rate's factor at `step` of `steps`: a linear rise, then a cosine to zero."""
    done = (step + 1) / steps
    if done < warmup:
        return done / warmup
    return float(0.5 * (1 + torch.cos(torch.tensor((done - warmup) / (1 - warmup) * torch.pi))))
