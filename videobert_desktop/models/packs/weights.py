"""Weights on disk: safetensors only, in shards that a repository can carry, large tensors in one byte a number.

A tensor that is kept in int8 has a float16 scale for each row, stored beside it as `<name>.row_scales`; a row of a
convolution is what makes one of its output channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.manifest import REINSTALL

# Of a file's numbers: what it says of them comes on top, and the whole shall stay below 15 million.
SHARD_BYTES = 14_900_000
ROW_SCALES = ".row_scales"
INT8_LIMIT = 127.0
LARGE_ROWS = 128
LONG_ROW = 64


def quantise_rows(tensor: Tensor) -> tuple[Tensor, Tensor]:
    """Round each row to int8 at a scale of its own.

    Args:
        tensor: (rows, ...) floating point.

    Returns:
        int8 of the same shape, and (rows,) float16 scales.
    """
    scales = (tensor.flatten(1).abs().amax(1) / INT8_LIMIT).clamp(min=1e-7).to(torch.float16)
    rounded = (tensor / _beside(scales, tensor)).round().clamp(-INT8_LIMIT, INT8_LIMIT)
    return rounded.to(torch.int8), scales


def save_weights(directory: Path, stem: str, weights: Mapping[str, Tensor]) -> list[Path]:
    """Write weights as `<stem>-1.safetensors`, `<stem>-2.safetensors` and so on.

    Args:
        directory: Where to.
        stem: How the files' names begin.
        weights: Names and tensors; large ones are kept in int8, everything else in float16.

    Returns:
        The files, in order.
    """
    stored = _rounded(weights)
    files = []
    for number, shard in enumerate(_shards(stored), start=1):
        files.append(directory / f"{stem}-{number}.safetensors")
        save_file({name: tensor.contiguous() for name, tensor in shard.items()}, files[-1])
        files[-1].chmod(0o644)  # weights are no secret, and a package must be readable for everybody
    for stale in set(directory.glob(f"{stem}-*.safetensors")) - set(files):
        stale.unlink()
    return files


def load_weights(files: list[Path]) -> dict[str, Tensor]:
    """Read what `save_weights` wrote, as float32.

    Raises:
        UserError: A file is damaged, or holds numbers that are not finite.
    """
    stored: dict[str, Tensor] = {}
    for file in files:
        try:
            shard = load_file(file)
        except (OSError, SafetensorError) as error:
            raise UserError(f"These weights cannot be read: {error}.", path=file, hint=REINSTALL) from error
        if not all(bool(tensor.isfinite().all()) for tensor in shard.values()):
            raise UserError("These weights hold numbers that are none.", path=file, hint=REINSTALL)
        stored |= shard
    return _restored(stored)


def as_kept(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Weights as they are after `save_weights` and `load_weights`, float32."""
    return _restored(_rounded(weights))


def _rounded(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    stored: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        if tensor.dim() > 1 and len(tensor) >= LARGE_ROWS and tensor[0].numel() >= LONG_ROW:
            stored[name], stored[name + ROW_SCALES] = quantise_rows(tensor.float())
        else:
            stored[name] = tensor.to(torch.float16)
    return stored


def _restored(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {
        name: tensor.float() * _beside(stored[name + ROW_SCALES], tensor)
        if name + ROW_SCALES in stored
        else tensor.float()
        for name, tensor in stored.items()
        if not name.endswith(ROW_SCALES)
    }


def _beside(scales: Tensor, tensor: Tensor) -> Tensor:
    """The scales (rows,) as float32, in a shape that multiplies the rows of `tensor`."""
    return scales.float().reshape(-1, *[1] * (tensor.dim() - 1))


def _shards(weights: Mapping[str, Tensor]) -> Iterator[dict[str, Tensor]]:
    shard: dict[str, Tensor] = {}
    size = 0
    for name, tensor in weights.items():
        if shard and size + tensor.nbytes > SHARD_BYTES:
            yield shard
            shard, size = {}, 0
        shard[name] = tensor
        size += tensor.nbytes
    if shard:
        yield shard
