"""Which pictures are worth reading."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from videobert_desktop.models.screen_text.watching import Look, PictureWatch, may_hold_writing

Picture = NDArray[np.uint8]


def written(
    text: str,
    *,
    size: int = 32,
    ink: str = "black",
    paper: str = "white",
    at: tuple[int, int] = (40, 60),
    picture: tuple[int, int] = (640, 360),
) -> Picture:
    image = Image.new("RGB", picture, paper)
    ImageDraw.Draw(image).text(at, text, fill=ink, font=ImageFont.load_default(size=size))
    return np.asarray(image)


def coded(picture: Picture, quality: int = 50) -> Picture:
    """The picture as a lossy coder leaves it."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def plain(level: int = 128) -> Picture:
    return np.full((360, 640, 3), level, np.uint8)


@pytest.mark.parametrize("size", [16, 24, 40, 72, 150, 300])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("black", "white"),
        ("white", "black"),
        ("yellow", "navy"),
        ("red", "black"),
        ("blue", "black"),
        ("yellow", "white"),
        ("red", "green"),
        ("gray", "#b0b0b0"),
    ],
)
def test_writing_of_any_size_and_colour_may_be_writing(size: int, ink: str, paper: str) -> None:
    assert may_hold_writing(coded(written("Gate seven", size=size, ink=ink, paper=paper, picture=(1280, 720))))


def test_plain_and_soft_pictures_hold_none() -> None:
    ramp = np.linspace(0, 255, 640).astype(np.uint8)
    soft = np.broadcast_to(ramp[None, :, None], (360, 640, 3))
    edge = plain(20)
    edge[:, 300:] = 230
    for picture in (plain(), soft, edge):
        assert not may_hold_writing(picture)


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (16, 16), (15, 200)])
def test_tiny_pictures_are_no_trouble(shape: tuple[int, int]) -> None:
    assert PictureWatch().look(0.0, np.zeros((*shape, 3), np.uint8)) is Look.CHANGED


def test_a_slide_that_stands_is_read_once() -> None:
    watch = PictureWatch()
    slide = written("Welcome to the lecture")
    looks = []
    for second in range(0, 600, 3):
        noise = np.random.default_rng(second).integers(-3, 4, slide.shape)
        looks.append(watch.look(float(second), np.clip(slide + noise, 0, 255).astype(np.uint8)))
        if looks[-1] is Look.READ:
            watch.tell(found=True)
    assert looks == [Look.READ] + [Look.UNCHANGED] * 199


def test_another_slide_is_read_after_ten_seconds_at_the_earliest() -> None:
    watch = PictureWatch()
    assert watch.look(0.0, written("One")) is Look.READ
    watch.tell(found=True)
    assert watch.look(6.0, written("Two and more", at=(40, 200))) is Look.CHANGED
    assert watch.look(9.0, written("Two and more", at=(40, 200))) is Look.CHANGED
    assert watch.look(12.0, written("Two and more", at=(40, 200))) is Look.READ
    watch.tell(found=True)
    assert watch.look(15.0, written("Two and more", at=(40, 200))) is Look.UNCHANGED


def test_a_shot_in_which_nothing_is_written_is_read_once_and_the_next_one_again() -> None:
    watch = PictureWatch()
    texture = [np.random.default_rng(n).integers(0, 2, (360, 640, 1)) * 200 for n in range(2)]
    moving = [np.repeat(texture[0], 3, 2).astype(np.uint8) // 2]
    for step in range(1, 5):
        picture = moving[0].copy()
        picture[40 * step : 40 * step + 60, 100:300] = 250
        moving.append(picture)
    looks = []
    for number, picture in enumerate(moving):
        looks.append(watch.look(20.0 * number, picture))
        watch.tell(found=False)
    assert looks == [Look.READ] + [Look.CHANGED] * 4
    assert watch.look(200.0, written("The next shot", paper="lightblue")) is Look.READ


def test_writing_that_builds_up_is_read_again() -> None:
    watch = PictureWatch()
    slide = written("First of all")
    assert watch.look(0.0, slide) is Look.READ
    watch.tell(found=True)
    more = slide.copy()
    more[180:240] = written("And then there is more", at=(40, 190))[180:240]
    assert watch.look(30.0, more) is Look.READ


@pytest.mark.parametrize(("before", "after"), [("Gate B27", "Gate C31"), ("", "One"), ("Hello there", "Where to go")])
@pytest.mark.parametrize("size", [16, 24, 48])
@pytest.mark.parametrize("ink", ["white", "red"])
def test_small_writing_that_changes_is_read_again(before: str, after: str, size: int, ink: str) -> None:
    watch = PictureWatch()
    first, then = (
        coded(written(f"Departures {text}", size=size, ink=ink, paper="black", picture=(1280, 720)))
        for text in (before, after)
    )
    assert watch.look(0.0, first) is Look.READ
    watch.tell(found=True)
    assert watch.look(12.0, first) is Look.UNCHANGED
    assert watch.look(24.0, then) is Look.READ


def test_a_picture_of_another_size_is_another_shot() -> None:
    watch = PictureWatch()
    assert watch.look(0.0, written("Nothing to be read")) is Look.READ
    watch.tell(found=False)
    assert watch.look(20.0, written("Nothing to be read", picture=(320, 240))) is Look.READ
