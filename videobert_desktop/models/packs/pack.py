"""What the rest of the program needs of a pack; other packs put other encoders under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.caption import CAPTION_BEAMS, Caption
from videobert_desktop.models.packs.explanation import Explanation
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, read_manifest
from videobert_desktop.models.packs.window_rows import WindowRows

if TYPE_CHECKING:
    import torch


Frames = Mapping[str, NDArray[np.generic]]
"""What a pack's `encode_frames` made of n frames: arrays of that length."""


class Pack(Protocol):
    """Encodes frames, windows and sentences into one space, and reads sentences and windows together."""

    info: PackInfo
    device: torch.device

    @property
    def background(self) -> Background:
        """The background that scores are corrected and calibrated against."""

    def encode_frames(self, pixels: NDArray[np.uint8]) -> dict[str, NDArray[np.generic]]:
        """Encode frames (n, s, s, 3) uint8 RGB to arrays of length n that a library keeps."""

    def window_rows(self, frames: Frames, window_of_frame: NDArray[np.int64]) -> WindowRows:
        """What the transformer reads of windows.

        Args:
            frames: What `encode_frames` made of n frames.
            window_of_frame: (n,), the window of each frame, from 0, with none left out.
        """

    def encode_windows(self, frames: Frames, window_of_frame: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
        """What a library keeps of windows that follow each other, each read among its neighbours.

        Args:
            frames: What `encode_frames` made of n frames.
            window_of_frame: (n,), the window of each frame, from 0, with none left out. Which windows are read
                together is counted from window 0.

        Returns:
            "embeddings" (n_windows, dim) float16, unit-normalised, and "visual_words" (n_windows,) of integers.
        """

    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences: (n, dim), unit-normalised."""

    def align(self, sentence: str, moments: Sequence[WindowRows]) -> NDArray[np.float32]:
        """How well a sentence and each of m moments belong together, read together: (m,) logits."""

    def caption(self, moments: Sequence[WindowRows], *, beams: int = CAPTION_BEAMS) -> list[Caption]:
        """A sentence about each moment, the best of what a search with so many beams finds."""

    def complete(
        self, templates: Sequence[str], candidates: Sequence[str], moments: Sequence[WindowRows]
    ) -> NDArray[np.float32]:
        """How well each candidate fills the place of `[MASK]` in sentences about each moment.

        Returns:
            (m, candidates): the mean over the templates of its log-probability, less what it is without the moment.
        """

    def explain(self, sentence: str, moment: WindowRows) -> Explanation:
        """Which words of a sentence looked at which windows of a moment, and where in them."""


def installed_packs(*directories: Path) -> tuple[list[PackInfo], list[UserError]]:
    """The packs in the sub-directories of `directories`, by name, and what is wrong with those that cannot be read."""
    packs, errors = [], []
    for path in sorted(path for directory in directories for path in directory.glob(f"*/{MANIFEST}")):
        try:
            packs.append(read_manifest(path.parent))
        except UserError as error:
            errors.append(error)
    return sorted(packs, key=lambda info: info.name), errors


def find_pack(name: str, *directories: Path) -> PackInfo:
    """The pack called `name`.

    Raises:
        UserError: There is none of that name.
    """
    packs, errors = installed_packs(*directories)
    for info in packs:
        if info.name == name:
            return info
    names = ", ".join(info.name for info in packs) or "none"
    unreadable = "".join(f" {error}" for error in errors)
    raise UserError(f"There is no pack called {name!r}.", hint=f"Installed packs: {names}.{unreadable}")


def load_pack(info: PackInfo, device: str = "auto", threads: int = 0) -> Pack:
    """Make a pack ready for use; its weights are read when they are first needed.

    Args:
        info: Which one.
        device: "auto", "cpu", "cuda" or "mps".
        threads: How many processor threads this process computes with; 0 leaves one core to the decoder.

    Raises:
        UserError: The device asked for by name is not there.
    """
    from videobert_desktop.models.devices import limit_threads
    from videobert_desktop.models.packs.first_revision import FirstRevisionPack, is_first_revision
    from videobert_desktop.models.packs.starter import StarterPack

    limit_threads(threads)
    if is_first_revision(info):
        return FirstRevisionPack(info, device)
    return StarterPack(info, device)
