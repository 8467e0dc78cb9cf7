"""The picture that is given is the one that is presented at its time, wherever one comes from."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from av.stream import Disposition
from av.video.reformatter import ColorPrimaries, ColorTrc, VideoReformatter

from tests.helpers.formats import (
    VideoFormat,
    covered_video,
    encode_video,
    flat_frame,
    numbered_video,
    set_edit_list,
)
from tests.helpers.frame_code import read_number
from tests.helpers.media import (
    ClipFormat,
    audio_only_clip,
    numbered_clip,
    odd_path,
    rotated_clip,
    truncated_clip,
    variable_rate_clip,
)
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.media import frame_cursor, frame_source
from videobert_desktop.media.frame_cursor import FrameCursor
from videobert_desktop.media.frame_reader import FrameReader
from videobert_desktop.media.frame_source import FrameSource, Picture
from videobert_desktop.media.full_picture import full_picture
from videobert_desktop.media.limits import DEFAULT_LIMITS
from videobert_desktop.media.opening import open_video
from videobert_desktop.media.presentation import Presentation

FRAMES = 120
SEQUENCE = {"g": "30", "bf": "2"}
FORMATS = [
    VideoFormat("mp4", "libx264", "h264", options=SEQUENCE),
    VideoFormat("mkv", "libx264", "h264", options=SEQUENCE),
    VideoFormat("ts", "libx264", "h264", options=SEQUENCE),
    VideoFormat("mp4", "libx265", "hevc", pixel_format="yuv420p10le"),
    VideoFormat("mpg", "mpeg2video", "mpeg2video", options=SEQUENCE),
    VideoFormat("m2v", "mpeg2video", "mpeg2video", options=SEQUENCE),
    VideoFormat("avi", "mpeg4", "mpeg4", options={"g": "30"}),
    VideoFormat("webm", "libvpx-vp9", "vp9", options={"g": "30"}),
    VideoFormat("wmv", "wmv2", "wmv2", options={"g": "30"}),
    VideoFormat("gif", "gif", "gif", pixel_format="rgb8"),
]
VARIABLE = [0, 40, 600, 1300, 1340, 1900, 2000, 2040, 2080, 3500, 3510, 3520, 4000]


def number(picture: Picture) -> int:
    return read_number(picture.pixels[..., 2::-1])


def listing(path: Path) -> list[tuple[float, int]]:
    """The time and the number of every frame, from decoding all of them in order."""
    with open_video(path, DEFAULT_LIMITS) as video:
        frames = Presentation(video, DEFAULT_LIMITS).frames()
        return [(frame.time, read_number(frame.picture.reformat(64, 64, "rgb24").to_ndarray())) for frame in frames]


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have hardly any frames kept, and seek for whatever is not at hand."""
    monkeypatch.setattr(frame_cursor, "_NEAR", 0.1)
    monkeypatch.setattr(frame_source, "FrameCursor", lambda reader: FrameCursor(reader, most_kept=60_000))


def walk(path: Path, visits: int = 60) -> None:
    """Go about at random, and compare every picture with the listing."""
    listed = listing(path)
    chance = random.Random(7)
    with FrameSource(path) as source:
        for _ in range(visits):
            index, steps = chance.randrange(len(listed)), chance.choice([-4, -1, 0, 0, 1, 3])
            time = listed[index][0]
            end = listed[index + 1][0] if index + 1 < len(listed) else time + 0.5
            second = time + chance.choice([0.0, 0.5, 0.97]) * (end - time)
            expected = min(max(index + steps, 0), len(listed) - 1)
            picture = source.beside(second, steps)
            assert (picture.time, number(picture)) == listed[expected]
            assert picture.last == (expected == len(listed) - 1)
            if not picture.last:
                assert picture.end == listed[expected + 1][0]


