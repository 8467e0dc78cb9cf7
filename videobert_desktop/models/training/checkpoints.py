"""Checkpoints of training runs: written whole or not at all, and read with an error that names the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from videobert_desktop.domain.errors import UserError

# What torch raises depends on where a file is damaged, and what taking it up raises on what is missing in it.
_UNREADABLE = (OSError, EOFError, RuntimeError, UnpicklingError, ValueError, struct.error)
_UNUSABLE = (*_UNREADABLE, LookupError, TypeError, AttributeError)


def save_checkpoint(state: Mapping[str, Any], path: Path) -> None:
    """Write tensors and plain numbers to `path`, at once or not at all."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


@contextmanager
def opened_checkpoint(path: Path, device: torch.device) -> Iterator[dict[str, Any]]:
    """Read what `save_checkpoint` wrote; it is taken up in the body of the `with`.

    Args:
        path: The file.
        device: Where its tensors go.

    Yields:
        The state.

    Raises:
        UserError: The file is missing or damaged, or what it holds is nothing that the body can take up.
    """
    try:
        yield torch.load(path, map_location=device, weights_only=True)
    except _UNUSABLE as error:
        reason = "This checkpoint is missing, damaged, or that of another training run."
        raise UserError(reason, path=path, hint="Delete its folder: that stage is then trained again.") from error
