"""A pack without networks: it sees the mean colour of a frame and knows the names of a few colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.manifest import PackInfo, write_manifest

COLOURS = {
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "cyan": (0, 255, 255),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
}
DIM = 8
FRAME_SIZE = 16
CONFIDENCE = (12.0, 0.0, 0.0, 0.0, -7.0)
BLACK = 0.05
"""How much black there is in every colour, so that black has a direction too."""


def colour_pack_info(directory: Path, *, name: str = "colours", revision: str = "1") -> PackInfo:
    """What the pack's manifest says."""
    return PackInfo(name, revision, "Colours", "MIT", DIM, FRAME_SIZE, directory, {}, CONFIDENCE)


def install_colour_pack(packs: Path, *, name: str = "colours", revision: str = "1") -> PackInfo:
    """Write the manifest into the directory of a user's own packs."""
    info = colour_pack_info(packs / name, name=name, revision=revision)
    info.directory.mkdir(parents=True, exist_ok=True)
    write_manifest(info)
    return info


@dataclass
class ColourPack:
    """Vectors are red, green, blue and black, of length one; other words point elsewhere, away from all colours.

    Attributes:
        info: What its manifest says.
        device: Where it would compute.
        frames_seen: How many frames it has encoded.
    """

    info: PackInfo
    device: str = "cpu"
    frames_seen: int = 0
    background: Background = field(default_factory=lambda: random_background())

    def encode_frames(self, pixels: NDArray[np.uint8]) -> dict[str, NDArray[np.generic]]:
        """The mean colours, (n, 3) float16 in [0, 1]."""
        self.frames_seen += len(pixels)
        return {"colours": (pixels.mean(axis=(1, 2)) / 255).astype(np.float16)}

    def embed_windows(
        self, frames: Mapping[str, NDArray[Any]], window_of_frame: NDArray[np.int64]
    ) -> NDArray[np.float16]:
        """The mean colour of each window, (n_windows, dim) float16."""
        means = np.zeros((int(window_of_frame.max()) + 1, DIM))
        np.add.at(means[:, :3], window_of_frame, frames["colours"].astype(np.float64))
        means /= np.bincount(window_of_frame)[:, None]
        means[:, 3] = BLACK
        return _normalised(means).astype(np.float16)

    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """The colour that a sentence names, (n, dim) float32."""
        return np.stack([_sentence(sentence) for sentence in sentences])


def random_background() -> Background:
    """Sentences and pictures about anything at all."""
    random = np.random.default_rng(7)
    return Background(*(_normalised(random.normal(size=(count, DIM))) for count in (256, 64, 16)))


def _sentence(sentence: str) -> NDArray[np.float32]:
    vector = np.zeros(DIM)
    vector[:3] = COLOURS.get(sentence, (0, 0, 0))
    vector[3] = sentence == "black"
    vector[4] = sentence not in COLOURS
    return _normalised(vector)


def _normalised(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