@pytest.mark.parametrize("video_format", FORMATS, ids=str)
def test_the_picture_of_any_instant_is_found_in_any_container(tmp_path, forgetful, video_format):
    path = numbered_video(tmp_path / f"a.{video_format.extension}", video_format, FRAMES)
    walk(path)


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts"])
def test_times_count_from_the_first_frame_though_the_sound_begins_before_it(tmp_path, forgetful, extension):
    path = numbered_clip(tmp_path / f"a.{extension}", rate=25, start=1200, clip_format=ClipFormat(sound=True))
    walk(path)
    with FrameSource(path) as source:
        assert (source.at(0.0).time, number(source.at(0.0))) == (0.0, 0)
        assert number(source.at(0.5)) == 12
        assert source.info.lag == pytest.approx(1.2, abs=0.1)
        assert source.info.has_sound


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_a_variable_rate_with_frames_out_of_order_is_stepped_through(tmp_path, forgetful, extension, b_frames):
    path = variable_rate_clip(tmp_path / f"a.{extension}", VARIABLE, ClipFormat(b_frames=b_frames, key_frame_every=5))
    walk(path)
    with FrameSource(path) as source:
        picture, seen = source.at(0.0), []
        while not picture.last:
            seen.append((picture.time, number(picture)))
            picture = source.beside(picture.time, 1)
        assert seen == [(time / 1000, index) for index, time in enumerate(VARIABLE[:-2])]
        while picture.time > 0:
            picture = source.beside(picture.time, -1)
            assert seen.pop() == (picture.time, number(picture))
        assert seen == []


@pytest.mark.parametrize("edits", [[(1.4, 1.0)], [(1.5, None), (2.4, 0.0)], [(0.6, 0.0), (0.6, 1.6)]], ids=str)
def test_what_an_edit_list_shows_is_shown(tmp_path, forgetful, edits):
    video_format = VideoFormat("mp4", "libx264", "h264", options={"g": "12", "bf": "2"})
    walk(set_edit_list(numbered_video(tmp_path / "a.mp4", video_format, count=60), edits))


@pytest.mark.parametrize(("extension", "encoder"), [("ts", "libx264"), ("mpg", "mpeg2video")])
def test_the_second_of_two_recordings_joined_end_to_end_is_found(tmp_path, forgetful, extension, encoder):
    one = numbered_video(tmp_path / f"one.{extension}", VideoFormat(extension, encoder, "", options=SEQUENCE), 60)
    joined = tmp_path / f"joined.{extension}"
    joined.write_bytes(one.read_bytes() * 3)
    walk(joined)
    with FrameSource(joined) as source:
        assert source.info.joined
        assert listing(joined)[-1] == (source.at(1e6).time, number(source.at(1e6)))


def test_before_the_beginning_and_after_the_end_lie_the_outermost_frames(tmp_path):
    with FrameSource(numbered_clip(tmp_path / "a.mp4", frames=30)) as source:
        assert [number(source.at(second)) for second in (-5.0, 2.9, 3.0, 1e9)] == [0, 29, 29, 29]
        assert number(source.beside(0.0, -1)) == 0
        assert number(source.beside(2.9, 1)) == 29
        last = source.beside(2.8, 100)
        assert (last.time, last.end, last.last) == (2.9, 3.0, True)
        assert number(source.beside(last.time, -1)) == 28


def test_an_instant_counted_in_whole_microseconds_names_its_frame(tmp_path):
    path = numbered_video(tmp_path / "a.mp4", VideoFormat("mp4", "libx264", "h264", rate=Fraction(30_000, 1001)), 90)
    with FrameSource(path) as source:
        for index in range(0, 90, 7):
            exact = source.beside(0.0, index).time
            assert number(source.at(int(exact * 1e6) / 1e6 - 1e-6)) == index


