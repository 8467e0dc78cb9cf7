"""Joins some of the sample clips into the film that the tour plays: a video in which there is something to find.

Run with the project installed: ``python packaging/samples/build_film.py``.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FILM = RESOURCES / "tour" / "a-year-outdoors.mp4"
SCENES = (
    "mountain-path",
    "dandelion",
    "moose",
    "forest-stream",
    "orange-flower",
    "raccoon",
    "chinese-pavilion",
    "cat-chelsea",
    "african-drum",
    "coffee-cup",
    "crocodile",
    "dogs-at-window",
    "sunset",
)
RATE = 25
FADE = 10
"""Frames in which one scene gives way to the next."""
QUALITY = "29"

Pictures = NDArray[np.uint8]


def scene(name: str) -> Pictures:
    """A sample's frames: (n, height, width, 3) uint8."""
    with av.open(str(RESOURCES / "samples" / f"{name}.mp4")) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def joined(scenes: list[Pictures]) -> Iterator[NDArray[np.uint8]]:
    """The frames of all scenes, each fading into the next."""
    yield from scenes[0][:-FADE]
    for before, after in pairwise(scenes):
        for number in range(FADE):
            share = (number + 1) / (FADE + 1)
            mixed = before[number - FADE] * (1 - share) + after[number] * share
            yield mixed.round().astype(np.uint8)
        yield from after[FADE:-FADE]
    yield from scenes[-1][-FADE:]


def main() -> None:
    """Encode the film."""
    FILM.parent.mkdir(exist_ok=True)
    scenes = [scene(name) for name in SCENES]
    _, height, width, _ = scenes[0].shape
    options = {"crf": QUALITY, "preset": "veryslow", "threads": "1", "movflags": "+faststart"}
    with av.open(str(FILM), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for picture in joined(scenes):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    print(f"{FILM}: {FILM.stat().st_size} bytes")


if __name__ == "__main__":
    main()
