"""Exactness on real files that others made."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from videobert_desktop.media.decoder import Decoder

pytestmark = pytest.mark.data

SHORT_CLIPS = [
    "clips/msvd5-j2Dhf-xFUxU_13_20.avi",  # H.264 with B-frames in AVI, which stores no presentation times
    "clips/yes.mkv",
    "clips/truck.mp4",
    "clips/v_PlayingGuitar_g03_c01.avi",
    "clips/video_llama-skateboarding_dog.mp4",
]


def decode(decoder: Decoder, path: Path, size: int = 64):
    times, pictures = [], []
    decoding = decoder.frames(path, size=size)
    while True:
        try:
            batch = next(decoding)
        except StopIteration as stop:
            return np.concatenate(times), np.concatenate(pictures), stop.value
        times.append(batch.times)
        pictures.append(batch.pixels)


def all_frames(path: Path, size: int = 64) -> np.ndarray:
    """Every frame of a file in the order of presentation, (n, size, size, 3) int."""
    with av.open(str(path)) as container:
        frames = [frame.reformat(size, size, "rgb24", interpolation="BILINEAR") for frame in container.decode(video=0)]
        return np.stack([frame.to_ndarray() for frame in frames]).astype(int)


def nearest(picture: np.ndarray, frames: np.ndarray) -> int:
    return int(np.abs(frames - picture.astype(int)).mean(axis=(1, 2, 3)).argmin())


@pytest.mark.parametrize(
    ("name", "expected"), [("cuts/counter.mp4", [0, 5, 10, 15, 20, 25]), ("cuts/delayed_start.mp4", [0, 12])]
)
def test_the_right_frames_are_sampled(decoder, shared_data, name, expected):
    path = shared_data / name
    times, pictures, end = decode(decoder, path)
    frames = all_frames(path)
    assert [nearest(picture, frames) for picture in pictures] == expected
    assert times.tolist() == [number / 2 for number in range(len(expected))]
    assert end.damage is None


@pytest.mark.parametrize("name", SHORT_CLIPS)
def test_real_clips_end_where_they_said(decoder, shared_data, name):
    path = shared_data / name
    declared = decoder.probe(path).duration
    times, pictures, end = decode(decoder, path)
    assert end.damage is None
    assert end.duration == pytest.approx(declared, abs=0.25)
    assert times.tolist() == [number / 2 for number in range(len(times))]
    assert len(times) == int(np.ceil(end.duration * 2 - 1e-6)) == len(pictures)
