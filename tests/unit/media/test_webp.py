"""Small pictures: their shape, what there is to see in them, and that WebP shows them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from videobert_desktop.media.webp import contrast, encode_webp, resized

HALVES = np.repeat(np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8), 40, axis=1).repeat(80, axis=0)
"""A square that is red on its left and blue on its right."""


def test_a_picture_is_stretched_to_the_width_and_height_asked_for() -> None:
    picture = resized(HALVES, 160, 90)
    assert (picture.shape, picture.dtype) == ((90, 160, 3), np.uint8)
    assert picture[45, 20].tolist() == [255, 0, 0]
    assert picture[45, 140].tolist() == [0, 0, 255]


def test_webp_shows_the_picture_that_it_was_given() -> None:
    with Image.open(io.BytesIO(encode_webp(HALVES))) as image:
        assert (image.format, image.size) == ("WEBP", (80, 80))
        shown = np.asarray(image.convert("RGB")).astype(int)
    assert np.abs(shown[:, :30] - [255, 0, 0]).max() < 30
    assert np.abs(shown[:, -30:] - [0, 0, 255]).max() < 30


@pytest.mark.parametrize("grey", [0, 130, 255])
def test_there_is_nothing_to_see_in_one_grey(grey: int) -> None:
    assert contrast(np.full((9, 16, 3), grey, np.uint8)) == 0.0


def test_there_is_most_to_see_between_black_and_white() -> None:
    chequered = np.indices((8, 8)).sum(axis=0) % 2 * 255
    assert contrast(np.repeat(chequered[..., None], 3, axis=2).astype(np.uint8)) == pytest.approx(127.5)
