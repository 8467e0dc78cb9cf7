from __future__ import annotations

import numpy as np
import pytest
from av.video.reformatter import ColorTrc
from hypothesis import given
from hypothesis import strategies as st

from videobert_desktop.media.tone_mapping import (
    DIFFUSE_WHITE_NITS,
    HDR_TRANSFERS,
    PEAK_NITS,
    compress,
    pq_nits,
    pq_signal,
    tone_map,
)

PQ, HLG = ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67
transfers = pytest.mark.parametrize("transfer", [PQ, HLG], ids=["pq", "hlg"])


def mapped(transfer: int, *signal: float) -> list[int]:
    """What a colour (three signals from 0 to 1) or a grey (one) becomes."""
    codes = np.round(np.array(signal if len(signal) == 3 else signal * 3) * 65_535).astype(np.uint16)
    return [int(code) for code in tone_map(codes.reshape(1, 1, 3), transfer)[0, 0]]


def ramp(transfer: int) -> np.ndarray:
    """Every grey there is, mapped: (65536, 3) int."""
    codes = np.arange(1 << 16, dtype=np.uint16)
    return tone_map(np.repeat(codes[None, :, None], 3, axis=2), transfer)[0].astype(int)


@pytest.mark.parametrize(("nits", "signal"), [(0, 0.0), (100, 0.5081), (203, 0.5807), (1000, 0.7518), (10_000, 1.0)])
def test_the_pq_curve_goes_through_its_known_points(nits, signal):
    assert pq_signal(np.array([float(nits)]))[0] == pytest.approx(signal, abs=0.0001)


@given(st.floats(0.0, 10_000.0))
def test_the_pq_curve_can_be_gone_back(nits):
    assert pq_nits(pq_signal(np.array([nits])))[0] == pytest.approx(nits, abs=1e-3, rel=1e-6)


def test_dark_and_middle_light_is_not_compressed():
    light = np.array([0.1, 1.0, 26.0, 80.0])
    assert compress(light) == pytest.approx(light)


def test_the_peak_becomes_the_white_of_the_ordinary_range():
    assert compress(np.array([PEAK_NITS])) == pytest.approx(DIFFUSE_WHITE_NITS)


# ITU-R BT.2408 puts an 18 % grey card at a signal of 38 % and diffuse white at 58 % of PQ or 75 % of HLG. The card of a
# camera for ordinary range, BT.709, is 41 % of 255.
@pytest.mark.parametrize(("transfer", "grey", "white"), [(PQ, 0.38, 0.58), (HLG, 0.38, 0.75)], ids=["pq", "hlg"])
class TestReferenceLevels:
    def test_a_grey_card_looks_as_in_ordinary_range(self, transfer, grey, white):
        assert mapped(transfer, grey) == pytest.approx([0.41 * 255] * 3, abs=6)

    def test_diffuse_white_is_nearly_white(self, transfer, grey, white):
        assert mapped(transfer, white) == pytest.approx([230] * 3, abs=3)


@transfers
class TestEveryGrey:
    def test_more_light_never_gets_darker(self, transfer):
        assert np.diff(ramp(transfer), axis=0).min() >= 0

    def test_grey_stays_grey(self, transfer):
        assert np.ptp(ramp(transfer), axis=1).max() <= 1

    def test_black_stays_black_and_the_brightest_is_white(self, transfer):
        assert ramp(transfer)[[0, -1]].tolist() == [[0, 0, 0], [255, 255, 255]]

    def test_no_step_can_be_seen(self, transfer):
        assert np.diff(ramp(transfer), axis=0).max() <= 1


def test_a_highlight_of_1000_nits_is_told_from_diffuse_white():
    white, bright, highlight = (mapped(PQ, signal)[0] for signal in (0.5807, 0.65, 0.7518))
    assert white + 10 < bright < highlight == 255


# ITU-R BT.2087: what light of BT.709 is in BT.2020.
FROM_709_TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])


@pytest.mark.parametrize("nits", [(60, 20, 20), (20, 60, 25), (10, 15, 70), (70, 60, 5)], ids=str)
def test_a_colour_of_the_ordinary_gamut_keeps_its_look(nits):
    signal = pq_signal(FROM_709_TO_2020 @ np.array(nits, float))
    assert mapped(PQ, *signal) == pytest.approx(
        [255 * (part / DIFFUSE_WHITE_NITS) ** (1 / 2.4) for part in nits], abs=2
    )


@transfers
def test_a_colour_beyond_the_ordinary_gamut_is_its_purest(transfer):
    red, green, blue = mapped(transfer, 0.55, 0.0, 0.0)
    assert (red > 150, green, blue) == (True, 0, 0)


def test_the_pictures_shape_is_kept():
    picture = np.zeros((3, 5, 3), np.uint16)
    assert [tone_map(picture, transfer).shape for transfer in HDR_TRANSFERS] == [(3, 5, 3)] * 2
    assert tone_map(picture, PQ).dtype == np.uint8
