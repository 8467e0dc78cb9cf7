"""A pack without networks: it sees the mean colour of a frame and knows the names of a few colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.caption import Caption
from videobert_desktop.models.packs.explanation import Explanation
from videobert_desktop.models.packs.manifest import PackInfo, Reranking, write_manifest
from videobert_desktop.models.packs.window_rows import WindowRows

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
PARTS = 11
FRAME_SIZE = 16
CONFIDENCE = (12.0, 0.0, 0.0, 0.0, -7.0)
BLACK = 0.05
"""How much black there is in every colour, so that black has a direction too."""


def colour_pack_info(
    directory: Path,
    *,
    name: str = "colours",
    revision: str = "1",
    reads: tuple[str, ...] = (),
    reranking: Reranking | None = None,
) -> PackInfo:
    """What the pack's manifest says."""
    about = (name, revision, "Colours", "MIT", DIM, FRAME_SIZE, directory)
    return PackInfo(*about, {}, CONFIDENCE, reads, reranking)


def install_colour_pack(
    packs: Path,
    *,
    name: str = "colours",
    revision: str = "1",
    reads: tuple[str, ...] = (),
    reranking: Reranking | None = None,
) -> PackInfo:
    """Write the manifest into the directory of a user's own packs."""
    info = colour_pack_info(packs / name, name=name, revision=revision, reads=reads, reranking=reranking)
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

    def window_rows(self, frames: Mapping[str, NDArray[Any]], window_of_frame: NDArray[np.int64]) -> WindowRows:
        """The mean colour of each window in every one of its parts, and the number of the colour that it is nearest."""
        means = np.zeros((int(window_of_frame.max()) + 1, DIM))
        np.add.at(means[:, :3], window_of_frame, frames["colours"].astype(np.float64))
        means /= np.bincount(window_of_frame)[:, None]
        means[:, 3] = BLACK
        units = _normalised(means)
        known = np.stack([_sentence(colour) for colour in COLOURS])
        return WindowRows(units[:, None].repeat(PARTS, axis=1), (units @ known.T).argmax(1))

    def encode_windows(
        self, frames: Mapping[str, NDArray[Any]], window_of_frame: NDArray[np.int64]
    ) -> dict[str, NDArray[Any]]:
        """The colour of each window, whatever its neighbours: (n_windows, dim) float16 and (n_windows,) uint16."""
        rows = self.window_rows(frames, window_of_frame)
        return {
            "embeddings": rows.features[:, 0].astype(np.float16),
            "visual_words": rows.visual_words.astype(np.uint16),
        }

    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """The colour that a sentence names, (n, dim) float32."""
        return np.stack([_sentence(sentence) for sentence in sentences])

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """Ten times how near the colour comes that the sentence names, less five: (m,) float32."""
        (query,) = self.embed_texts([sentence])
        return np.array([10 * (moment.features[:, 0] @ query).max() - 5 for moment in moments], np.float32)

    def caption(self, moments: Sequence[WindowRows], *, beams: int = 5) -> list[Caption]:
        """The colour of the first window."""
        names = list(COLOURS)
        return [Caption(f"the picture is {names[moment.visual_words[0]]}", -0.5) for moment in moments]

    def complete(
        self, templates: Sequence[str], candidates: Sequence[str], moments: Sequence[WindowRows]
    ) -> NDArray[np.float32]:
        """How near each candidate comes to the moments' mean colour, (m, candidates) float32."""
        means = np.stack([moment.features[:, 0].mean(0) for moment in moments])
        return means @ self.embed_texts(candidates).T

    def explain(self, sentence: str, moment: WindowRows) -> Explanation:
        """Each word looks at the windows of its colour, and at all parts of them alike."""
        words = tuple(sentence.split())
        nearness = np.exp(10 * self.embed_texts(words) @ moment.features[:, 0].T)
        windows = nearness / nearness.sum(1, keepdims=True)
        return Explanation(words, windows, np.broadcast_to(windows[..., None, None] / 9, (*windows.shape, 3, 3)))


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
