"""Loads the pack that is to be measured."""

from __future__ import annotations

import torch

from videobert_desktop.models.packs import pack
from videobert_desktop.models.packs.manifest import PackInfo


def load_for_measuring(info: PackInfo, device: str) -> pack.Pack:
    """A pack that computes with as many threads as torch takes by itself: nothing is decoded beside it.

    Args:
        info: Which one.
        device: "auto", "cpu", "cuda" or "mps".

    Raises:
        UserError: The device asked for by name is not there.
    """
    return pack.load_pack(info, device, torch.get_num_threads())
