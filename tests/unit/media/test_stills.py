"""Sparse pictures, large enough to read what is written in them."""

from __future__ import annotations

from collections.abc import Generator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.frame_code import read_number
from tests.helpers.media import (
    ClipFormat,
    audio_only_clip,
    encode_clip,
    numbered_clip,
    picture_clip,
    rotated_clip,
    truncated_clip,
)
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.errors import Cancelled, UserError
from videobert_desktop.media.decoder import Decoder
from videobert_desktop.media.stills import Still


def drain(decoding: Generator[Still, None, float]) -> tuple[list[Still], float]:
    stills = []
    while True:
        try:
            stills.append(next(decoding))
        except StopIteration as stop:
            return stills, stop.value


def numbers(stills: list[Still]) -> list[int]:
    return [read_number(still.pixels[..., ::-1]) for still in stills]


def test_they_are_sparse_and_each_is_the_one_of_its_time(decoder: Decoder, tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "a.mp4", frames=300, clip_format=ClipFormat(key_frame_every=40))
    stills, end = drain(decoder.stills(path))
    assert [still.time for still in stills] == pytest.approx([0.0, 4.0, 8.0, 12.0, 16.0, 20.0, 24.0, 28.0])
    assert numbers(stills) == [round(10 * still.time) for still in stills]
    assert end == pytest.approx(30.0)


def test_times_begin_with_the_first_picture(decoder: Decoder, tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "late.mp4", frames=80, start=5000, clip_format=ClipFormat(key_frame_every=40))
    stills, end = drain(decoder.stills(path))
    assert [still.time for still in stills] == pytest.approx([0.0, 4.0])
    assert end == pytest.approx(8.0)


def test_from_a_later_start_come_those_that_follow(decoder: Decoder, tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "a.mp4", frames=300, clip_format=ClipFormat(key_frame_every=40))
    stills, end = drain(decoder.stills(path, start=16.0))
    assert [still.time for still in stills] == pytest.approx([16.0, 20.0, 24.0, 28.0])
    assert numbers(stills) == [160, 200, 240, 280]
    assert end == pytest.approx(30.0)


def test_where_key_frames_are_rare_there_are_others(decoder: Decoder, tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "a.mp4", frames=400, clip_format=ClipFormat(key_frame_every=400))
    times = [still.time for still in drain(decoder.stills(path))[0]]
    assert max(np.diff([*times, 40.0])) <= 10.0
    assert min(np.diff(times)) >= 3.0 - 1e-6


@pytest.mark.parametrize(
    ("stored", "shown"), [((96, 128), (96, 128)), ((1080, 1920), (720, 1280)), ((16, 16), (16, 16))]
)
def test_they_are_as_large_as_reading_needs(
    decoder: Decoder, tmp_path: Path, stored: tuple[int, int], shown: tuple[int, int]
) -> None:
    path = picture_clip(tmp_path / "a.mp4", [np.full((*stored, 3), 120, np.uint8)], seconds_each=1.0)
    ((still,), _) = drain(decoder.stills(path))
    assert still.pixels.dtype == np.uint8
    assert still.pixels.shape == (*shown, 3)


def test_their_pixels_are_square(decoder: Decoder, tmp_path: Path) -> None:
    picture = np.full((96, 128, 3), 120, np.uint8)
    clip_format = ClipFormat(pixel_aspect=Fraction(3, 2))
    path = encode_clip(tmp_path / "wide.mp4", [picture] * 4, [0, 250, 500, 750, 1000], clip_format)
    assert drain(decoder.stills(path))[0][0].pixels.shape == (96, 192, 3)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_they_are_upright(decoder: Decoder, tmp_path: Path, rotation: int) -> None:
    stills, _ = drain(decoder.stills(rotated_clip(tmp_path / "turned.mp4", rotation)))
    assert numbers(stills) == [0]


def test_blue_comes_first(decoder: Decoder, tmp_path: Path) -> None:
    red = np.broadcast_to(np.array([220, 30, 30], np.uint8), (96, 128, 3))
    ((still,), _) = drain(decoder.stills(picture_clip(tmp_path / "red.mp4", [red], seconds_each=1.0)))
    assert still.pixels.mean((0, 1)) == pytest.approx([30, 30, 220], abs=8)


def test_a_file_that_was_cut_short_ends_where_it_does(decoder: Decoder, tmp_path: Path) -> None:
    stills, end = drain(decoder.stills(truncated_clip(tmp_path / "cut.mp4", frames=300)))
    assert 0 < stills[-1].time < end < 30.0 * 0.75


def test_without_a_picture_there_are_none(decoder: Decoder, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no picture"):
        next(decoder.stills(audio_only_clip(tmp_path / "sound.mp4")))


def test_a_file_that_changes_meanwhile_is_told(decoder: Decoder, tmp_path: Path) -> None:
    path = picture_clip(tmp_path / "a.mp4", [np.full((720, 1280, 3), n, np.uint8) for n in range(0, 200, 10)])
    stills = decoder.stills(path)
    next(stills)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(UserError, match="changed"):
        drain(stills)


def test_it_stops_when_it_is_told_to(decoder: Decoder, tmp_path: Path) -> None:
    cancel = CancelToken()
    stills = decoder.stills(numbered_clip(tmp_path / "a.mp4", frames=300), cancel=cancel)
    next(stills)
    cancel.cancel()
    with pytest.raises(Cancelled):
        drain(stills)
