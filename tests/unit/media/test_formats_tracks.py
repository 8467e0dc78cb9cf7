"""Which of several tracks is the picture, and when its pictures are shown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from av.stream import Disposition

from tests.helpers.formats import (
    Track,
    VideoFormat,
    encode_tracks,
    encode_video,
    numbered_frames,
    numbered_video,
    rgb_frame,
    set_edit_list,
)
from tests.helpers.frame_code import read_number
from tests.helpers.media import ClipFormat, variable_rate_clip
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.probe import probe
from videobert_desktop.media.sampling import sample_video

H264 = VideoFormat("mp4", "libx264", "h264")
COVER = (400, 400)


def shown(path: Path, start: float = 0.0) -> dict[float, int]:
    """Each instant and the number of the picture that is shown then."""
    with open_video(path, DEFAULT_LIMITS) as video:
        samples = sample_video(video, size=64, start=start, limits=DEFAULT_LIMITS)
        return {time: read_number(picture) for time, picture in samples}


def white(count: int, size: tuple[int, int]) -> list:
    """Pictures that show no number."""
    return [rgb_frame(np.full((*size[::-1], 3), 250, np.uint8)) for _ in range(count)]


def main_track(size: tuple[int, int] = (128, 96), disposition: Disposition | None = None) -> Track:
    video_format = VideoFormat("mp4", "libx264", "h264", size)
    return Track(video_format, numbered_frames(30, size), disposition)


def cover_track(extension: str, encoder: str, disposition: Disposition | None) -> Track:
    pixel_format = "yuvj420p" if encoder == "mjpeg" else "rgb24"
    return Track(VideoFormat(extension, encoder, encoder, COVER, pixel_format), white(1, COVER), disposition)


COVERS = [
    (extension, encoder, disposition)
    for extension, encoders in {
        "mp4": ("png", "mjpeg"),
        "mov": ("png", "mjpeg"),
        "mkv": ("mjpeg",),
        "avi": ("mjpeg",),
    }.items()
    for encoder in encoders
    for disposition in (None, Disposition.default, Disposition.attached_pic, Disposition.still_image)
]


@pytest.mark.parametrize(("extension", "encoder", "disposition"), COVERS, ids=str)
def test_a_cover_is_not_the_video_however_it_is_marked(tmp_path, extension, encoder, disposition):
    path = tmp_path / f"a.{extension}"
    encode_tracks(path, [cover_track(extension, encoder, disposition), main_track(disposition=Disposition(0))])
    assert (probe(path).codec, shown(path)) == ("h264", {0.0: 0, 0.5: 12, 1.0: 25})


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
def test_a_few_large_thumbnails_are_not_the_video(tmp_path, extension):
    thumbnails = Track(VideoFormat(extension, "mjpeg", "mjpeg", COVER, "yuvj420p"), white(3, COVER), spacing=12)
    path = encode_tracks(tmp_path / f"a.{extension}", [thumbnails, main_track()])
    assert probe(path).codec == "h264"


@pytest.mark.parametrize("extension", ["mp4", "mkv", "avi", "ts"])
def test_a_small_preview_is_not_the_video_though_it_comes_first(tmp_path, extension):
    preview = Track(VideoFormat(extension, "libx264", "h264", (32, 32)), white(30, (32, 32)), Disposition.default)
    path = encode_tracks(tmp_path / f"a.{extension}", [preview, main_track(disposition=Disposition(0))])
    assert (probe(path).width, shown(path)) == (128, {0.0: 0, 0.5: 12, 1.0: 25})


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
def test_of_two_videos_alike_the_default_one_is_shown(tmp_path, extension):
    other = Track(VideoFormat(extension, "libx264", "h264"), white(30, (128, 96)), Disposition(0))
    path = encode_tracks(tmp_path / f"a.{extension}", [other, main_track(disposition=Disposition.default)])
    assert shown(path) == {0.0: 0, 0.5: 12, 1.0: 25}


def test_motion_jpeg_is_a_video_beside_a_cover(tmp_path):
    video_format = VideoFormat("mov", "mjpeg", "mjpeg", pixel_format="yuvj420p")
    cover = cover_track("mov", "png", None)
    path = encode_tracks(tmp_path / "a.mov", [cover, Track(video_format, numbered_frames(30))])
    assert (probe(path).codec, shown(path)) == ("mjpeg", {0.0: 0, 0.5: 12, 1.0: 25})


def test_a_cover_alone_is_no_video(tmp_path):
    path = encode_tracks(tmp_path / "a.mp4", [cover_track("mp4", "png", Disposition.attached_pic)])
    with pytest.raises(UserError, match="no picture track"):
        probe(path)


@pytest.mark.parametrize("extension", ["mp4", "mov"])
class TestEditLists:
    """Sixty pictures at 25 a second, of which an edit list shows a part."""

    def video(self, tmp_path: Path, extension: str, edits: list[tuple[float, float | None]]) -> Path:
        video_format = VideoFormat(extension, "libx264", "h264", options={"g": "12", "bf": "2"})
        return set_edit_list(numbered_video(tmp_path / f"a.{extension}", video_format, count=60), edits)

    def test_what_it_skips_is_not_shown(self, tmp_path, extension):
        path = self.video(tmp_path, extension, [(1.4, 1.0)])
        assert shown(path) == {0.0: 25, 0.5: 37, 1.0: 50}
        assert shown(path, start=0.6) == {1.0: 50}
        assert probe(path).duration == pytest.approx(1.4, abs=0.05)

    def test_what_comes_before_a_key_frame_can_be_skipped(self, tmp_path, extension):
        assert shown(self.video(tmp_path, extension, [(1.0, 0.2)])) == {0.0: 5, 0.5: 17}

    def test_a_late_start_counts_from_the_first_picture(self, tmp_path, extension):
        path = self.video(tmp_path, extension, [(1.5, None), (2.4, 0.0)])
        assert shown(path) == {0.0: 0, 0.5: 12, 1.0: 25, 1.5: 37, 2.0: 50}
        assert shown(path, start=1.2) == {1.5: 37, 2.0: 50}

    def test_pieces_follow_one_another(self, tmp_path, extension):
        path = self.video(tmp_path, extension, [(0.6, 0.0), (0.6, 1.6)])
        assert shown(path) == {0.0: 0, 0.5: 12, 1.0: 50}


@pytest.mark.parametrize("extension", ["mp4", "mov", "mkv"])
def test_a_variable_rate_that_starts_late_counts_from_the_first_picture(tmp_path, extension):
    milliseconds = [700, 740, 1300, 1900, 2000, 3100]
    path = variable_rate_clip(tmp_path / f"a.{extension}", milliseconds, ClipFormat(b_frames=0))
    assert shown(path) == {0.0: 0, 0.5: 1, 1.0: 2, 1.5: 4, 2.0: 4}


@pytest.mark.parametrize("extension", ["mp4", "mkv", "avi", "ts", "gif", "mpg", "wmv", "webm"])
def test_a_video_of_one_picture_is_shown(tmp_path, extension):
    encoders = {"gif": "gif", "mpg": "mpeg2video", "avi": "mpeg4", "wmv": "wmv2", "webm": "libvpx"}
    pixel_format = "rgb8" if extension == "gif" else "yuv420p"
    video_format = VideoFormat(extension, encoders.get(extension, "libx264"), "", pixel_format=pixel_format)
    assert shown(numbered_video(tmp_path / f"a.{extension}", video_format, count=1)) == {0.0: 0}


@pytest.mark.parametrize(("extension", "encoder"), [("mp4", "libx264"), ("mkv", "libx264"), ("avi", "mpeg4")])
def test_the_shape_of_pixels_is_told(tmp_path, extension, encoder):
    path = encode_video(
        tmp_path / f"a.{extension}",
        VideoFormat(extension, encoder, "", tags={"sample_aspect_ratio": Fraction(16, 11)}),
        numbered_frames(3),
    )
    assert probe(path).sample_aspect_ratio == Fraction(16, 11)


@pytest.mark.parametrize(
    ("extension", "size", "display", "pixel"),
    [
        ("dv", (720, 576), Fraction(16, 9), Fraction(64, 45)),
        ("dv", (720, 576), Fraction(4, 3), Fraction(16, 15)),
        ("mpg", (720, 576), Fraction(16, 9), Fraction(64, 45)),
    ],
    ids=str,
)
def test_wide_camcorder_pictures_tell_the_shape_of_their_pixels(tmp_path, extension, size, display, pixel):
    encoder = {"dv": "dvvideo", "mpg": "mpeg2video"}[extension]
    video_format = VideoFormat(extension, encoder, "", size, tags={"sample_aspect_ratio": pixel})
    info = probe(encode_video(tmp_path / f"a.{extension}", video_format, numbered_frames(3, size)))
    assert info.sample_aspect_ratio == pixel
    assert Fraction(info.width, info.height) * pixel == display
