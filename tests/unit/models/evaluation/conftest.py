"""Plain pictures, each with the name of its colour for captions, and a pack that sees and names colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.colour_pack import COLOURS, ColourPack, colour_pack_info
from tests.helpers.data import shared_data
from tests.unit.models.captioned_pictures import write_pairs
from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import ignore_progress
from videobert_desktop.models.evaluation.encoded_pictures import EncodedPictures, encode_pictures
from videobert_desktop.models.training.pairs import read_pairs

__all__ = ["shared_data"]

CAPTIONS = 2


@dataclass(frozen=True)
class PlainPicture:
    """A picture of one colour, and what people say of it."""

    colour: str
    captions: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.colour}.png"

    def paint(self) -> NDArray[np.uint8]:
        """(8, 8, 3) uint8 RGB."""
        return np.full((8, 8, 3), COLOURS[self.colour], np.uint8)


def plain_pictures(colours: Sequence[str], captions: dict[str, tuple[str, ...]] | None = None) -> list[PlainPicture]:
    """A picture of each colour, its captions the colour's name unless others are given."""
    return [PlainPicture(colour, (captions or {}).get(colour, (colour,) * CAPTIONS)) for colour in colours]


def encoded(
    pack: ColourPack, directory: Path, colours: Sequence[str], captions: dict[str, tuple[str, ...]] | None = None
) -> EncodedPictures:
    """Held-out pictures of the colours, encoded."""
    write_pairs(directory, {"dev": plain_pictures(colours, captions)})  # type: ignore[dict-item]
    return encode_pictures(pack, read_pairs(directory, train=False), cancel=CancelToken(), report=ignore_progress)


@pytest.fixture
def colour_pack(tmp_path: Path) -> ColourPack:
    """A pack that tells colours apart, by sight and by name."""
    return ColourPack(colour_pack_info(tmp_path / "colours"))


@pytest.fixture
def pictures(colour_pack: ColourPack, tmp_path: Path) -> EncodedPictures:
    """A picture of each colour, captioned with its name, encoded."""
    return encoded(colour_pack, tmp_path / "pairs", list(COLOURS))
