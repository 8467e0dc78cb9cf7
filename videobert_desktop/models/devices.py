"""Where to compute, and in which precision."""

from __future__ import annotations

import os

import torch

from videobert_desktop.domain.errors import UserError

# Small batches gain nothing from more.
MOST_THREADS = 8


def choose_device(wish: str) -> torch.device:
    """Turn a wish ("auto", "cpu", "cuda", "mps") into a device that is there.

    Raises:
        UserError: The device asked for by name is not there.
    """
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wish == "auto":
        return torch.device(next(name for name, there in available.items() if there))
    if not available.get(wish, False):
        names = ", ".join(name for name, there in available.items() if there)
        raise UserError(f"the device {wish!r} is not available here.", hint=f"Use auto or one of: {names}.")
    return torch.device(wish)


def limit_threads(count: int) -> None:
    """Compute with `count` processor threads from now on; 0 takes all cores but one, and no more than pay."""
    automatic = min(MOST_THREADS, max(1, (os.cpu_count() or 1) - 1))
    torch.set_num_threads(count or automatic)


def fast_dtype(device: torch.device) -> torch.dtype:
    """The dtype in which `device` runs convolutions fastest: bfloat16 where it has instructions for it."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "cpu" and has_bfloat16_instructions():
        return torch.bfloat16
    return torch.float32


def has_bfloat16_instructions() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; false where this torch cannot say."""
    ask = getattr(torch.cpu, "get_capabilities", None)
    capabilities: dict[str, object] = ask() if ask is not None else {}
    return bool(capabilities.get("avx512_bf16") or capabilities.get("bf16"))
