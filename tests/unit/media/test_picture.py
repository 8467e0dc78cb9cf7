"""What becomes of one frame, whatever its colours, its fields and its display matrix."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc, VideoReformatter

from tests.helpers.formats import flat_frame, rgb_frame
from videobert_desktop.media.picture import first_field, turned_upright, upright_square

# The numbers of ITU-T H.273, which frames carry.
BT709, UNSPECIFIED, RESERVED, BT601, YCGCO, BT2020, ICTCP = 1, 2, 3, 6, 8, 9, 14
LUMA_WEIGHTS = {BT709: (0.2126, 0.0722), BT601: (0.299, 0.114), BT2020: (0.2627, 0.0593)}
COLOURS = {"red": (200, 40, 40), "green": (50, 180, 60), "blue": (30, 60, 200), "grey": (118, 118, 118)}
SMALL, HD = (64, 48), (1280, 720)


def codes_of(colour: tuple[int, int, int], matrix: int, *, full: bool, bits: int = 8) -> tuple[int, int, int]:
    """The luma and chroma codes of an RGB colour, by the definition of each standard."""
    red, green, blue = (channel / 255 for channel in colour)
    for_red, for_blue = LUMA_WEIGHTS[matrix]
    luma = for_red * red + (1 - for_red - for_blue) * green + for_blue * blue
    chroma = (blue - luma) / (2 * (1 - for_blue)), (red - luma) / (2 * (1 - for_red))
    scale = 1 << (bits - 8)
    black, luma_range, chroma_range = (
        (0, 256 * scale - 1, 256 * scale - 1) if full else (16 * scale, 219 * scale, 224 * scale)
    )
    return round(black + luma_range * luma), *(round(128 * scale + chroma_range * part) for part in chroma)  # type: ignore[return-value]


def colour_of(frame: av.VideoFrame, size: int = 16) -> np.ndarray:
    return upright_square(frame, size, VideoReformatter())[size // 2, size // 2].astype(int)


@pytest.mark.parametrize("colour", COLOURS.values(), ids=COLOURS)
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("bits", [8, 10])
class TestColours:
    @pytest.mark.parametrize("matrix", [BT709, BT601, BT2020], ids=["709", "601", "2020"])
    def test_the_matrix_and_the_range_that_the_frame_names_are_used(self, colour, full, bits, matrix):
        frame = flat_frame(
            codes_of(colour, matrix, full=full, bits=bits), SMALL, "yuv420p" if bits == 8 else "yuv420p10le"
        )
        frame.colorspace, frame.color_range = matrix, ColorRange.JPEG if full else ColorRange.MPEG
        assert colour_of(frame) == pytest.approx(colour, abs=4)

    @pytest.mark.parametrize(("size", "matrix"), [(SMALL, BT601), ((720, 576), BT601), (HD, BT709)], ids=str)
    @pytest.mark.parametrize("named", [UNSPECIFIED, RESERVED, YCGCO, ICTCP])
    def test_without_a_matrix_of_use_the_size_decides(self, colour, full, bits, size, matrix, named):
        frame = flat_frame(
            codes_of(colour, matrix, full=full, bits=bits), size, "yuv420p" if bits == 8 else "yuv420p10le"
        )
        frame.colorspace, frame.color_range = named, ColorRange.JPEG if full else ColorRange.MPEG
        assert colour_of(frame) == pytest.approx(colour, abs=4)


def test_a_range_that_is_not_named_is_limited():
    assert colour_of(flat_frame((235, 128, 128), SMALL, "yuv420p")) == pytest.approx([255] * 3, abs=4)


def test_jpeg_pixels_are_of_full_range():
    assert colour_of(flat_frame((235, 128, 128), SMALL, "yuvj420p")) == pytest.approx([235] * 3, abs=4)


@pytest.mark.parametrize("transfer", [ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67], ids=["pq", "hlg"])
@pytest.mark.parametrize("matrix", [BT2020, UNSPECIFIED], ids=["named", "not named"])
def test_high_dynamic_range_is_brought_down(transfer, matrix):
    shown = []
    for signal in (0.38, 0.58, 0.75):
        frame = flat_frame((round(64 + 876 * signal), 512, 512), SMALL, "yuv420p10le")
        frame.colorspace, frame.color_trc, frame.color_primaries = matrix, transfer, ColorPrimaries.BT2020
        shown.append(colour_of(frame))
    assert shown[0] == pytest.approx([109] * 3, abs=3)
    assert shown[2] == pytest.approx([255 if transfer == ColorTrc.SMPTE2084 else 230] * 3, abs=3)
    assert shown[0].max() < shown[1].min() < shown[2].min()


def test_ten_bits_alone_are_not_high_dynamic_range():
    frame = flat_frame((400, 512, 512), SMALL, "yuv420p10le")
    frame.color_trc, frame.color_primaries = ColorTrc.BT2020_10, ColorPrimaries.BT2020
    assert colour_of(frame) == pytest.approx([98] * 3, abs=4)


@pytest.mark.parametrize(
    "pixel_format", ["rgb24", "bgra", "gbrp", "gbrp10le", "yuv444p", "yuv422p10le", "yuva444p10le", "nv12", "yuv410p"]
)
def test_a_colour_is_the_same_in_every_pixel_format(pixel_format):
    frame = rgb_frame(np.full((48, 64, 3), (200, 100, 50), np.uint8)).reformat(format=pixel_format)
    assert colour_of(frame) == pytest.approx([200, 100, 50], abs=6)


@pytest.mark.parametrize("pixel_format", ["gray", "gray10le", "ya8"])
def test_a_picture_without_colour_is_grey(pixel_format):
    frame = rgb_frame(np.full((48, 64, 3), 150, np.uint8)).reformat(format=pixel_format)
    assert colour_of(frame) == pytest.approx([150] * 3, abs=4)


def test_a_transparent_picture_shows_the_colour_that_lies_in_it():
    picture = np.full((48, 64, 4), (200, 100, 50, 0), np.uint8)
    assert colour_of(av.VideoFrame.from_ndarray(picture, "rgba")).tolist() == [200, 100, 50]


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (16, 16), (97, 65), (3, 500)], ids=str)
def test_a_picture_of_any_size_becomes_the_square(size):
    frame = rgb_frame(np.full((size[1], size[0], 3), (200, 100, 50), np.uint8)).reformat(format="yuv444p")
    square = upright_square(frame, 40, VideoReformatter())
    assert (square.shape, square.dtype) == ((40, 40, 3), np.uint8)
    assert square.reshape(-1, 3).mean(0) == pytest.approx([200, 100, 50], abs=6)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv411p", "yuv422p10le", "nv12", "rgb24", "gray"])
@pytest.mark.parametrize("height", [48, 49])
def test_a_field_is_every_second_line(pixel_format, height):
    lines = np.zeros((height, 64, 3), np.uint8)
    lines[0::2] = 200
    frame = rgb_frame(lines).reformat(format=pixel_format, interpolation="POINT")
    field = first_field(frame)
    assert (field.width, field.height, field.format.name) == (64, (height + 1) // 2, pixel_format)
    assert field.reformat(format="gray").to_ndarray() == pytest.approx(np.full((field.height, 64), 200), abs=6)


TURNS = {"as it is": (1, 0, 0, 1), "right": (0, 1, -1, 0), "half": (-1, 0, 0, -1), "left": (0, -1, 1, 0)}
ROTATED = {"as it is": 0, "right": -1, "half": 2, "left": 1}


@pytest.mark.parametrize("turn", TURNS)
def test_a_display_matrix_turns(turn):
    picture = np.arange(4 * 4 * 3, dtype=np.uint8).reshape(4, 4, 3)
    assert np.array_equal(turned_upright(picture, TURNS[turn]), np.rot90(picture, ROTATED[turn]))


@pytest.mark.parametrize("turn", TURNS)
def test_a_display_matrix_mirrors_before_it_turns(turn):
    picture = np.arange(4 * 4 * 3, dtype=np.uint8).reshape(4, 4, 3)
    right_x, right_y, down_x, down_y = TURNS[turn]
    mirrored = turned_upright(picture, (-right_x, -right_y, down_x, down_y))
    assert np.array_equal(mirrored, np.rot90(picture[:, ::-1], ROTATED[turn]))


def test_an_empty_matrix_changes_nothing():
    picture = np.arange(4 * 4 * 3, dtype=np.uint8).reshape(4, 4, 3)
    assert np.array_equal(turned_upright(picture, (0, 0, 0, 0)), picture)
