"""Captioned pictures, painted: shapes of one colour on a ground of another, and sentences that say so."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.helpers.tiny_pack import COLOURS

SIZE = 80
CAPTIONS = (
    "a {colour} {shape} on {ground}",
    "there is a {colour} {shape} above the {ground} ground",
    "a picture of the {ground} ground and a {colour} {shape}",
)


@dataclass(frozen=True)
class Scene:
    """What a picture shows."""

    colour: str
    ground: str
    shape: str

    @property
    def name(self) -> str:
        return f"{self.colour}-{self.shape}-on-{self.ground}.png"

    @property
    def captions(self) -> list[str]:
        return [form.format(colour=self.colour, ground=self.ground, shape=self.shape) for form in CAPTIONS]

    def paint(self) -> NDArray[np.uint8]:
        """(80, 80, 3) uint8 RGB."""
        rows, columns = np.indices((SIZE, SIZE)) - SIZE // 2
        inside = {
            "square": np.maximum(abs(rows), abs(columns)) < 24,
            "stripes": rows % 40 < 20,
            "circle": (rows + 16) ** 2 + columns**2 < 20**2,
        }[self.shape]
        return np.where(inside[..., None], COLOURS[self.colour], COLOURS[self.ground]).astype(np.uint8)


def scenes(count: int, start: int = 0) -> list[Scene]:
    """`count` different scenes, from number `start` of an order that mixes everything."""
    every = [
        Scene(*colours, shape) for colours, shape in product(permutations(COLOURS, 2), ("square", "stripes", "circle"))
    ]
    order = np.random.default_rng(0).permutation(len(every))
    return [every[number] for number in order[start : start + count]]


def write_pairs(directory: Path, splits: dict[str, Sequence[Scene]]) -> Path:
    """Write images.zip and captions.csv with the scenes of each split."""
    directory.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(directory / "images.zip", "w") as archive:
        for scene in (scene for chosen in splits.values() for scene in chosen):
            archive.writestr(scene.name, png(Image.fromarray(scene.paint())))
    rows = [
        (scene.name, split, caption)
        for split, chosen in splits.items()
        for scene in chosen
        for caption in scene.captions
    ]
    write_captions(directory / "captions.csv", rows)
    return directory


def write_captions(path: Path, rows: Sequence[tuple[str, str, str]]) -> None:
    """Write a table of (image, split, caption)."""
    with path.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("image", "split", "caption"), *rows])


def png(picture: Image.Image) -> bytes:
    """The bytes of a PNG file."""
    file = io.BytesIO()
    picture.save(file, "png")
    return file.getvalue()