def test_what_is_kept_of_decoded_frames_is_bounded_however_far_one_steps(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", frames=60, size=(320, 240), clip_format=ClipFormat(key_frame_every=60))
    most = 5 * 320 * 240 * 2
    reader = FrameReader(path, DEFAULT_LIMITS)
    cursor = FrameCursor(reader, most_kept=most)
    frame = cursor.at(5.5)
    while frame.time > 0:
        earlier = cursor.beside(frame.time, -1)
        assert earlier.time == pytest.approx(frame.time - 0.1)
        frame = earlier
        assert sum(kept.size for kept in cursor._kept) <= most
    reader.close()


def test_stepping_back_within_what_is_kept_decodes_nothing_again(tmp_path, monkeypatch):
    with FrameSource(
        numbered_clip(tmp_path / "a.mp4", frames=60, clip_format=ClipFormat(key_frame_every=60))
    ) as source:
        second = source.at(5.0).time
        monkeypatch.setattr(FrameReader, "seek", None)
        monkeypatch.setattr(FrameReader, "begin", None)
        for _ in range(20):
            second = source.beside(second, -1).time
        assert second == 3.0


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_pictures_are_upright(tmp_path, rotation):
    with FrameSource(rotated_clip(tmp_path / "a.mp4", rotation)) as source:
        assert number(source.at(1.25)) == 12


def test_pixels_are_made_square_and_large_pictures_smaller_while_they_move(tmp_path, monkeypatch):
    monkeypatch.setattr(frame_source, "_MOVING_PIXELS", 100 * 50)
    path = numbered_clip(tmp_path / "a.mp4", clip_format=ClipFormat(pixel_aspect=Fraction(16, 11)))
    with FrameSource(path) as source:
        assert source.at(1.0).pixels.shape == (96, 186, 4)
        small = source.at(1.0, moving=True)
        assert small.pixels.shape == (50, 98, 4)
        assert number(small) == 10


@pytest.mark.parametrize(("aspect", "shape"), [(Fraction(2), (96, 256)), (Fraction(1, 2), (192, 128))])
def test_a_picture_is_stretched_and_never_squeezed(aspect, shape):
    frame = flat_frame((128, 128, 128), (128, 96), "yuv420p")
    picture = full_picture(frame, aspect=aspect, matrix=(1, 0, 0, 1), reformatter=VideoReformatter())
    assert picture.shape == (*shape, 4)


def test_colours_come_out_as_they_went_in(tmp_path):
    frames = [flat_frame((81, 90, 240), (128, 96), "yuv420p") for _ in range(3)]  # red, in BT.601
    path = encode_video(tmp_path / "a.mkv", VideoFormat("mkv", "ffv1", "ffv1"), frames)
    with FrameSource(path) as source:
        blue, green, red, _ = (int(value) for value in source.at(0.0).pixels[48, 64])
    assert red > 245
    assert max(green, blue) < 12


def test_high_dynamic_range_is_brought_down():
    frame = flat_frame((round(64 + 876 * 0.38), 512, 512), (64, 48), "yuv420p10le")
    frame.color_trc, frame.color_primaries = ColorTrc.SMPTE2084, ColorPrimaries.BT2020
    picture = full_picture(frame, aspect=Fraction(1), matrix=(0, 1, -1, 0), reformatter=VideoReformatter())
    assert picture.shape == (64, 48, 4)
    assert picture[10, 10].tolist() == pytest.approx([109, 109, 109, 255], abs=3)


def test_what_a_player_needs_to_know_is_told(tmp_path):
    path = numbered_video(tmp_path / "a.mp4", VideoFormat("mp4", "libsvtav1", "av1"), 50)
    with FrameSource(path) as source:
        info = source.info
    assert (info.duration, info.frame_seconds, info.codec, info.lag) == (2.0, 0.04, "av1", 0.0)
    assert (info.joined, info.has_sound, info.has_subtitles) == (False, False, False)


def test_a_moving_picture_is_in_time_rather_than_exact(tmp_path, monkeypatch):
    monkeypatch.setattr(frame_source, "_MOVING_SECONDS", 0.0)
    path = numbered_clip(tmp_path / "a.mp4", frames=60, clip_format=ClipFormat(key_frame_every=60))
    with FrameSource(path) as source:
        assert source.at(5.0, moving=True).time < 5.0
        assert source.at(5.0).time == 5.0


def test_which_of_the_picture_tracks_it_is_is_told(tmp_path):
    with FrameSource(covered_video(tmp_path / "a.mp4")) as source:
        assert (source.info.track, number(source.at(0.4))) == (1, 10)
    with FrameSource(covered_video(tmp_path / "b.mp4", Disposition.attached_pic)) as source:
        assert (source.info.track, number(source.at(0.4))) == (0, 10)


@pytest.mark.parametrize("kind", ["not-utf8", "newline", "like-a-protocol"])
def test_files_of_odd_names_are_opened(tmp_path, kind):
    with FrameSource(numbered_clip(tmp_path / "a.mp4").rename(odd_path(tmp_path, kind))) as source:
        assert number(source.at(2.0)) == 20


def test_a_truncated_file_gives_what_is_there(tmp_path):
    path = truncated_clip(tmp_path / "a.mp4", frames=60)
    with FrameSource(path) as source:
        last = source.at(source.info.duration)
        assert last.last
        assert 1.0 < last.time < 4.0
        assert number(last) == round(last.time * 10)


def test_a_file_that_is_gone_is_told_at_once(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    with FrameSource(path) as source:
        path.unlink()
        with pytest.raises(UserError, match="nothing at this path") as caught:
            source.at(1.0)
    assert caught.value.path == path


def test_a_file_that_was_replaced_is_told(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    with FrameSource(path) as source:
        numbered_clip(tmp_path / "b.mp4").replace(path)
        with pytest.raises(UserError, match="Another file"):
            source.check()


def test_a_file_that_is_cut_is_told_and_one_that_grows_is_not(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    with FrameSource(path) as source:
        with path.open("ab") as file:
            file.write(bytes(100))
        source.check()
        os.truncate(path, 500)
        with pytest.raises(UserError, match="cut short"):
            source.at(1.0)


def test_what_is_no_video_is_refused(tmp_path):
    text = tmp_path / "a.mp4"
    text.write_bytes(b"no video at all" * 100)
    for path in (tmp_path / "absent.mp4", text, audio_only_clip(tmp_path / "b.mp4")):
        with pytest.raises(UserError):
            FrameSource(path)


def test_a_picture_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(frame_source, "DEFAULT_LIMITS", replace(DEFAULT_LIMITS, max_pixels=100 * 90))
    with pytest.raises(UserError, match="larger than"):
        FrameSource(numbered_clip(tmp_path / "a.mp4"))


def test_a_file_of_which_nothing_can_be_decoded_is_refused(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", clip_format=ClipFormat(container_options={"movflags": "faststart"}))
    content = bytearray(path.read_bytes())
    begin = content.index(b"mdat") + 4
    content[begin:] = np.random.default_rng(1).bytes(len(content) - begin)
    path.write_bytes(content)
    with pytest.raises(UserError, match="can be decoded"):
        FrameSource(path)


def test_a_search_that_is_stopped_in_the_middle_leaves_the_source_usable(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", frames=100, clip_format=ClipFormat(key_frame_every=100))
    reads: list[int] = []

    def stop_soon() -> None:
        reads.append(1)
        if len(reads) > 20:
            raise Cancelled

    with FrameSource(path) as source:
        with pytest.raises(Cancelled):
            source.at(9.0, alive=stop_soon)
        assert [number(source.at(second)) for second in (0.3, 9.5)] == [3, 95]


def test_opening_and_closing_leaves_no_handle_behind(tmp_path):
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        pytest.skip("the system does not list open files there")
    path = numbered_clip(tmp_path / "a.ts")
    for _ in range(5):
        with FrameSource(path) as source:
            source.at(2.0)
    assert not [handle for handle in handles.iterdir() if handle.exists() and handle.resolve() == path]
