"""What the rest of the program needs of a pack; other packs put other encoders under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.domain.errors import UserError
from videobert_desktop.models.packs.calibration import Background
from videobert_desktop.models.packs.manifest import MANIFEST, PackInfo, read_manifest

if TYPE_CHECKING:
    import torch


class Pack(Protocol):
    """Encodes frames, windows and sentences into one space."""

    info: PackInfo
    device: torch.device

    @property
    def background(self) -> Background:
        """The background that scores are corrected and calibrated against."""

    def encode_frames(self, pixels: NDArray[np.uint8]) -> dict[str, NDArray[np.generic]]:
        """Encode frames (n, s, s, 3) uint8 RGB to arrays of length n that a library keeps."""

    def embed_windows(
        self, frames: Mapping[str, NDArray[np.generic]], window_of_frame: NDArray[np.int64]
    ) -> NDArray[np.float16]:
        """Embed windows from what `encode_frames` made: (n_windows, dim), unit-normalised."""

    def embed_texts(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Embed sentences: (n, dim), unit-normalised."""


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
    from videobert_desktop.models.packs.starter import StarterPack

    limit_threads(threads)
    return StarterPack(info, device)
