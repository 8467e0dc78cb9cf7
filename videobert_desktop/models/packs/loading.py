"""From the files of a pack to networks that compute."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import nn
from torch.nn import functional

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.manifest import REINSTALL, PackInfo
from videobert_desktop.models.packs.weights import load_weights

Network = TypeVar("Network", bound=nn.Module)


def filled(make: Callable[[], Network], info: PackInfo, part: str, device: torch.device) -> Network:
    """A network with the weights of one part of a pack, ready to be used.

    Args:
        make: Makes the network; whatever it begins with is never seen.
        info: The pack.
        part: The stem of its files' names.
        device: Where it shall compute.

    Raises:
        UserError: A file is missing, altered or of another network.
    """
    files = info.weights(part)
    # Weights that are made while inference goes on would have no gradients, and explaining asks for some.
    with torch.inference_mode(mode=False):
        with torch.device("meta"):
            network = make()
        try:
            network.load_state_dict(load_weights(files), assign=True)
        except RuntimeError as error:
            raise UserError("These weights do not fit their network.", path=files[0], hint=REINSTALL) from error
        return network.to(device).eval()


def load_background(info: PackInfo) -> Background:
    """What scores are corrected and calibrated against.

    Raises:
        UserError: A file is missing or damaged.
    """
    tensors = load_weights(info.weights("background"))
    # Rounding has changed their lengths a little.
    unit = {name: functional.normalize(vectors, dim=1).numpy() for name, vectors in tensors.items()}
    return Background(unit["sentences"], unit["pictures"], unit["things"])
