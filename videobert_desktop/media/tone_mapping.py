"""High dynamic range brought down to the ordinary range that the encoders have learnt from.

The picture is turned into light, its primaries into those of BT.709 (the matrix of ITU-R BT.2087), its brightness
compressed as the EETF of ITU-R BT.2390 does, and the result coded for an ordinary display (the inverse of ITU-R
BT.1886). The ordinary range is taken to end at diffuse white, which is 203 nits by ITU-R BT.2408, so that greys and
faces come out as a camera for ordinary range records them. White itself is pressed down a little, light of up to 1000
nits shares what is above it, and what is brighter still is white.

All of it is looked up in tables, after the picture was scaled down.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from av.video.reformatter import ColorTrc
from numpy.typing import NDArray

HDR_TRANSFERS = frozenset([ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67])
PEAK_NITS = 1000.0
DIFFUSE_WHITE_NITS = 203.0

_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593], np.float32)
_FROM_2020_TO_709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)
# SMPTE ST 2084
_PQ_M1, _PQ_M2 = 2610 / 16384, 2523 / 4096 * 128
_PQ_C1, _PQ_C2, _PQ_C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
# At a peak of 1000 nits, an HLG display raises the scene's luminance to this power (ITU-R BT.2100).
_HLG_SYSTEM_GAMMA = 1.2
# The display's table is entered by the square root of light, which leaves its dark end fine enough.
_DISPLAY_STEPS = 4096


def tone_map(picture: NDArray[np.uint16], transfer: int) -> NDArray[np.uint8]:
    """Show a picture of high dynamic range in the ordinary range.

    Args:
        picture: (height, width, 3) uint16, full-range RGB with BT.2020 primaries, coded as `transfer` says.
        transfer: One of `HDR_TRANSFERS`.

    Returns:
        (height, width, 3) uint8, RGB with BT.709 primaries.
    """
    if transfer == ColorTrc.SMPTE2084:
        light = _pq_light()[picture]
    else:
        light = _hlg_scene_light()[picture]
        light *= (light @ _LUMA_2020)[..., None] ** (_HLG_SYSTEM_GAMMA - 1)
    light = np.clip(light @ _FROM_2020_TO_709.T, 0.0, 1.0)
    steps = (np.sqrt(light) * (_DISPLAY_STEPS - 1) + 0.5).astype(np.uint16)
    codes: NDArray[np.uint8] = _display_codes()[steps]
    return codes


def pq_nits(signal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The light of a PQ signal from 0 to 1, in nits: the EOTF of SMPTE ST 2084."""
    power = signal ** (1 / _PQ_M2)
    return 10_000.0 * (np.maximum(power - _PQ_C1, 0.0) / (_PQ_C2 - _PQ_C3 * power)) ** (1 / _PQ_M1)


def pq_signal(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The PQ signal, from 0 to 1, of light in nits: the inverse EOTF of SMPTE ST 2084."""
    power = (nits / 10_000.0) ** _PQ_M1
    return ((_PQ_C1 + _PQ_C2 * power) / (1.0 + _PQ_C3 * power)) ** _PQ_M2


@cache
def _pq_light() -> NDArray[np.float32]:
    """(65536,) float32: the light of each code, of which 1 is the peak."""
    return np.minimum(pq_nits(np.linspace(0.0, 1.0, 1 << 16)) / PEAK_NITS, 1.0).astype(np.float32)


@cache
def _hlg_scene_light() -> NDArray[np.float32]:
    """(65536,) float32: the scene's light for each code, from 0 to 1: the inverse OETF of ARIB STD-B67."""
    signal = np.linspace(0.0, 1.0, 1 << 16)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12).astype(np.float32)


@cache
def _display_codes() -> NDArray[np.uint8]:
    """(steps,) uint8: what an ordinary display is sent for the square root of light, of which 1 is the peak."""
    light = np.linspace(0.0, 1.0, _DISPLAY_STEPS) ** 2
    shown = np.clip(compress(light * PEAK_NITS) / DIFFUSE_WHITE_NITS, 0.0, 1.0)
    return (shown ** (1 / 2.4) * 255 + 0.5).astype(np.uint8)


def compress(nits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring light of up to `PEAK_NITS` below `DIFFUSE_WHITE_NITS`: the EETF of ITU-R BT.2390, section 5.4.1.

    Below a knee light stays as it is; above, a Hermite spline over the PQ signal bends towards the target's white.
    """
    peak, white = pq_signal(np.array([PEAK_NITS, DIFFUSE_WHITE_NITS]))
    signal, ceiling = pq_signal(nits) / peak, white / peak
    knee = 1.5 * ceiling - 0.5
    t = np.maximum(signal - knee, 0.0) / (1.0 - knee)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1.0 - knee) + (3 * t**2 - 2 * t**3) * ceiling
    return pq_nits(np.where(signal < knee, signal, spline) * peak)
