"""Which devices this machine seems to have, found out without loading what would know for certain."""

from __future__ import annotations

import platform
import sys
from ctypes.util import find_library
from pathlib import Path

from videobert_desktop.settings.options import Device

# What the drivers of graphics cards leave behind that a model can run on.
_DRIVERS = (Path("/dev/nvidiactl"), Path("/dev/dxg"), Path("/dev/kfd"))


def likely_devices() -> tuple[Device, ...]:
    """The devices that are worth offering, the automatic choice first."""
    devices: list[Device] = ["auto", "cpu"]
    if has_graphics_driver():
        devices.append("cuda")
    if sys.platform == "darwin" and platform.machine() == "arm64":
        devices.append("mps")
    return tuple(devices)


def has_graphics_driver() -> bool:
    """Whether a driver is there that speaks CUDA or takes its place."""
    if sys.platform == "win32":
        return find_library("nvcuda") is not None
    return any(driver.exists() for driver in _DRIVERS)
