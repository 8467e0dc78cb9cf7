from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from tests.helpers.media import (
    ClipFormat,
    audio_only_clip,
    clip_without_index,
    covered_audio_clip,
    numbered_clip,
    odd_path,
    rotated_clip,
    truncated_clip,
    variable_rate_clip,
)
from videobert_desktop.domain.errors import UserError
from videobert_desktop.media.limits import DecodeLimits
from videobert_desktop.media.probe import probe


def test_a_plain_clip_says_what_it_is(tmp_path):
    info = probe(numbered_clip(tmp_path / "a.mp4", frames=30, rate=10))
    assert info.duration == pytest.approx(3.0)
    assert (info.width, info.height, info.rotation) == (128, 96, 0)
    assert (info.frame_rate, info.sample_aspect_ratio) == (10, 1)
    assert (info.codec, info.container) == ("h264", "mov,mp4,m4a,3gp,3g2,mj2")
    assert (info.audio_streams, info.subtitle_streams, info.created) == (0, 0, None)


def test_sound_is_counted(tmp_path):
    assert probe(numbered_clip(tmp_path / "a.mp4", clip_format=ClipFormat(sound=True))).audio_streams == 1


def test_pixels_need_not_be_square(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4", clip_format=ClipFormat(pixel_aspect=Fraction(4, 3)))
    assert probe(path).sample_aspect_ratio == Fraction(4, 3)


@pytest.mark.parametrize(("counterclockwise", "clockwise"), [(0, 0), (90, 270), (-90, 90), (180, 180)])
def test_rotation_is_told_clockwise(tmp_path, counterclockwise, clockwise):
    assert probe(rotated_clip(tmp_path / "a.mp4", counterclockwise)).rotation == clockwise


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts"])
def test_duration_counts_from_the_first_frame(tmp_path, extension):
    path = numbered_clip(tmp_path / f"late.{extension}", frames=30, rate=10, start=1075)
    assert probe(path).duration == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize("extension", ["mp4", "mov", "mkv", "webm", "flv", "ts"])
def test_every_container_says_how_long_it_is(tmp_path, extension):
    clip_format = ClipFormat(codec="libvpx-vp9", b_frames=0) if extension == "webm" else ClipFormat()
    path = numbered_clip(tmp_path / f"a.{extension}", frames=30, rate=10, clip_format=clip_format)
    assert probe(path).duration == pytest.approx(3.0, abs=0.01)


@pytest.mark.parametrize("extension", ["mp4", "mkv"])
def test_a_variable_rate_has_an_average(tmp_path, extension):
    info = probe(variable_rate_clip(tmp_path / f"a.{extension}", [0, 40, 80, 1200, 4000], ClipFormat(b_frames=0)))
    assert info.duration == pytest.approx(4.0, abs=0.05)
    assert float(info.frame_rate) == pytest.approx(1.0, rel=0.05)


@pytest.mark.parametrize(
    ("key", "value", "created"),
    [
        ("creation_time", "2021-05-06T07:08:09Z", datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("creation_time", "1904-01-01T00:00:00Z", None),
    ],
)
def test_the_recording_date_is_read_where_a_clock_was_set(tmp_path, key, value, created):
    path = numbered_clip(tmp_path / "a.mp4", clip_format=ClipFormat(metadata={key: value}))
    assert probe(path).created == created


def test_an_apple_date_keeps_its_time_zone(tmp_path):
    tags = {"com.apple.quicktime.creationdate": "2022-01-02T03:04:05+0200"}
    options = {"movflags": "use_metadata_tags"}
    path = numbered_clip(tmp_path / "a.mov", clip_format=ClipFormat(metadata=tags, container_options=options))
    assert probe(path).created == datetime(2022, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize("kind", ["emoji", "newline", "long", "not-utf8", "like-a-protocol", "leading-dash"])
def test_odd_names_are_read(tmp_path, monkeypatch, kind):
    path = odd_path(tmp_path, kind)
    numbered_clip(tmp_path / "plain.mp4").rename(path)
    assert probe(path).duration == pytest.approx(3.0)


def make_text(path):
    path.write_text("This is a letter, not a film.\n" * 40)


def make_playlist(path):
    other = numbered_clip(path.with_name("other.mp4"))
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{other.as_uri()}\n#EXT-X-ENDLIST\n")


def make_concatenation(path):
    other = numbered_clip(path.with_name("other.mp4"))
    path.write_text(f"ffconcat version 1.0\nfile '{other.name}'\n")


def make_picture(path):
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))


def make_wave(path):
    path.write_bytes(b"RIFF" + bytes(4) + b"WAVEfmt " + bytes(500))


def make_flac(path):
    path.write_bytes(b"fLaC" + bytes(500))


def make_beginning_only(path):
    truncated_clip(path, keep=0.0)


@pytest.mark.parametrize(
    ("make_it", "reason"),
    [
        (make_text, "not a video"),
        (make_playlist, "not a video"),
        (make_concatenation, "not a video"),
        (make_picture, "not a video"),
        (make_wave, "sound without a picture"),
        (make_flac, "sound without a picture"),
        (audio_only_clip, "only sound"),
        (covered_audio_clip, "only sound"),
        (clip_without_index, "moov box"),
        (make_beginning_only, "None of its pictures"),
        (lambda path: path.touch(), "empty"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: None, "nothing at this path"),
    ],
)
def test_what_is_no_readable_video_is_refused_by_name(tmp_path, make_it, reason):
    make_it(tmp_path / "a.mp4")
    with pytest.raises(UserError, match=reason) as caught:
        probe(tmp_path / "a.mp4")
    assert caught.value.path == tmp_path / "a.mp4"


def test_a_truncated_clip_still_says_what_it_was(tmp_path):
    assert probe(truncated_clip(tmp_path / "a.mp4", frames=60)).duration == pytest.approx(6.0)


def test_a_picture_beyond_the_limit_is_refused(tmp_path):
    path = numbered_clip(tmp_path / "a.mp4")
    assert probe(path, DecodeLimits(max_pixels=128 * 96)).width == 128
    with pytest.raises(UserError, match=r"larger than 0\.01 megapixels"):
        probe(path, DecodeLimits(max_pixels=10_000))
