"""What VideoBERT is trained on: every view of the training pictures as a library would keep it, computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from videobert_desktop.domain.cancellation import CancelToken
from videobert_desktop.domain.progress import Progress, Report
from videobert_desktop.models.training.claims import claim_directory
from videobert_desktop.models.training.feature_cache import TrainingFeatures
from videobert_desktop.models.training.prototypes import planted_features
from videobert_desktop.models.training.trainer import StarterNetwork, features_of_maps

PICTURES_A_BATCH = 64
PLANTINGS = 16
ORDINARY_PICTURES = 1000
SMALLEST_CUT = 12
VARIANTS = ("plain", "altered")


@dataclass(frozen=True, slots=True)
class TokenViews:
    """Pictures as windows of a library, in several views.

    Attributes:
        tokens: For each view (n, parts, stored) float16; the first view is the whole picture.
        teachers: For each view (n, width) float16, unit-normalised, where the first stage's head places it.
    """

    tokens: tuple[NDArray[np.float16], ...]
    teachers: tuple[NDArray[np.float16], ...]

    def __len__(self) -> int:
        return len(self.tokens[0])

    def __add__(self, more: TokenViews) -> TokenViews:
        """These views, and more of the same pictures."""
        return TokenViews(self.tokens + more.tokens, self.teachers + more.teachers)


class TokenCache:
    """Computes tokens with the network of the first stage into a directory, and reads them from there the next time."""

    def __init__(
        self, directory: Path, network: StarterNetwork, device: torch.device, cancel: CancelToken, report: Report
    ) -> None:
        """Keep tokens of `network`, which must be as its pack keeps it, in `directory`."""
        self._directory = directory
        self._network = network.eval()
        self._device = device
        self._cancel = cancel
        self._report = report

    def views(self, features: TrainingFeatures, *, varied: bool, made_from: str) -> TokenViews:
        """The tokens of all views of pictures.

        Args:
            features: Of the pictures.
            varied: Whether each view is also mirrored and cut; the mirror leaves out pictures whose sentences speak of
                left and right.
            made_from: What the tokens depend on, a checksum.
        """
        claim_directory(self._directory, made_from=made_from, pictures=len(features.teacher), varied=varied)
        found = [
            self._arrays(f"view-{number}-{VARIANTS[altered]}", partial(self._view, features, number, altered=altered))
            for number in range(len(features.views))
            for altered in ((False, True) if varied else (False,))
        ]
        return TokenViews(tuple(tokens for tokens, _ in found), tuple(teachers for _, teachers in found))

    def planted(self, features: TrainingFeatures) -> NDArray[np.float16]:
        """Every class planted into ordinary pictures, time and again: (plantings, classes, parts, stored) float16."""
        return self._array("planted.npy", lambda: self._plant(features))

    def _arrays(
        self, name: str, compute: Callable[[], tuple[NDArray[np.float16], NDArray[np.float16]]]
    ) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        tokens, teachers = self._directory / f"{name}.npy", self._directory / f"{name}-teacher.npy"
        if not (tokens.exists() and teachers.exists()):
            for path, array in zip((teachers, tokens), reversed(compute()), strict=True):
                _save(path, array)
        return np.load(tokens, mmap_mode="r"), np.load(teachers, mmap_mode="r")

    def _array(self, name: str, compute: Callable[[], NDArray[np.float16]]) -> NDArray[np.float16]:
        path = self._directory / name
        if not path.exists():
            _save(path, compute())
        array: NDArray[np.float16] = np.load(path, mmap_mode="r")
        return array

    @torch.inference_mode()
    def _view(
        self, features: TrainingFeatures, number: int, *, altered: bool
    ) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        random = np.random.default_rng(number)
        maps, tokens, teachers = features.views[number], [], []
        for start in range(0, len(maps), PICTURES_A_BATCH):
            self._tell(f"reading view {number + 1}", start, len(maps))
            batch = np.array(maps[start : start + PICTURES_A_BATCH])
            if altered:
                may = features.mirrored[start : start + PICTURES_A_BATCH]
                batch[may] = batch[may][..., ::-1]
                batch = _cut(batch, random)
            reduced, embedded = self._tokens_of(features_of_maps(self._network, batch, self._device))
            tokens.append(reduced)
            teachers.append(embedded)
        return np.concatenate(tokens), np.concatenate(teachers)

    def _tokens_of(self, pooled: torch.Tensor) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """Pooled features (n, 10, features) to tokens and the head's embeddings."""
        head = self._network.head
        tokens = head.reduce(pooled, head.concepts(self._network.frame_encoder.classify(pooled)))
        embedded = head.embed_frames(tokens)
        return tokens.half().cpu().numpy(), embedded.half().cpu().numpy()

    @torch.inference_mode()
    def _plant(self, features: TrainingFeatures) -> NDArray[np.float16]:
        random = np.random.default_rng(0)
        classifier = self._network.frame_encoder.classifier
        classes = torch.arange(classifier.out_features, device=self._device)
        count = min(ORDINARY_PICTURES, len(features.teacher))
        chosen = np.sort(random.choice(len(features.teacher), count, replace=False))
        ordinary = torch.cat(
            [
                features_of_maps(self._network, features.views[0][part], self._device)
                for part in np.array_split(chosen, -(-count // PICTURES_A_BATCH))
            ]
        )
        planted = []
        for number in range(PLANTINGS):
            self._tell("planting classes", number, PLANTINGS)
            places = torch.from_numpy(random.integers(0, count, len(classes))).to(self._device)
            planted.append(self._tokens_of(planted_features(ordinary[places], classifier, classes, random))[0])
        return np.stack(planted)

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._cancel.raise_if_cancelled()
        self._report(Progress(stage, done, total, "items"))


def _cut(maps: NDArray[np.float16], random: np.random.Generator) -> NDArray[np.float16]:
    """One part of all maps (n, channels, side, side), of one size and place."""
    side = maps.shape[-1]
    size = int(random.integers(min(SMALLEST_CUT, side), side + 1))
    top, left = random.integers(0, side - size + 1, 2)
    return maps[:, :, top : top + size, left : left + size]


def _save(path: Path, array: NDArray[np.float16]) -> None:
    unfinished = path.with_suffix(".partial.npy")
    np.save(unfinished, array)
    unfinished.replace(path)
