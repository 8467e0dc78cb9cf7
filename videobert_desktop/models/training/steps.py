"""One step of training, the same for both stages."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.training.losses import warmup_cosine

LONGEST_GRADIENT = 1.0


def take_step(
    network: nn.Module,
    optimiser: torch.optim.Optimizer,
    losses: Mapping[str, Tensor],
    weights: Mapping[str, float],
    *,
    step: int,
    total: int,
) -> dict[str, float]:
    """Learn from the losses of a batch.

    Args:
        network: What learns; its gradient is cut to a length of one.
        optimiser: Its groups of parameters have a "peak", their greatest learning rate.
        losses: Scalars by name.
        weights: How much each of them counts.
        step: Which step it is, from 0.
        total: How many there are.

    Returns:
        The losses as numbers.

    Raises:
        UserError: A loss or the gradient is not finite; the network is as it was before.
    """
    told = {name: float(value.detach()) for name, value in losses.items()}
    loss = torch.stack([weights[name] * value.float() for name, value in losses.items()]).sum()
    optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    length = nn.utils.clip_grad_norm_(network.parameters(), LONGEST_GRADIENT)
    if not (loss.isfinite() and length.isfinite()):
        raise _diverged(told, step, total)
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * warmup_cosine(step, total)
    optimiser.step()
    return told


def _diverged(losses: Mapping[str, float], step: int, total: int) -> UserError:
    values = ", ".join(f"{name} {value:.4g}" for name, value in losses.items())
    return UserError(
        f"In step {step + 1} of {total} training came to numbers that are not finite ({values}).",
        hint="The same command goes on after the last whole epoch. If it comes again, take another --seed and --cache.",
    )
