"""The tokens of frames as libraries keep them: a byte a number, with a scale for each token."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.pack import Frames

TOKENS, TOKEN_SCALES = "tokens", "token_scales"


def round_tokens(tokens: Tensor) -> dict[str, NDArray[np.generic]]:
    """Round tokens (n, parts, stored) float32: "tokens" int8 of the same shape, "token_scales" (n, parts) float16."""
    scales = (tokens.abs().amax(-1) / 127).clamp(min=1e-6).to(torch.float16)
    rounded = (tokens / scales.float().unsqueeze(-1)).round().clamp(-127, 127).to(torch.int8)
    return {TOKENS: rounded.numpy(), TOKEN_SCALES: scales.numpy()}


def restore_tokens(frames: Frames) -> NDArray[np.float32]:
    """The tokens (n, parts, stored) float32 again.

    Raises:
        UserError: What was kept of the frames is damaged.
    """
    tokens, scales = (np.asarray(frames[name], np.float32) for name in (TOKENS, TOKEN_SCALES))
    if not np.isfinite(scales).all():
        raise UserError("What was kept of these frames holds numbers that are none.", hint="Index the video again.")
    return np.asarray(tokens * scales[..., None], np.float32)
