"""Captioned photographs: an archive of pictures and a table of sentences."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.training.tables import cells, readable

_PAIRS = "Name a directory that holds images.zip and captions.csv, a table in UTF-8 with columns image, split, caption."
_CLASSES = "It holds the classifier's class names, one a line, in UTF-8."
_PICTURE = "Put it into the archive anew, or take its rows out of captions.csv."
# What an archive and a picture are known to raise when they are damaged, locked, or something else.
_ARCHIVE_FAULTS = (OSError, EOFError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error)
_PICTURE_FAULTS = (OSError, EOFError, SyntaxError, ValueError, Image.DecompressionBombError)


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
        UserError: A file is missing, damaged or something else, it has no such rows, or a row's picture is not there.
    """
    archive, table = directory / "images.zip", directory / "captions.csv"
    names = _names_in(archive)
    captions: dict[str, list[str]] = {}
    # Spreadsheets write a byte order mark before UTF-8.
    with readable(table, _PAIRS), table.open(encoding="utf-8-sig", newline="") as rows:
        for image, split, caption in cells(csv.DictReader(rows), ("image", "split", "caption"), table, _PAIRS):
            if (split == "train") == train:
                captions.setdefault(image, []).append(caption)
    if not captions:
        raise UserError(f"has no {'training' if train else 'held-out'} rows.", path=table)
    _require_pictures(captions, names, archive)
    return CaptionedPictures(archive, tuple(captions), tuple(tuple(sentences) for sentences in captions.values()))


def read_picture(archive: zipfile.ZipFile, name: str) -> Image.Image:
    """Read one picture as RGB.

    Raises:
        UserError: It is not there, damaged, or no picture.
    """
    try:
        content = archive.read(name)
    except _ARCHIVE_FAULTS as error:
        raise _unusable(archive, name, error) from error
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.convert("RGB")
    except _PICTURE_FAULTS as error:
        raise _unusable(archive, name, error) from error


def read_squares(archive: zipfile.ZipFile, names: Sequence[str], size: int) -> NDArray[np.uint8]:
    """Read pictures squeezed to a square, as frames are: (n, size, size, 3) uint8 RGB."""
    squares = [read_picture(archive, name).resize((size, size), Image.Resampling.BILINEAR) for name in names]
    return np.stack([np.asarray(square) for square in squares])


def read_class_names(path: Path) -> list[str]:
    """Read the names of a classifier's outputs, one a line.

    Raises:
        UserError: The file is missing or not text.
    """
    with readable(path, _CLASSES):
        return path.read_text(encoding="utf-8").splitlines()


def _names_in(archive: Path) -> frozenset[str]:
    try:
        with readable(archive, _PAIRS), zipfile.ZipFile(archive) as opened:
            return frozenset(opened.namelist())
    except zipfile.BadZipFile as error:
        raise UserError("is not a zip archive, or it is damaged.", path=archive, hint=_PAIRS) from error


def _require_pictures(wanted: Iterable[str], names: frozenset[str], archive: Path) -> None:
    missing = [name for name in wanted if name not in names]
    if missing:
        reason = f"lacks {len(missing)} of the pictures that captions.csv names, the first of them {missing[0]}."
        raise UserError(reason, path=archive, hint=_PICTURE)


def _unusable(archive: zipfile.ZipFile, name: str, error: Exception) -> UserError:
    path = Path(archive.filename) if archive.filename else None
    return UserError(f"holds no picture {name} that can be read: {error}.", path=path, hint=_PICTURE)
