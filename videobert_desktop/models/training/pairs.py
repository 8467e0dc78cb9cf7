"""Captioned photographs: an archive of pictures and a table of sentences."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from videobert_desktop.domain.errors import UserError


@dataclass(frozen=True, slots=True)
class CaptionedPictures:
    """Pictures with their sentences.

    Attributes:
        archive: The zip file that holds the pictures.
        names: The pictures' names in it.
        captions: The sentences of each picture, at least one.
    """

    archive: Path
    names: tuple[str, ...]
    captions: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.names)

    def sentences(self) -> tuple[list[str], NDArray[np.int64]]:
        """Every sentence in order, and (n_sentences,) int64, the number of its picture."""
        flat = [sentence for captions in self.captions for sentence in captions]
        return flat, np.repeat(np.arange(len(self)), [len(captions) for captions in self.captions])


def read_pairs(directory: Path, *, train: bool) -> CaptionedPictures:
    """Read images.zip and captions.csv (image, split, caption) of `directory`.

    Args:
        directory: Where the two files are.
        train: Rows whose split is "train", or else all others.

    Raises:
        UserError: A file is missing or has no such rows.
    """
    archive, table = directory / "images.zip", directory / "captions.csv"
    for path in (archive, table):
        if not path.is_file():
            raise UserError("is missing.", path=path, hint="Name a directory that holds images.zip and captions.csv.")
    captions: dict[str, list[str]] = {}
    with table.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if (row["split"] == "train") == train:
                captions.setdefault(row["image"], []).append(row["caption"])
    if not captions:
        raise UserError(f"has no {'training' if train else 'held-out'} rows.", path=table)
    return CaptionedPictures(archive, tuple(captions), tuple(tuple(sentences) for sentences in captions.values()))


def read_picture(archive: zipfile.ZipFile, name: str) -> Image.Image:
    """Read one picture as RGB."""
    with Image.open(io.BytesIO(archive.read(name))) as picture:
        return picture.convert("RGB")


def read_squares(archive: zipfile.ZipFile, names: Sequence[str], size: int) -> NDArray[np.uint8]:
    """Read pictures squeezed to a square, as frames are: (n, size, size, 3) uint8 RGB."""
    squares = [read_picture(archive, name).resize((size, size), Image.Resampling.BILINEAR) for name in names]
    return np.stack([np.asarray(square) for square in squares])


def read_class_names(path: Path) -> list[str]:
    """Read the names of a classifier's outputs, one a line."""
    if not path.is_file():
        raise UserError("is missing.", path=path, hint="It holds the classifier's class names, one a line.")
    return path.read_text(encoding="utf-8").splitlines()
