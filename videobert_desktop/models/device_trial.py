"""Whether the device that would be used really computes, asked in earnest."""

from __future__ import annotations

import torch

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.devices import choose_device, fast_dtype

_CHANNELS, _SIDE = 8, 16


def try_device(wish: str) -> tuple[str, str]:
    """Compute a little on the device that a wish ("auto", "cpu", "cuda", "mps") stands for.

    Returns:
        The device, and a few words on it.

    Raises:
        UserError: The device is not there, or cannot compute.
    """
    device = choose_device(wish)
    dtype = fast_dtype(device)
    ones = torch.ones(1, _CHANNELS, _SIDE, _SIDE)
    try:
        image, kernel = (part.to(device, dtype) for part in (ones, ones[..., :3, :3]))
        total = float(torch.nn.functional.conv2d(image, kernel).float().mean().cpu())
    except RuntimeError as error:  # what torch makes of a driver that does not fit, or of a full graphics card
        reason = f"The device {str(device)!r} does not compute: {_first_line(error)}."
        raise UserError(reason, hint="Update its driver, or set the option device to 'cpu'.") from error
    if total != _CHANNELS * 9:
        hint = "Set the option device to 'cpu'."
        raise UserError(f"The device {str(device)!r} computes wrongly: {total:g} for {_CHANNELS * 9}.", hint=hint)
    return str(device), f"{_name(device)}, computing in {str(dtype).removeprefix('torch.')}"


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{torch.get_num_threads()} of the processor's threads" if device.type == "cpu" else "the graphics processor"


def _first_line(error: RuntimeError) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
