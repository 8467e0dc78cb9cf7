"""Batches of cached features, drawn and disturbed at random but the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videobert_desktop.models.training.feature_cache import TrainingFeatures

SMALLEST_MAP = 13
WHOLE_PICTURE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step of training sees.

    Attributes:
        maps: (n, 120, k, k) float32, the trunk's output, cut and mirrored.
        teacher: (n, classes) float32, the untouched classifier's logits.
        sentences: (m, width) float32.
        owners: (m,) int64, the picture in this batch that each sentence describes.
    """

    maps: Tensor
    teacher: Tensor
    sentences: Tensor
    owners: Tensor


class BatchSource:
    """Draws the batches of an epoch."""

    def __init__(self, features: TrainingFeatures, size: int, captions: int, seed: int) -> None:
        """Draw `size` pictures a batch, with up to `captions` of the sentences of each."""
        self._features = features
        self._size = size
        self._captions = captions
        self._seed = seed
        self._first = np.searchsorted(features.owners, np.arange(len(features.teacher) + 1))

    @property
    def steps(self) -> int:
        """Batches an epoch; what does not fill a batch waits for the next epoch's order."""
        return max(1, len(self._features.teacher) // self._size)

    def epoch(self, number: int) -> Iterator[Batch]:
        """The batches of epoch `number`, the same each time it is asked for."""
        random = np.random.default_rng([self._seed, number])
        order = random.permutation(len(self._features.teacher))
        for step in range(self.steps):
            yield self._batch(np.sort(order[step * self._size : (step + 1) * self._size]), random)

    def _batch(self, pictures: NDArray[np.int64], random: np.random.Generator) -> Batch:
        sentences, owners = self._sentences(pictures, random)
        return Batch(
            maps=torch.from_numpy(self._maps(pictures, random)).float(),
            teacher=torch.from_numpy(self._features.teacher[pictures]),
            sentences=torch.from_numpy(self._features.sentences[sentences]),
            owners=torch.from_numpy(owners),
        )

    def _sentences(
        self, pictures: NDArray[np.int64], random: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        chosen = [
            random.permutation(np.arange(self._first[picture], self._first[picture + 1]))[: self._captions]
            for picture in pictures
        ]
        return np.concatenate(chosen), np.repeat(np.arange(len(pictures)), [len(part) for part in chosen])

    def _maps(self, pictures: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float16]:
        views, side = self._features.views, self._features.views[0].shape[-1]
        size = int(random.integers(min(SMALLEST_MAP, side), side + 1))
        maps = []
        for picture in pictures:
            whole = len(views) == 1 or random.random() < WHOLE_PICTURE_SHARE
            view = 0 if whole else int(random.integers(1, len(views)))
            top, left = random.integers(0, side - size + 1, 2)
            picture_map = views[view][picture, :, top : top + size, left : left + size]
            if self._features.mirrored[picture] and random.random() < 0.5:
                picture_map = picture_map[..., ::-1]
            maps.append(picture_map)
        return np.stack(maps)
