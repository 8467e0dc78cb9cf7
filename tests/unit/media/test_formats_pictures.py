"""What a picture looks like after decoding: pixel formats, colours, high dynamic range, fields, turned and mirrored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from tests.helpers.formats import (
    VideoFormat,
    encode_video,
    flat_frame,
    numbered_video,
    photographed_video,
    rgb_frame,
)
from tests.helpers.frame_code import read_number
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.probe import probe
from videobert_desktop.media.sampling import sample_video

BT709, BT601, BT2020 = 1, 6, 9


def pictures(path: Path, size: int = 64) -> list[np.ndarray]:
    """The picture at each instant, (size, size, 3) int."""
    with open_video(path, DEFAULT_LIMITS) as video:
        samples = sample_video(video, size=size, start=0.0, limits=DEFAULT_LIMITS)
        return [picture.astype(int) for _, picture in samples]


PIXEL_FORMATS = [
    VideoFormat("mkv", "libx264", "h264", (16, 16)),
    VideoFormat("mkv", "libx264", "h264", pixel_format="gray"),
    VideoFormat("mkv", "libx264", "h264", pixel_format="yuv420p10le"),
    VideoFormat("mkv", "libx264", "h264", pixel_format="yuv422p"),
    VideoFormat("mkv", "libx264", "h264", (97, 65), "yuv444p"),
    VideoFormat("mkv", "libx264rgb", "h264", (97, 65), "bgr0"),
    VideoFormat("mkv", "libx265", "hevc", pixel_format="yuv422p10le"),
    VideoFormat("mkv", "libx265", "hevc", pixel_format="yuv444p12le"),
    VideoFormat("mkv", "libx265", "hevc", pixel_format="gbrp"),
    VideoFormat("webm", "libvpx-vp9", "vp9", (97, 65)),
    VideoFormat("webm", "libvpx-vp9", "vp9", pixel_format="yuva420p"),
    VideoFormat("mp4", "libsvtav1", "av1", pixel_format="yuv420p10le"),
    VideoFormat("avi", "mpeg4", "mpeg4", (97, 65)),
    VideoFormat("avi", "mjpeg", "mjpeg", (97, 65), "yuvj444p"),
    VideoFormat("avi", "rawvideo", "rawvideo", pixel_format="gray"),
    VideoFormat("avi", "ffv1", "ffv1", (97, 65), "bgr0"),
    VideoFormat("mkv", "ffv1", "ffv1", pixel_format="gray10le"),
    VideoFormat("mkv", "ffv1", "ffv1", pixel_format="gbrp12le"),
    VideoFormat("mkv", "ffv1", "ffv1", pixel_format="yuva444p"),
    VideoFormat("mov", "png", "png", pixel_format="rgba"),
    VideoFormat("mov", "png", "png", pixel_format="rgb48be"),
    VideoFormat("mov", "qtrle", "qtrle", pixel_format="argb"),
    VideoFormat("gif", "gif", "gif", (97, 65), "rgb8"),
]


@pytest.mark.parametrize("video_format", PIXEL_FORMATS, ids=lambda form: f"{form}-{form.size[0]}")
def test_every_pixel_format_and_size_is_seen(tmp_path, video_format):
    path = numbered_video(tmp_path / f"a.{video_format.extension}", video_format, count=15)
    assert [read_number(picture) for picture in pictures(path)] == [0, 12]


def test_a_palette_is_looked_up(tmp_path):
    stripes = (np.arange(96)[:, None] // 24 + np.zeros(128, int)).astype(np.uint8)
    palette = np.zeros((256, 4), np.uint8)
    palette[:4] = [[255, 200, 30, 30], [255, 30, 200, 30], [255, 30, 30, 200], [255, 220, 220, 220]]  # alpha, R, G, B
    frame = av.VideoFrame.from_ndarray((stripes, palette), "pal8")
    path = encode_video(tmp_path / "a.mov", VideoFormat("mov", "png", "png", pixel_format="pal8"), [frame])
    [picture] = pictures(path)
    assert picture[[8, 24, 40, 56], 32] == pytest.approx(palette[:4, 1:].astype(int), abs=2)


def colour_video(path: Path, video_format: VideoFormat, codes: tuple[int, int, int]) -> Path:
    """One second of a colour that is given by its codes."""
    frames = [flat_frame(codes, video_format.size, video_format.pixel_format) for _ in range(25)]
    for frame in frames:
        for name, value in video_format.tags.items():
            setattr(frame, name, value)
    return encode_video(path, video_format, frames)


# Pure red at three quarters, by the definition of each matrix and range.
REDS = {
    "709 limited": ((51, 109, 212), BT709, ColorRange.MPEG),
    "601 limited": ((65, 100, 212), BT601, ColorRange.MPEG),
    "2020 limited": ((59, 104, 212), BT2020, ColorRange.MPEG),
    "709 full": ((41, 106, 224), BT709, ColorRange.JPEG),
    "601 full": ((57, 96, 224), BT601, ColorRange.JPEG),
}


@pytest.mark.parametrize("encoder", ["libx264", "libx265", "libvpx-vp9"])
@pytest.mark.parametrize("extension", ["mkv", "mp4"])
@pytest.mark.parametrize(("codes", "matrix", "full"), REDS.values(), ids=REDS)
def test_a_file_that_names_its_colours_is_shown_in_them(tmp_path, encoder, extension, codes, matrix, full):
    tags = {"colorspace": matrix, "color_range": full}
    path = colour_video(tmp_path / f"a.{extension}", VideoFormat(extension, encoder, "", tags=tags), codes)
    assert pictures(path)[0][32, 32] == pytest.approx([191, 0, 0], abs=7)


PQ = {"colorspace": BT2020, "color_primaries": ColorPrimaries.BT2020, "color_trc": ColorTrc.SMPTE2084}
HLG = PQ | {"color_trc": ColorTrc.ARIB_STD_B67}
HDR_FORMATS = [
    VideoFormat("mp4", "libx265", "hevc", pixel_format="yuv420p10le"),
    VideoFormat("mkv", "libx264", "h264", pixel_format="yuv420p10le"),
    VideoFormat("mp4", "libsvtav1", "av1", pixel_format="yuv420p10le"),
    VideoFormat("mov", "prores_ks", "prores", pixel_format="yuv422p10le"),
]
# The signals of 26 nits (a grey card), 203 nits (diffuse white) and 1000 nits, in 10 bits of limited range.
LEVELS = {"pq": (PQ, (397, 573, 723)), "hlg": (HLG, (397, 721, 940))}


@pytest.mark.parametrize("video_format", HDR_FORMATS, ids=str)
@pytest.mark.parametrize(("tags", "levels"), LEVELS.values(), ids=LEVELS)
def test_high_dynamic_range_is_shown_as_ordinary_range(tmp_path, video_format, tags, levels):
    form = replace(video_format, tags=tags)
    shown = []
    for level in levels:
        path = colour_video(tmp_path / f"{level}.{form.extension}", form, (level, 512, 512))
        shown.append(pictures(path)[0][32, 32])
    assert shown[0] == pytest.approx([109] * 3, abs=4)
    assert shown[1] == pytest.approx([230] * 3, abs=4)
    assert shown[2] == pytest.approx([255] * 3, abs=2)


INTERLACED = {"flags": "+ildct+ilme"}
INTERLACED_FORMATS = [
    VideoFormat("mpg", "mpeg2video", "mpeg2video", (192, 160), options=INTERLACED | {"b": "4M"}),
    VideoFormat("mts", "libx264", "h264", (192, 160), muxer="mpegts", options=INTERLACED | {"crf": "10"}),
    VideoFormat("mov", "prores_ks", "prores", (192, 160), "yuv422p10le", options=INTERLACED),
    VideoFormat("dv", "dvvideo", "dvvideo", (720, 576), options={"flags": "+ildct"}),
]


def two_fields(size: tuple[int, int]) -> np.ndarray:
    """A bright bar in a dark picture, which moved by half its width between the upper field and the lower one."""
    width, height = size
    picture = np.full((height, width, 3), 30, np.uint8)
    eighth = width // 8
    picture[0::2, 2 * eighth : 4 * eighth] = 220
    picture[1::2, 3 * eighth : 5 * eighth] = 220
    return picture


@pytest.mark.parametrize("size", [64, 128])
@pytest.mark.parametrize("video_format", INTERLACED_FORMATS, ids=str)
def test_of_an_interlaced_picture_one_field_is_shown(tmp_path, video_format, size):
    frames = [rgb_frame(two_fields(video_format.size)) for _ in range(10)]
    path = encode_video(tmp_path / f"a.{video_format.extension}", video_format, frames)
    column = np.arange(8) * size // 8 + size // 16
    inner = pictures(path, size)[0][4:-4, column, 0]
    assert inner == pytest.approx(np.broadcast_to([30, 30, 220, 220, 30, 30, 30, 30], inner.shape), abs=15)


def test_a_progressive_picture_keeps_all_its_lines(tmp_path):
    video_format = VideoFormat("mkv", "ffv1", "ffv1", (64, 64), pixel_format="gray")
    path = encode_video(tmp_path / "a.mkv", video_format, [rgb_frame(two_fields((64, 64)))])
    assert pictures(path)[0][32, [20, 28, 36], 0] == pytest.approx([220, 220, 30], abs=3)
    assert pictures(path)[0][33, [20, 28, 36], 0] == pytest.approx([30, 220, 220], abs=3)


ORIENTATIONS = [(turn, mirror) for turn in (0, 90, 180, 270) for mirror in (False, True)]


@pytest.mark.parametrize("extension", ["mp4", "mov", "mkv"])
@pytest.mark.parametrize(("turn", "mirrored"), ORIENTATIONS, ids=str)
def test_pictures_are_turned_and_mirrored_upright(tmp_path, extension, turn, mirrored):
    upright = corners()
    # A display turns the stored picture counterclockwise and then exchanges left and right.
    stored = np.rot90(upright[:, ::-1] if mirrored else upright, -turn // 90)
    path = tmp_path / f"a.{extension}"
    encode_video(
        path,
        VideoFormat(extension, "libx264", "h264", stored.shape[1::-1]),
        [rgb_frame(stored)],
        prepare=lambda stream: stream.set_display_rotation(turn, hflip=mirrored),
    )
    [picture] = pictures(path)
    assert picture[16::32, 16::32] == pytest.approx(upright[24::48, 32::64].astype(int), abs=30)
    assert probe(path).rotation == (turn if mirrored else -turn) % 360


@pytest.mark.parametrize(("orientation", "clockwise"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_the_orientation_in_each_jpeg_is_obeyed(tmp_path, orientation, clockwise):
    stored = rgb_frame(np.rot90(corners(), clockwise // 90)).reformat(128, 96)
    path = photographed_video(tmp_path / "a.mov", [stored], orientation)
    [picture] = pictures(path)
    assert picture[16::32, 16::32] == pytest.approx(corners()[24::48, 32::64].astype(int), abs=30)
    assert probe(path).rotation == clockwise


def corners() -> np.ndarray:
    """A picture, (96, 128, 3) uint8, each quarter of which has a colour of its own."""
    picture = np.zeros((96, 128, 3), np.uint8)
    picture[:48, :64], picture[:48, 64:] = (200, 30, 30), (30, 200, 30)
    picture[48:, :64], picture[48:, 64:] = (30, 30, 200), (220, 220, 220)
    return picture
